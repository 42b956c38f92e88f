"""An API key: a secret by which a program acts for the member who made it, within its scopes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.api import scope
from core.api.scope import Scope
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line, why_undrawable

ACTOR = "api_key:"
# By its beginning a scanner recognizes a secret that was published by mistake.
PREFIX = "cs_"
SECRET = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
HINT_LENGTH = 4
NAME_LIMIT = 60
# For how many days a key may be made; 0 is until it is revoked.
LIFETIMES = (30, 90, 365, 0)
# How long the old secret still works after a new one was made, in hours; 0 is not at all.
OVERLAPS = (0, 24, 168)
# When it was last used is written down once in so long, and not at every request.
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Times are UTC. `hint` is the end of the secret, by which people tell keys apart."""

    id: UUID
    name: str
    hint: str
    scopes: frozenset[Scope]
    created_by: UUID
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    old_secret_ends_at: datetime | None = None

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and not self.expired(now)

    @property
    def actor(self) -> str:
        """How audit trails name this key."""
        return f"{ACTOR}{self.id}"


def id_of(actor: str) -> UUID:
    """Of the key that trails name so. Raises ValueError."""
    return UUID(actor.removeprefix(ACTOR))


def is_key(actor: str) -> bool:
    """Whether trails name a key so."""
    return actor.startswith(ACTOR)


def secret(token: str) -> str:
    """The secret of a new key, made of a random token of 256 bits."""
    return f"{PREFIX}{token}"


def looks_like_secret(text: str) -> bool:
    """Whether it is worth a look-up: what has another form was never the secret of a key."""
    return bool(SECRET.fullmatch(text))


def hint(secret: str) -> str:
    return secret[-HINT_LENGTH:]


def overlap(hours: str) -> timedelta:
    """Raises Invalid."""
    if hours not in {str(each) for each in OVERLAPS}:
        raise Invalid(hours=sentence("Choose a time from the list."))
    return timedelta(hours=int(hours))


def asked_for(name: str, scopes: Iterable[str], days: str) -> tuple[str, frozenset[Scope], int]:
    """What a form asks for: name, scopes and days. Raises Invalid with all that is wrong."""
    errors: dict[str, str] = {}
    name = cleaned(name)
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        errors["name"] = sentence("Name the program that uses this key, in up to 60 characters.")
    elif why := why_undrawable(name):
        errors["name"] = why
    known = scope.known(scopes)
    if not known:
        errors["scopes"] = sentence("Choose at least one thing this key may do.")
    if days not in {str(each) for each in LIFETIMES}:
        errors["days"] = sentence("Choose a time from the list.")
    if errors:
        raise Invalid(**errors)
    return name, known, int(days)
