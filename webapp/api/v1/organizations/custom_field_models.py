"""Fields of an organization's own, which its envelopes carry besides documents."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from core.envelopes.custom_field import CHOICES_LIMIT, NAME_LIMIT, VALUE_LIMIT, CustomFieldKind
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, Line

Choices = Annotated[
    list[Annotated[Line, Field(max_length=VALUE_LIMIT)]], Field(max_length=CHOICES_LIMIT)
]


class NewCustomField(AskedModel):
    name: Annotated[Line, Field(max_length=NAME_LIMIT)]
    kind: CustomFieldKind = CustomFieldKind.TEXT
    choices: Annotated[Choices, Field(description="Of the kind choice: two at least")] = []  # noqa: RUF012
    required: bool = False
    listed: Annotated[bool, Field(description="Its values stand in lists of envelopes")] = False

    @field_validator("choices")
    @classmethod
    def _go_with_the_kind(cls, given: list[str], info: ValidationInfo) -> list[str]:
        if given and info.data.get("kind") is not CustomFieldKind.CHOICE:
            raise ValueError("Only the kind “choice” has choices.")
        return given


class ChangedCustomField(AskedModel):
    """What is left out stays as it is. The kind never changes."""

    name: Annotated[Line | None, Field(max_length=NAME_LIMIT)] = None
    choices: Choices | None = None
    required: bool | None = None
    listed: bool | None = None

    def given(self) -> dict[str, Any]:
        found = self.model_dump(exclude_none=True)
        return found | ({"choices": tuple(found["choices"])} if "choices" in found else {})


class CustomFieldAnswer(BaseModel):
    id: UUID
    name: str
    kind: CustomFieldKind
    choices: list[str]
    required: bool
    listed: bool


class CustomFieldListAnswer(ListPage[CustomFieldAnswer]):
    """All of them, up to 50."""
