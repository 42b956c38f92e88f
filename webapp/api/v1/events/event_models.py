"""The stream of events as programs ask for it and read it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from core.api.event_stream import CURSOR, KEPT, LONGEST_WAIT
from core.webhooks import catalogue

MOST = 100


def _cursor(text: str) -> str:
    if text and not CURSOR.fullmatch(text):
        raise ValueError("Give a “next_cursor” of an earlier answer, or “latest”.")
    return text


def _types(text: str) -> str:
    unknown = sorted({name for name in text.split(",") if name} - {*catalogue.names()})
    if unknown:
        raise ValueError(f"There are no events of this type: {', '.join(unknown)}.")
    return text


class EventQuery(BaseModel):
    after: Annotated[
        str,
        AfterValidator(_cursor),
        Field(
            description="“next_cursor” of the last answer; “latest” begins now. Without it: the"
            f" oldest event that is kept, for {KEPT.days} days"
        ),
    ] = ""
    wait: Annotated[
        int,
        Field(ge=0, le=LONGEST_WAIT, description="Seconds to wait for an event if there is none"),
    ] = 0
    types: Annotated[
        str,
        AfterValidator(_types),
        Field(description="Only these, with commas in between, such as “envelope.completed”"),
    ] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class EventAnswer(BaseModel):
    id: Annotated[UUID, Field(description="The same wherever this event is told")]
    type: str
    envelope_id: UUID | None
    sequence: Annotated[
        int, Field(description="Its place in the trail of its envelope, or in the log")
    ]
    at: datetime
    data: Annotated[dict[str, str], Field(description="Ids of what it is about")]


class EventListAnswer(BaseModel):
    items: list[EventAnswer]
    next_cursor: Annotated[str, Field(description="“after” of the next request, in every answer")]
