"""Archives as programs export and import them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from webapp.api.v1.value_types import AskedModel

IDS = "Ids with commas between them"


class ExportQuery(AskedModel):
    """Up to 200 things altogether."""

    templates: Annotated[str, Field(max_length=8_000, description=IDS)] = ""
    envelopes: Annotated[str, Field(max_length=8_000, description=IDS)] = ""
    archived_records: Annotated[str, Field(max_length=8_000, description=IDS)] = ""

    @field_validator("templates", "envelopes", "archived_records")
    @classmethod
    def _are_ids(cls, given: str) -> str:
        ids(given)
        return given


class ArchiveForm(BaseModel):
    """The archive as a part of the form: a ZIP as docs/exchange-format.md describes it."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    archive: Annotated[Any, Field(json_schema_extra={"type": "string", "format": "binary"})]


class ImportedItemAnswer(BaseModel):
    kind: Literal["template", "envelope", "archived_record"]
    id: UUID
    name: str
    source_id: str = Field(description="What the archive calls it")


class ImportAnswer(BaseModel):
    """What was made of the archive, in its order."""

    items: list[ImportedItemAnswer]


def ids(text: str) -> list[UUID]:
    """Raises ValueError."""
    try:
        return [UUID(each) for each in text.split(",") if each]
    except ValueError:
        raise ValueError("Give ids with commas between them.") from None
