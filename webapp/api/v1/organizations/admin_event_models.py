"""The admin audit log, as programs read it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from webapp.api.v1.queries import ListPage, ListQuery


class AdminEventQuery(ListQuery):
    """`first` and `last` are moments; what is said at `last` is left out."""

    type: Annotated[str, Field(max_length=100, description="Such as member.invited")] = ""
    actor: Annotated[str, Field(max_length=100, description="Such as person:<id>")] = ""
    first: AwareDatetime | None = None
    last: AwareDatetime | None = None
    words: Annotated[str, Field(max_length=200, description="In names, addresses and reasons")] = ""


class AdminEventAnswer(BaseModel):
    """An entry of the chain: `data` is what its hash is of, `personal` what was said besides."""

    number: int
    type: str
    at: datetime
    actor: str
    told: str = Field(description="In a sentence")
    data: dict[str, Any]
    personal: dict[str, str] = Field(description="What was erased is not in it")
    hash: str


class AdminEventListAnswer(ListPage[AdminEventAnswer]):
    """The latest first."""
