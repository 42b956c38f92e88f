"""This installation as a relying party of passkeys: its id, its origin and its challenges."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from webauthn.helpers.structs import UserVerificationRequirement

from core.settings.settings import Settings
from core.signing import link
from tenants.identifiers import new_token
from tenants.transaction import Transaction

LIFE = timedelta(minutes=5)
LARGEST = 20_000  # characters of an answer
# A passkey counts for two factors, because its device knows its owner.
VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class PasskeyChallenge:
    """What a browser asks its authenticator for (JSON), and the token that finds the challenge."""

    options: str
    token: str


@dataclass(frozen=True, slots=True)
class Site:
    """Where pages are shown: a passkey that was made for its host works nowhere else."""

    origin: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""


def host(settings: Settings) -> str:
    """The id of the relying party: a passkey that was made for it works nowhere else."""
    return urlsplit(settings.base_url).hostname or ""


def origin(settings: Settings) -> str:
    parts = urlsplit(settings.base_url)
    return f"{parts.scheme}://{parts.netloc}"


def challenge(tx: Transaction, purpose: str, person_id: UUID | None) -> tuple[str, bytes]:
    """A token for the browser, and what is to be signed: once, within five minutes."""
    token, asked = new_token(), new_token().encode()
    tx.passkeys.issue_challenge(link.digest(token), asked, purpose, person_id, LIFE)
    return token, asked


def parsed(credential: str) -> dict[str, Any]:
    """Raises ValueError: no answer of an authenticator."""
    try:
        answer = json.loads(credential[:LARGEST])
    except RecursionError as deep:
        raise ValueError from deep
    if not isinstance(answer, dict) or not isinstance(answer.get("rawId"), str):
        raise ValueError
    return answer
