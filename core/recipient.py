"""A recipient of an envelope, and what each role is there for."""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.printable import is_line
from core.refusals import sentence

RECIPIENTS_LIMIT = 100
# A first net only; tenants checks addresses with a library before they come here. What ends
# an address in the header of a mail never stands inside one.
INSIDE = r'[^@\s<>()\[\],;:\\"]'
ADDRESS = re.compile(rf"{INSIDE}+@{INSIDE}+\.{INSIDE}+")


class Role(StrEnum):
    SIGNER = "signer"
    CC = "cc"

    @property
    def acts(self) -> bool:
        """Whether the envelope waits for this recipient."""
        return self is not Role.CC


class RecipientStatus(StrEnum):
    CREATED = "created"
    SENT = "sent"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Times are UTC. Equal routing orders act at the same time, rising ones in sequence."""

    id: UUID
    name: str
    email: str
    role: Role = Role.SIGNER
    routing_order: int = 1
    status: RecipientStatus = RecipientStatus.CREATED
    link_generation: int = 1
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    reminded_at: datetime | None = None

    @property
    def finished(self) -> bool:
        """Nothing more is expected of this recipient."""
        return not self.role.acts or self.status is RecipientStatus.COMPLETED

    @property
    def consented(self) -> bool:
        """The disclosure was accepted, which is what opens the documents."""
        return self.delivered_at is not None


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a recipient acted, as far as the connection tells."""

    address: str = ""
    user_agent: str = ""


def mistakes(recipients: Sequence[Recipient]) -> dict[str, str]:
    """What is wrong with a list of recipients: `name-N`, `email-N`, `order-N` → a sentence."""
    if len(recipients) > RECIPIENTS_LIMIT:
        return {"recipients": sentence("An envelope holds up to 100 recipients. Remove some.")}
    if len({r.id for r in recipients}) < len(recipients):
        return {"recipients": sentence("Somebody is in the list twice. Reload the page.")}
    errors: dict[str, str] = {}
    seen: set[str] = set()
    for number, recipient in enumerate(recipients):
        errors |= {f"{name}-{number}": why for name, why in _person_errors(recipient, seen)}
        seen.add(folded(recipient.email))
    return errors


def folded(email: str) -> str:
    """
    The same for addresses that reach the same mailbox wherever letters' case is ignored.

    Small letters and not case folding, which makes ß and ss one: faß.de and fass.de are two
    domains (IDNA 2008), of two owners.
    """
    folded = unicodedata.normalize("NFKC", email).lower()
    # Small letters may be taken apart again.
    return unicodedata.normalize("NFKC", folded)


def _person_errors(recipient: Recipient, seen: Container[str]) -> Iterator[tuple[str, str]]:
    if not recipient.name or len(recipient.name) > 120 or not is_line(recipient.name):
        yield "name", sentence("Enter a name of up to 120 characters.")
    email = recipient.email
    if (
        not ADDRESS.fullmatch(email)
        or email.endswith(".")
        or len(email) > 254
        or not email.isprintable()
    ):
        yield "email", sentence("Enter a complete address: name@example.com.")
    elif folded(email) in seen:
        yield "email", sentence("This address is in the list already. Enter another one.")
    if not 1 <= recipient.routing_order <= 100:
        yield "order", sentence("Enter a number from 1 to 100.")
