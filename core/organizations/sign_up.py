"""Who may open an organization here, and what they have to say about it."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from core.organizations import organization
from core.organizations.organization import Profile
from core.people import membership
from core.refusals import Invalid, sentence
from core.settings.settings import Mode
from core.text import accent_folding
from core.text.printable import cleaned

SETTING = "sign_up"
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
SHORTEST_SLUG, LONGEST_SLUG = 3, 40
# What stands, or may stand one day, where an organization's own word would.
RESERVED_WORDS = """
    about abuse account accounts admin administrator api app apps assets auth billing blog cdn
    contact countersign dev docs download envelopes health help home host join login logout mail
    mailbox new null oauth operator operators organization organizations platform postmaster
    privacy public register root security settings shared sign sign-in sign-up signin signup sso
    staff static status support system team teams templates terms test undefined verify webhooks
    webmaster www
"""
RESERVED = frozenset(RESERVED_WORDS.split())


class SignUp(StrEnum):
    """By whom organizations are opened: anyone, whom the operator invites, the operator alone."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Foundation:
    """An organization as whoever opens it wants it. An empty slug follows the name."""

    name: str = ""
    slug: str = ""
    time_zone: str = "UTC"
    locale: str = "en"
    owner_name: str = ""


def mode(setting: str | None, installation: Mode) -> SignUp:
    """What the platform is set to; as long as no one set it, open on a laptop and closed else."""
    if setting is None:
        return SignUp.OPEN if installation is Mode.EMBEDDED else SignUp.CLOSED
    return SignUp(setting)


def suggest(name: str) -> str:
    """A slug made from a name, as far as it is written in letters that a slug may have."""
    plain = accent_folding.plain(name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")


def derive(name: str) -> str:
    """A slug for this name that may be used as it is, if no one has it yet."""
    slug = suggest(name)
    fits = len(slug) >= SHORTEST_SLUG and slug not in RESERVED
    return slug if fits else f"{slug}-company".strip("-")


def another(slug: str, ending: str) -> str:
    """The same with an ending, for a derived slug that another organization has."""
    return f"{slug[: LONGEST_SLUG - len(ending) - 1]}-{ending}"


def complete(typed: Foundation, zones: Container[str], locales: Container[str]) -> Foundation:
    """What was typed, cleaned. Raises Invalid with errors by field."""
    made = replace(
        typed,
        name=cleaned(typed.name),
        slug=typed.slug.strip().lower() or derive(typed.name),
        owner_name=cleaned(typed.owner_name),
    )
    errors = dict(_errors(made, zones, locales))
    if errors:
        raise Invalid(**errors)
    return made


def _errors(
    made: Foundation, zones: Container[str], locales: Container[str]
) -> Iterator[tuple[str, str]]:
    yield from organization.errors_of(
        Profile(made.name, made.time_zone, made.locale), zones, locales
    )
    long_enough = SHORTEST_SLUG <= len(made.slug) <= LONGEST_SLUG
    if not long_enough or not SLUG.fullmatch(made.slug):
        yield (
            "slug",
            sentence("Use 3 to 40 lowercase letters (a–z), digits, and hyphens between them."),
        )
    elif made.slug in RESERVED:
        yield "slug", sentence("This word is reserved. Choose another one.")
    try:
        membership.name(made.owner_name)
    except Invalid as invalid:
        yield "owner_name", invalid.errors["name"]
