"""Codes of six digits: derived from a key, so that none is stored and a retry sends the same."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from core.signing.proofs.proof_state import ProofState

DIGITS = 6
COUNTS_FOR = timedelta(minutes=5)
NOT_WITHIN = timedelta(minutes=1)


def derive(key: bytes, organization_id: UUID, recipient_id: UUID, proof: str, code_id: UUID) -> str:
    """The code that goes by this id: HMAC-SHA256, as six decimal digits."""
    about = organization_id.bytes + recipient_id.bytes + code_id.bytes + proof.encode()
    number = int.from_bytes(hmac.digest(key, b"code\0" + about, "sha256"))
    return f"{number % 10**DIGITS:0{DIGITS}}"


def check(state: ProofState, now: datetime) -> bool:
    """Whether the code that was sent last still counts."""
    return state.code_id is not None and state.sent_at is not None and now <= ends(state)


def ends(state: ProofState) -> datetime:
    """Until when the code that was sent last counts. Only where one was sent."""
    assert state.sent_at is not None  # noqa: S101 - the caller asked for it
    return state.sent_at + COUNTS_FOR


def next_from(state: ProofState) -> datetime | None:
    """When another one may be sent; None: at once."""
    return state.sent_at + NOT_WITHIN if state.sent_at else None


def digits(typed: str) -> str:
    """A typed code without the spaces and hyphens in between."""
    return "".join(c for c in typed if c.isascii() and c.isdigit())[:20]
