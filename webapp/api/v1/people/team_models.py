"""Teams as programs see and give them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core.people.team import NAME_LIMIT
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, Line

PEOPLE_LIMIT = 200


class NewTeam(AskedModel):
    name: Annotated[Line, Field(max_length=NAME_LIMIT)]
    member_ids: list[UUID] = Field(default=[], max_length=PEOPLE_LIMIT)


class ChangedTeam(AskedModel):
    """What is left out stays as it is; members are given all together."""

    name: Annotated[Line | None, Field(max_length=NAME_LIMIT)] = None
    member_ids: Annotated[list[UUID] | None, Field(max_length=PEOPLE_LIMIT)] = None


class TeamSummaryAnswer(BaseModel):
    id: UUID
    name: str
    members: int = Field(description="How many are in it")


class TeamAnswer(BaseModel):
    id: UUID
    name: str
    member_ids: list[UUID]


class TeamListAnswer(ListPage[TeamSummaryAnswer]):
    """All of them, in the order of their names."""
