"""How an organization looks and speaks to its recipients, as programs see and change it."""

from typing import Annotated

from pydantic import BaseModel, Field

from core.organizations.branding import SENDER_NAME_LIMIT
from core.organizations.mail_text import INTRODUCTION_LIMIT, SUBJECT_LIMIT
from webapp.api.v1.value_types import AskedModel, Base64, OptionalAddress, OptionalLine

Colour = Annotated[
    str,
    Field(
        max_length=7,
        description="Such as #27407f; empty: ours. It needs a contrast of 4.5 to 1",
    ),
]


class NewMailText(AskedModel):
    """
    In the place of our own words; what is empty is ours. {recipient}, {envelope}, {sender} and
    {organization} are filled in.
    """

    subject: Annotated[str, Field(max_length=SUBJECT_LIMIT)] = ""
    introduction: Annotated[str, Field(max_length=INTRODUCTION_LIMIT)] = ""


class NewMailTexts(AskedModel):
    """What is left out stays as it is."""

    invitation: NewMailText | None = None
    reminder: NewMailText | None = None
    completion: NewMailText | None = None
    ending: NewMailText | None = None


class ChangedBranding(AskedModel):
    """
    What is left out stays as it is. An address in `reply_to` is mailed a link first, and counts
    once its owner has confirmed it.
    """

    color: Colour | None = None
    dark_color: Colour | None = None
    sender_name: Annotated[OptionalLine | None, Field(max_length=SENDER_NAME_LIMIT)] = None
    reply_to: OptionalAddress | None = None
    texts: NewMailTexts | None = None


class MailTextAnswer(BaseModel):
    subject: str
    introduction: str


class MailTextsAnswer(BaseModel):
    invitation: MailTextAnswer
    reminder: MailTextAnswer
    completion: MailTextAnswer
    ending: MailTextAnswer


class LogoAnswer(BaseModel):
    """A PNG, and its size in pixels."""

    href: str
    sha256: str
    width: int
    height: int


class BrandingAnswer(BaseModel):
    color: str
    dark_color: str
    sender_name: str
    reply_to: str
    reply_to_asked: str = Field(description="Waits to be confirmed by its owner")
    logo: LogoAnswer | None
    logo_waiting: bool = Field(description="A picture was uploaded and is being looked at")
    logo_problem: str = Field(description="Why the last picture cannot be used; else empty")
    texts: MailTextsAnswer
    undoable: bool


class NewLogo(AskedModel):
    """A PNG, JPEG or WebP image of up to 1 MB, in base64."""

    content: Base64
