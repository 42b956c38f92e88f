"""Templates as programs see and use them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from core.envelopes.drafts.draft import ROLE_NAME_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from webapp.api.v1.value_types import Address, AskedModel, Line, Prose, RoleName

TEMPLATES_LIMIT = 20


class TemplateQuery(BaseModel):
    """`after` is the `next` of the page before."""

    after: UUID | None = None
    search: Annotated[str, Field(max_length=200)] = ""


class TemplateRole(BaseModel):
    """`name` is what a person is given by; without one it is always the same person."""

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
    role: list[str] = Field(description="Who fills it in; none: the sender")


class TemplateSummaryAnswer(BaseModel):
    id: UUID
    name: str
    description: str
    version: int = Field(description="The latest one; 0: not published, and not to be used yet")
    roles: list[str]
    archived: bool
    used: int
    last_used_at: datetime | None


class TemplateListAnswer(BaseModel):
    templates: list[TemplateSummaryAnswer]
    next: UUID | None


class TemplateAnswer(BaseModel):
    """A template as it is used: its latest version, or what is prepared before there is one."""

    id: UUID
    name: str
    description: str
    version: int
    archived: bool
    message: str
    roles: list[TemplateRole]
    fields: list[TemplateField]
    documents: list[str]


class NewTemplate(AskedModel):
    """From an envelope: who acts in it becomes a role. It is published at once, if asked for."""

    envelope_id: UUID
    publish: bool = False


class NewRolePerson(AskedModel):
    role: Annotated[Line, Field(max_length=ROLE_NAME_LIMIT)]
    name: Annotated[Line, Field(max_length=120)]
    email: Address


class NewEnvelopeFromTemplate(AskedModel):
    """
    `roles` are who takes which; `values` are by the names of fields. `also` are further templates,
    whose documents come after those of the first; roles of one name are one recipient.
    """

    roles: list[NewRolePerson] = Field(default=[], max_length=RECIPIENTS_LIMIT)
    values: dict[str, Prose] = Field(default={})
    also: list[UUID] = Field(default=[], max_length=TEMPLATES_LIMIT - 1)
    name: Annotated[
        Line | None, Field(max_length=200, description="If left out, the template's")
    ] = None
    message: Prose | None = None
    status: Literal["draft", "sent"] = "draft"
