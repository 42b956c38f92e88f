"""Erasing one person: which envelopes let them go, and which have to keep them, and why."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from core.addresses import email_address
from core.envelopes.envelope import Status
from core.refusals import Invalid, sentence
from core.retention import retention
from core.retention.retention import Holds

NAME = "Erased person"
OPEN = frozenset({Status.SENT, Status.DELIVERED, Status.SIGNED})


class KeepReason(StrEnum):
    """Why an envelope goes on saying who someone is."""

    HELD = "held"
    OPEN = "open"


def keep_reason(
    envelope_id: UUID, status: Status, addresses: Iterable[str], holds: Holds
) -> KeepReason | None:
    """None: it lets them go. `addresses` are all that the envelope is about."""
    if retention.held(envelope_id, addresses, holds):
        return KeepReason.HELD
    return KeepReason.OPEN if status in OPEN else None


def erased_address(recipient_id: UUID) -> str:
    """What stands where the address was; mail to it goes nowhere (RFC 2606)."""
    return f"erased-{recipient_id}@erased.invalid"


def normalize_address(typed: str) -> str:
    """As addresses are compared. Raises Invalid."""
    address = email_address.fold(typed.strip())
    if not email_address.FORM.fullmatch(address):
        raise Invalid(
            address=sentence("Enter a complete e-mail address, such as name@example.com.")
        )
    return address


def check_confirmation(address: str, typed: str) -> None:
    """Typed twice, for it cannot be undone. Raises Invalid."""
    if email_address.fold(typed.strip()) != address:
        raise Invalid(repeated=sentence("This is a different address. Type the one above again."))
