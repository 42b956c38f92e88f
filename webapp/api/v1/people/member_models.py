"""Members as programs see and change them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from core.access import MemberRole
from webapp.api.v1.queries import ListPage, ListQuery
from webapp.api.v1.value_types import AskedModel

# Owners are made, changed and removed by people alone.
GivenRole = Literal[MemberRole.ADMIN, MemberRole.SENDER, MemberRole.VIEWER, MemberRole.AUDITOR]


class MemberQuery(ListQuery):
    search: Annotated[
        str, Field(max_length=200, description="Words in their name or e-mail address")
    ] = ""


class MemberAnswer(BaseModel):
    """By their name. `seen_at` is null until they were here."""

    id: UUID
    name: str
    email: str
    role: MemberRole
    joined_at: datetime
    seen_at: datetime | None
    teams: list[str] = Field(description="The names of their teams")


class MemberDetails(MemberAnswer):
    """The same of one member, with what it takes to remove them."""

    second_factor: bool = Field(description="Whether they sign in with more than a password")
    owned_envelopes: int = Field(
        description="If there are any, someone has to take them over when the member is removed"
    )


class MemberListAnswer(ListPage[MemberAnswer]):
    """In the order of their names."""


class ChangedMember(AskedModel):
    """What is left out stays as it is."""

    role: GivenRole | None = None


class RemovalQuery(AskedModel):
    """`heir_id`: the member who takes over envelopes, templates and folders."""

    heir_id: UUID | None = None
