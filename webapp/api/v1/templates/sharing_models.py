"""Whom a template is shown to, as programs see and choose it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from core.envelopes.sharing import Visibility
from webapp.api.v1.value_types import AskedModel

WHOM = "owner: its owner alone. team: a team. all: everyone in the organization"
PEOPLE_LIMIT = 200


class NewTemplateSharing(AskedModel):
    """What is left out stays as it is. Members who may read it are given all together."""

    visibility: Annotated[Visibility | None, Field(description=WHOM)] = None
    team_id: Annotated[UUID | None, Field(validate_default=True)] = None
    member_ids: Annotated[list[UUID] | None, Field(max_length=PEOPLE_LIMIT)] = None

    @field_validator("team_id")
    @classmethod
    def _goes_with_its_visibility(cls, given: UUID | None, info: ValidationInfo) -> UUID | None:
        if (info.data.get("visibility") is Visibility.TEAM) != (given is not None):
            raise ValueError("Give a team for the visibility “team”, and for no other.")
        return given


class TemplateSharingAnswer(BaseModel):
    visibility: Annotated[Visibility, Field(description=WHOM)]
    team_id: UUID | None
    member_ids: list[UUID] = Field(description="Who may read it besides")
