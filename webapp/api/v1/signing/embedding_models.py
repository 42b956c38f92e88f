"""What a program asks to show a signing page inside its own, and what it gets."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from core.signing.embedding import LINE_LIMIT
from webapp.api.v1.value_types import AskedModel


class NewEmbedding(AskedModel):
    """For a recipient whom the program has identified; the certificate says that it did."""

    origin: Annotated[
        str,
        Field(
            max_length=LINE_LIMIT,
            description="Of the page that shows it, such as https://app.example.com. It is one that"
            " the organization allows; messages go to it alone",
        ),
    ]
    return_to: Annotated[
        str,
        Field(
            max_length=LINE_LIMIT,
            description="Where the frame is led to once the recipient has finished or declined. Its"
            " beginning is one that the organization allows",
        ),
    ] = ""


class EmbeddingAnswer(BaseModel):
    """The address is a secret: it opens the recipient's page once, before it expires."""

    url: str
    expires_at: datetime
