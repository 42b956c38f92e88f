"""The table of a bulk send, and which of its columns is which, as programs give them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from core.bulk_sends.bulk_send import NAME_LIMIT
from core.bulk_sends.target import TargetKind
from core.bulk_sends.uploaded_table import COLUMNS_LIMIT
from core.text import charset_detection
from webapp.api.v1.value_types import AskedModel, Base64, FileName, Line

ENCODINGS = ["", *charset_detection.LEGACY]
Place = Annotated[int, Field(ge=0, lt=COLUMNS_LIMIT)]


class NewBulkTable(AskedModel):
    """An XLSX or CSV file of up to 10 MB and 10,000 rows, in base64."""

    template_id: UUID
    file_name: FileName = "table.csv"
    content: Base64
    name: Annotated[
        Line | None, Field(max_length=NAME_LIMIT, description="If left out, the template's")
    ] = None


class CorrectedRows(AskedModel):
    """The file of rows with errors, corrected: it is known by its numbers of rows."""

    content: Base64


class RenamedBulkSend(AskedModel):
    """What is left out stays as it is."""

    name: Annotated[Line | None, Field(max_length=NAME_LIMIT)] = None


class BulkTarget(BaseModel):
    """What a column can fill in. `name` is the name of a field, by which programs know it."""

    key: str
    kind: TargetKind
    about: str = Field(description="In words, such as “Buyer e-mail”")
    name: str
    required: bool


class BulkColumnsAnswer(BaseModel):
    """`columns`: the place of a column in `headings`, from 0, by the key of its target."""

    headings: list[str]
    targets: list[BulkTarget]
    header: bool = Field(description="The first row names the columns")
    columns: dict[str, int]
    name: str
    message: str
    encoding_certain: bool = Field(
        description="If not, give the encoding in which names look right"
    )


class NewBulkColumns(AskedModel):
    """
    What is left out stays as it was recognized. {{ Column }} in name and message is a row's cell.
    With `check` false, rows are not checked yet.
    """

    header: bool | None = None
    columns: Annotated[
        dict[Annotated[str, Field(max_length=300)], Place] | None, Field(max_length=1_000)
    ] = None
    name: Annotated[str | None, Field(max_length=2_000)] = None
    message: Annotated[str | None, Field(max_length=10_000)] = None
    encoding: Annotated[str, Field(json_schema_extra={"enum": ENCODINGS})] = ""
    check: bool = True

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, given: str) -> str:
        if given not in ENCODINGS:
            raise ValueError(f"Choose one of these: {', '.join(ENCODINGS[1:])}.")
        return given
