"""Values of fields as programs read and give them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core.fields.field_name import NAME_LIMIT
from webapp.api.v1.value_types import AskedModel, FieldKindName

LONGEST = 20_000


class FieldValueAnswer(BaseModel):
    """`value` is null while it may still change, and where there is none."""

    field_id: UUID
    name: str = Field(description="As formulas and data call it; empty without a name")
    label: str
    kind: FieldKindName
    document_id: UUID
    page: int
    recipient_ids: list[UUID]
    filled_by: UUID | None = Field(description="The recipient; null: the sender, or no one yet")
    value: str | None = Field(description="Of an attachment the name of the file")
    signed: bool = Field(description="Whether there is a signature, or initials, in it")


class FieldValueListAnswer(BaseModel):
    """The values of who has finished, and of the sender."""

    items: list[FieldValueAnswer]
    next_cursor: str | None
    values: dict[str, str] = Field(
        description="The same by the names of fields, where they have one"
    )


class SenderValues(AskedModel):
    """What recipients find filled in, by the names of fields."""

    values: Annotated[
        dict[
            Annotated[str, Field(min_length=1, max_length=NAME_LIMIT)],
            Annotated[str, Field(max_length=LONGEST)],
        ],
        Field(min_length=1, max_length=1_000),
    ]
