"""What a program asks to show the prepare page of a draft inside its own, and what it gets."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from core.signing.embedding import LINE_LIMIT
from webapp.api.v1.value_types import AskedModel


class NewSenderView(AskedModel):
    """For the member whose key it is: they place fields in this one draft, and nothing else."""

    origin: Annotated[
        str,
        Field(
            max_length=LINE_LIMIT,
            description="Of the page that shows it in a frame, such as https://app.example.com. It"
            " is one that the organization allows; messages go to it alone",
        ),
    ] = ""
    return_to: Annotated[
        str,
        Field(
            max_length=LINE_LIMIT,
            description="Where it leads afterwards, with “event” and “envelope” added. Its"
            " beginning is one that the organization allows",
        ),
    ] = ""
    send: bool = Field(default=False, description="They send the draft once it is prepared")


class SenderViewAnswer(BaseModel):
    """The address is a secret: it opens the page once, before it expires."""

    url: str
    expires_at: datetime
