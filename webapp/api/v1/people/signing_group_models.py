"""Signing groups as programs see and give them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core.people.signing_group import MEMBER_NAME_LIMIT, MEMBERS_LIMIT, NAME_LIMIT
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import Address, AskedModel, Line


class NewGroupMember(AskedModel):
    name: Annotated[Line, Field(max_length=MEMBER_NAME_LIMIT)]
    email: Address


class NewSigningGroup(AskedModel):
    """People of whom any one may sign for all."""

    name: Annotated[Line, Field(max_length=NAME_LIMIT)]
    members: list[NewGroupMember] = Field(default=[], max_length=MEMBERS_LIMIT)


class ChangedSigningGroup(AskedModel):
    """What is left out stays as it is; members are given all together."""

    name: Annotated[Line | None, Field(max_length=NAME_LIMIT)] = None
    members: Annotated[list[NewGroupMember] | None, Field(max_length=MEMBERS_LIMIT)] = None


class GroupMemberAnswer(BaseModel):
    id: UUID
    name: str
    email: str


class SigningGroupAnswer(BaseModel):
    id: UUID
    name: str
    members: list[GroupMemberAnswer]


class SigningGroupListAnswer(ListPage[SigningGroupAnswer]):
    """All of them, in the order of their names."""
