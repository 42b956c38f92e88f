"""Lists of contacts as programs import them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from core.people.contact import ContactScope
from core.text import charset_detection
from webapp.api.v1.value_types import AskedModel, Base64, FileName

ENCODINGS = ["", *charset_detection.LEGACY]
Column = Annotated[int | None, Field(ge=0, le=200)]


class NewContactImport(AskedModel):
    """A CSV file of up to 5 MB and 10,000 rows, in base64."""

    name: FileName = "contacts.csv"
    content: Base64


class ContactColumns(AskedModel):
    """The place of each column in the file, from 0; null where the file has none."""

    name: Column = None
    last_name: Column = None
    email: Annotated[int, Field(ge=0, le=200)]
    company: Column = None


class ContactImportStart(AskedModel):
    """
    What is left out is as it was recognized. `encoding` has to be given where the file does not say
    it: “encoding” of the answer is then empty.
    """

    header: bool | None = Field(default=None, description="Whether the first row names the columns")
    columns: ContactColumns | None = None
    encoding: Annotated[str, Field(json_schema_extra={"enum": ENCODINGS})] = ""
    scope: ContactScope = ContactScope.OWN
    team_id: Annotated[UUID | None, Field(validate_default=True)] = None

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, given: str) -> str:
        if given not in ENCODINGS:
            raise ValueError(f"Choose one of these: {', '.join(ENCODINGS[1:])}.")
        return given

    @field_validator("team_id")
    @classmethod
    def _goes_with_its_scope(cls, given: UUID | None, info: ValidationInfo) -> UUID | None:
        if (info.data.get("scope") is ContactScope.TEAM) != (given is not None):
            raise ValueError("Give a team for the scope “team”, and for no other.")
        return given


class ContactImportAnswer(BaseModel):
    """`state`: read, and it waits to be started; running; done."""

    id: UUID
    name: str
    state: Literal["read", "running", "done"]
    header: bool
    columns: dict[str, int | None] = Field(description="The place of each, from 0")
    encoding: str
    total: int = Field(description="Rows, as soon as it is started")
    done: int
    added: int
    merged: int = Field(description="Rows of whom there was a contact already, or an earlier row")
    faulty: int = Field(description="Rows with errors, which are left out")
