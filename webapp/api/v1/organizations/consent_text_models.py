"""Consent texts: what recipients agree to before they read or sign."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from core.signing.disclosures.own_disclosure import TEXT_LIMIT, TITLE_LIMIT, DisclosurePurpose
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel


class ConsentTextAnswer(BaseModel):
    """
    What counts now, or a version that once did. `title` and `text` are those of the standard text
    where `standard` is true; `number` is then 0 if there never was another.
    """

    purpose: DisclosurePurpose
    language: str
    number: int
    standard: bool
    title: str
    text: str = Field(description="A line that begins with “# ” is a heading")
    published_at: datetime | None


class ConsentTextListAnswer(ListPage[ConsentTextAnswer]):
    """The texts of the organization's own; all others are the standard ones."""


class ConsentTextVersionAnswer(BaseModel):
    number: int
    standard: bool
    published_at: datetime


class ConsentTextVersionListAnswer(ListPage[ConsentTextVersionAnswer]):
    """The newest first, up to 50."""


class NewConsentText(AskedModel):
    """
    {organization} is filled in. `after` is the number of the version that it takes the place of;
    with `anyway` it is published even if it does not seem to say what the law asks for.
    """

    title: Annotated[str, Field(max_length=TITLE_LIMIT)]
    text: Annotated[str, Field(max_length=TEXT_LIMIT)]
    after: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None
    anyway: bool = False
