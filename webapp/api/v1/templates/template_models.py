"""Templates as programs see and use them."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    Json,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from core.documents.merge_fields import MOST
from core.envelopes.drafts.draft import ROLE_NAME_LIMIT
from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.templates.template import DESCRIPTION_LIMIT
from tenants.store.templates.template_lists import TemplateFilter
from webapp.api.v1.document_models import NewDocument
from webapp.api.v1.envelopes.envelope_models import NewContent
from webapp.api.v1.envelopes.recipient_models import NewRecipient
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
CHANGED = "What is prepared differs from the latest version"
FAVORITE = "Among the favorites of the key's member"


class TemplateQuery(ListQuery):
    search: Annotated[str, Field(max_length=200)] = ""
    folder_id: UUID | None = None
    archived: Annotated[bool | None, Field(description="Left out: whether they are or not")] = None
    usable: Annotated[bool, Field(description="Only those that are published")] = False

    @property
    def wanted(self) -> TemplateFilter:
        return TemplateFilter(self.search, self.folder_id, self.archived, self.usable)


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
    folder_id: UUID | None
    owner_id: UUID
    changed: bool = Field(description=CHANGED)
    favorite: bool = Field(description=FAVORITE)


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
    folder_id: UUID | None
    owner_id: UUID
    changed: bool = Field(description=CHANGED)
    favorite: bool = Field(description=FAVORITE)
    ready: bool = Field(description="The pages of all documents are there, so that it can be sent")


class NewTemplate(NewContent):
    """
    Made from an envelope, of which everyone who acts becomes a role: then nothing else is given but
    `publish`. Or whole, with documents, recipients and fields as a new envelope has them: of a role
    `role_name` is enough.
    """

    envelope_id: UUID | None = None
    publish: Annotated[
        bool, Field(description="At once, with envelope_id; else when its pages are there")
    ] = False
    name: Annotated[Line | None, Field(max_length=200)] = None
    description: Annotated[Prose, Field(max_length=DESCRIPTION_LIMIT)] = ""
    documents: Annotated[
        list[NewDocument], Field(max_length=DOCUMENTS_LIMIT, validate_default=True)
    ] = []  # noqa: RUF012 - pydantic copies it
    recipients: Annotated[list[NewRecipient], Field(max_length=RECIPIENTS_LIMIT)] = []  # noqa: RUF012

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        others = self.model_fields_set - {"envelope_id", "publish"}
        if self.envelope_id is not None and others:
            raise ValueError("With “envelope_id”, give nothing else but “publish”.")
        if self.envelope_id is None and not (self.name and self.documents):
            raise ValueError("Give “name” and “documents”, or “envelope_id”.")
        if self.envelope_id is None and self.publish:
            raise ValueError("Publish it when its pages are there: POST …/versions.")
        return self


class TemplateForm(BaseModel):
    """The same in parts: `template`, and one part for each file that it names."""

    model_config = ConfigDict(extra="allow", frozen=True)

    template: Annotated[Json[NewTemplate], Field(description="NewTemplate, as JSON")]


class ChangedTemplate(AskedModel):
    """
    What is left out stays as it is; a folder of null takes it out of any. Its name and message
    count for envelopes once they are published.
    """

    name: Annotated[Line | None, Field(max_length=200)] = None
    message: Prose | None = None
    description: Annotated[Prose | None, Field(max_length=DESCRIPTION_LIMIT)] = None
    folder_id: UUID | None = None
    archived: bool | None = None
    favorite: bool | None = None


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
