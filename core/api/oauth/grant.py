"""A grant: one authorization of a client by a member, and the tokens that come of it."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

ACCESS_LIFETIME = timedelta(minutes=15)
CODE_LIFETIME = timedelta(minutes=1)
# A refresh token ends when it was not used for so long; no authorization outlives the other.
REFRESH_IDLE = timedelta(days=30)
REFRESH_LONGEST = timedelta(days=365)
# When a client or a consent was last used is written down once in so long.
USE_NOTED_EVERY = timedelta(minutes=1)
# By their beginnings scanners recognize secrets that were published by mistake.
ACCESS, REFRESH, CODE = "cso_", "csr_", "csc_"
_TOKEN = "[A-Za-z0-9_-]{43}"  # noqa: S105 - the form of one
_FORMS = {
    ACCESS: re.compile(ACCESS + _TOKEN),
    REFRESH: re.compile(rf"{REFRESH}{_TOKEN}\.{_TOKEN}"),
    CODE: re.compile(CODE + _TOKEN),
}


class GrantKind(StrEnum):
    AUTHORIZATION_CODE = "authorization_code"
    CLIENT_CREDENTIALS = "client_credentials"
    JWT_BEARER = "jwt_bearer"


@dataclass(frozen=True, slots=True)
class Grant:
    """
    Times are UTC. What belongs to a code is None for grants of other kinds; `signed_in_at` is when
    the member who allowed it had signed in.
    """

    id: UUID
    kind: GrantKind
    client_id: UUID
    client_organization_id: UUID
    person_id: UUID
    scopes: frozenset[str]
    created_at: datetime
    ends_at: datetime
    redirect_uri: str | None = None
    code_challenge: str | None = None
    code_expires_at: datetime | None = None
    code_used_at: datetime | None = None
    nonce: str | None = None
    signed_in_at: datetime | None = None
    refresh_hash: bytes | None = None
    revoked_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and self.ends_at > now

    def code_is_open(self, now: datetime) -> bool:
        return self.works(now) and self.code_expires_at is not None and self.code_expires_at > now

    def refreshed_until(self, now: datetime) -> datetime:
        return min(now + REFRESH_IDLE, self.created_at + REFRESH_LONGEST)

    def is_newest(self, refresh_hash: bytes) -> bool:
        """Whether the refresh token of this hash is the last one that was given."""
        return hmac.compare_digest(self.refresh_hash or b"", refresh_hash)


def looks_like(prefix: str, text: str) -> bool:
    """Whether it is worth a look-up: what has another form was never a secret of this kind."""
    return bool(_FORMS[prefix].fullmatch(text))


def refresh_token(lookup: str, secret: str) -> str:
    """Of two random tokens: the first finds the grant and stays, the other is new each time."""
    return f"{REFRESH}{lookup}.{secret}"


def refresh_parts(token: str) -> tuple[str, str]:
    lookup, _, secret = token.removeprefix(REFRESH).partition(".")
    return lookup, secret
