"""An organization's branding as recipients meet it: what it is, and where its files are."""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol, cast
from uuid import UUID

from core.organizations.branding import Branding, Logo, Palette, palette
from core.organizations.mail_text import KINDS, OwnWords, filled
from tenants.installation import Organization

# What a query about something else reads along: `left join branding b on true`.
COLUMNS = "b.settings as branding, b.version as branding_version"


@dataclass(frozen=True, slots=True)
class Brand:
    """`token` stands for the organization in public addresses; `version` rises with changes."""

    branding: Branding = Branding()  # noqa: RUF009 - it is frozen
    token: str = ""
    version: int = 0

    @property
    def palette(self) -> Palette:
        return palette(self.branding)

    @property
    def style_path(self) -> str:
        """Where its colours are; "" when they are ours."""
        own = self.branding.colour or self.branding.dark_colour
        return f"/branding/{self.token}/style.css?v={self.version}" if own else ""

    @property
    def logo_path(self) -> str:
        """Another logo has another address, so that each may be kept for good."""
        logo = self.branding.logo
        return f"/branding/{self.token}/{logo.sha256[:16]}.png" if logo else ""


PLAIN = Brand()


@dataclass(frozen=True, slots=True)
class MailLook:
    """What the page templates of mails draw with; "" leaves our own words."""

    palette: Palette
    logo: Logo | None
    logo_url: str
    subject: str
    introduction: str


class BrandedLetter(Protocol):
    @property
    def brand(self) -> Brand: ...
    @property
    def base_url(self) -> str: ...
    @property
    def placeholders(self) -> Mapping[str, str]: ...


def mail_look(letter: object, kind: str) -> MailLook:
    """How a letter looks: plain, unless it is one of those that carry a branding."""
    if not hasattr(letter, "brand"):
        return MailLook(PLAIN.palette, None, "", "", "")
    branded = cast(BrandedLetter, letter)
    branding = branded.brand.branding
    words = filled(branding.words(kind), branded.placeholders)
    address = f"{branded.base_url}{branded.brand.logo_path}" if branding.logo else ""
    look = branded.brand.palette, branding.logo, address
    return MailLook(*look, words.subject, words.introduction)


def token(key: bytes, organization_id: UUID) -> str:
    """No one can guess it, and it tells no one whose it is: 43 characters of base64url."""
    digest = hmac.digest(key, b"branding" + organization_id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def of(
    organization: Organization, settings: Mapping[str, Any] | None, version: int | None
) -> Brand:
    """From what is stored; None where nothing ever was."""
    key = organization.installation.settings.link_key
    return load(key, organization.id, settings, version)


def load(
    key: bytes, organization_id: UUID, settings: Mapping[str, Any] | None, version: int | None
) -> Brand:
    """The same by the key of links."""
    if settings is None:
        return PLAIN
    return Brand(read(settings), token(key, organization_id), version or 0)


def read(settings: Mapping[str, Any]) -> Branding:
    words: dict[str, Any] = {k: OwnWords(**settings[k]) for k in KINDS if k in settings}
    logo = Logo(**settings["logo"]) if settings.get("logo") else None
    plain = ("colour", "dark_colour", "sender_name", "reply_to")
    return Branding(**{name: settings.get(name, "") for name in plain}, logo=logo, **words)


def written(branding: Branding) -> dict[str, Any]:
    """What is stored."""
    return asdict(branding)
