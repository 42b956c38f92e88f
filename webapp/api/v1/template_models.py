"""Templates as programs see and use them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from core.documents.merge_fields import MOST
from core.envelopes.drafts.draft import ROLE_NAME_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from webapp.api.v1.queries import ListPage, ListQuery
from webapp.api.v1.value_types import (
    AskedModel,
    Line,
    OptionalAddress,
    OptionalLine,
    Prose,
    RoleName,
)

TEMPLATES_LIMIT = 20


class TemplateQuery(ListQuery):
    search: Annotated[str, Field(max_length=200)] = ""


class TemplateRole(BaseModel):
    """`name` is the name of the role; without one it is always the same person."""

    name: str
    role: RoleName
    order: int
    default_name: str
    default_email: str


class TemplateField(BaseModel):
    """A field with a name, by which its value can be given."""

    name: str
    kind: str
    label: str
    role: list[str] = Field(description="Who fills it in; empty if the sender does")


class TemplateSummaryAnswer(BaseModel):
    id: UUID
    name: str
    description: str
    version: int = Field(description="The latest version; 0 if it is not published yet")
    roles: list[str]
    archived: bool
    used: int
    last_used_at: datetime | None


class TemplateListAnswer(ListPage[TemplateSummaryAnswer]):
    """All that the key's member may see, archived ones too."""


class TemplateAnswer(BaseModel):
    """A template: its latest version, or what is being prepared if none is published."""

    id: UUID
    name: str
    description: str
    version: int
    archived: bool
    message: str
    roles: list[TemplateRole]
    fields: list[TemplateField]
    documents: list[str]
    merge_fields: list[str] = Field(
        description="The names of values that HTML and Markdown documents ask for"
    )


class NewTemplate(AskedModel):
    """Made from an envelope: everyone who acts in it becomes a role."""

    envelope_id: UUID
    publish: bool = False


class NewRolePerson(AskedModel):
    """A person who takes a role, or a signing group, of which any one acts."""

    role: Annotated[Line, Field(max_length=ROLE_NAME_LIMIT)]
    signing_group_id: UUID | None = None
    name: Annotated[OptionalLine, Field(max_length=120, validate_default=True)] = ""
    email: Annotated[OptionalAddress, Field(validate_default=True)] = ""

    @field_validator("name", "email")
    @classmethod
    def _is_someone(cls, given: str, info: ValidationInfo) -> str:
        if not given and info.data.get("signing_group_id") is None:
            raise PydanticCustomError("value_error", "Give a name and an address, or a group.")
        return given


class NewEnvelopeFromTemplate(AskedModel):
    """
    `roles` say who takes which role; `values` are by the names of fields, and `merge_values` by the
    names of merge fields, where the template's values stand in for those that are left out. `also`
    are further templates, whose documents come after those of the first; roles of one name are one
    recipient.
    """

    roles: list[NewRolePerson] = Field(default=[], max_length=RECIPIENTS_LIMIT)
    values: dict[str, Prose] = Field(default={})
    merge_values: dict[str, Prose] = Field(default={}, max_length=MOST)
    also: list[UUID] = Field(default=[], max_length=TEMPLATES_LIMIT - 1)
    name: Annotated[
        Line | None, Field(max_length=200, description="If left out, the template's")
    ] = None
    message: Prose | None = None
    status: Literal["draft", "sent"] = "draft"
