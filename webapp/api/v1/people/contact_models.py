"""Contacts as programs see and give them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from core.people.contact import COMPANY_LIMIT, NAME_LIMIT, ContactScope
from webapp.api.v1.queries import ListPage, ListQuery
from webapp.api.v1.value_types import Address, AskedModel, Line, OptionalLine

Company = Annotated[OptionalLine, Field(max_length=COMPANY_LIMIT)]
WHOSE = "own: of the key's member alone. team: of everyone in a team. organization: of everyone"


class ContactQuery(ListQuery):
    """With `search` it is one page: those whose name, last name or address begins so."""

    search: Annotated[str, Field(max_length=200)] = ""
    scope: ContactScope | None = None


class NewContact(AskedModel):
    """One with this address that is there already is updated."""

    name: Annotated[Line, Field(max_length=NAME_LIMIT)]
    email: Address
    company: Company = ""
    scope: Annotated[ContactScope, Field(description=WHOSE)] = ContactScope.OWN
    team_id: Annotated[
        UUID | None,
        Field(description="For the scope team: one of the member's", validate_default=True),
    ] = None

    @field_validator("team_id")
    @classmethod
    def _goes_with_its_scope(cls, given: UUID | None, info: ValidationInfo) -> UUID | None:
        if (info.data.get("scope") is ContactScope.TEAM) != (given is not None):
            raise ValueError("Give a team for the scope “team”, and for no other.")
        return given


class ChangedContact(AskedModel):
    """What is left out stays as it is; `scope` and `team_id` are given together."""

    name: Annotated[Line | None, Field(max_length=NAME_LIMIT)] = None
    email: Address | None = None
    company: Company | None = None
    scope: ContactScope | None = None
    team_id: UUID | None = None


class ContactAnswer(BaseModel):
    id: UUID
    name: str
    email: str
    company: str
    scope: Annotated[ContactScope, Field(description=WHOSE)]
    team_id: UUID | None


class ContactListAnswer(ListPage[ContactAnswer]):
    """In the order of their names."""
