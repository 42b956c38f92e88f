"""Bulk sends as programs start and follow them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from core.bulk_sends.bulk_send import NAME_LIMIT, BulkState, RowState
from core.bulk_sends.uploaded_table import ROWS_LIMIT
from core.documents.merge_fields import MOST
from core.envelopes.drafts.draft import ROLE_NAME_LIMIT
from webapp.api.v1.queries import ListPage, ListQuery
from webapp.api.v1.value_types import AskedModel, Line

Cell = Annotated[str, Field(max_length=10_000)]


class NewBulkPerson(AskedModel):
    """Checked with all rows, so that one wrong address refuses one row alone."""

    role: Annotated[Line, Field(max_length=ROLE_NAME_LIMIT)]
    name: Cell
    email: Cell


class NewBulkRow(AskedModel):
    """A new envelope: who takes which role, and values by the names of fields and merge fields."""

    roles: list[NewBulkPerson] = Field(default=[], max_length=20)
    values: dict[str, Cell] = Field(default={}, max_length=150)
    merge_values: dict[str, Cell] = Field(default={}, max_length=MOST)


class NewBulkSend(AskedModel):
    """Its rows are numbered from 1, in the order in which they are given."""

    template_id: UUID
    rows: list[NewBulkRow] = Field(min_length=1, max_length=ROWS_LIMIT)
    name: Annotated[
        Line | None, Field(max_length=NAME_LIMIT, description="If left out, the template's")
    ] = None


class BulkStart(AskedModel):
    """`rows` is how many will be sent: those that are ready, as in the answer before."""

    rows: Annotated[int, Field(ge=1)]
    skip_repeats: bool = False
    rate: Annotated[
        int | None,
        Field(ge=1, description="Envelopes per minute; if left out, as many as possible"),
    ] = None


class BulkSendAnswer(BaseModel):
    """`counts` are rows by their state; `state` is “checked” when it waits to be started."""

    id: UUID
    template_id: UUID
    template_version: int
    name: str
    state: BulkState
    problem: str = Field(description="Why it is unusable, or paused by itself; else empty")
    rows: int
    counts: dict[RowState, int]
    rate: int
    created_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None


class BulkRowQuery(ListQuery):
    state: RowState | None = None


class BulkRowError(BaseModel):
    """`about` is a role or a field; empty for the row as a whole."""

    about: str
    detail: str


class BulkRowAnswer(BaseModel):
    number: int
    state: RowState
    envelope_id: UUID | None
    repeats: int | None = Field(description="The number of an earlier row for the same people")
    errors: list[BulkRowError]


class BulkRowListAnswer(ListPage[BulkRowAnswer]):
    """Rows in the order of the file."""


BulkAction = Literal["pause", "resume", "cancel", "retry"]


class BulkChange(AskedModel):
    """What to do with a bulk send that was started."""

    action: BulkAction
