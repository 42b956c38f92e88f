"""A recipient of an envelope, and what each role is there for."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.printable import is_line, why_undrawable
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
    bounced_at: datetime | None = None  # mail to this address was refused for good

    @property
    def finished(self) -> bool:
        """Nothing more is expected of this recipient."""
        return not self.role.acts or self.status is RecipientStatus.COMPLETED

    @property
    def person(self) -> tuple[str, str]:
        """Who it is, as far as a name and an address tell."""
        return folded(" ".join(self.name.split())), folded(self.email)

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
    seen: set[tuple[object, ...]] = set()
    for number, recipient in enumerate(recipients):
        errors |= {f"{name}-{number}": why for name, why in _person_errors(recipient, seen)}
        seen.add((*recipient.person, recipient.role))
    return errors


def sharers(recipient: Recipient, recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """
    The others of these who read the same mailbox: couples and small firms share one.

    The same person in another role is nobody else.
    """
    name, email = recipient.person
    return tuple(r for r in recipients if r.person[1] == email and r.person[0] != name)


def is_person(recipient: Recipient, recipients: Iterable[Recipient], name: str, email: str) -> bool:
    """
    Whether the recipient is who has this name and address.

    The address tells, for names are spelt in many ways. Where several of the same envelope share
    it, the name has to be theirs too.
    """
    them = Recipient(recipient.id, name, email)
    if them.person[1] != recipient.person[1]:
        return False
    return them.person == recipient.person or not sharers(recipient, recipients)


def addressed(recipients: Iterable[Recipient], email: str) -> tuple[Recipient, ...]:
    """
    Those of these who are asked at this address, as whoever proved to control it may act for.

    Letters' case alone is ignored: what merely looks the same may be somebody else's mailbox.
    """
    return tuple(r for r in recipients if r.email.lower() == email.lower())


def folded(email: str) -> str:
    """
    The same for addresses that reach the same mailbox wherever letters' case is ignored.

    Small letters and not case folding, which makes ß and ss one: faß.de and fass.de are two
    domains (IDNA 2008), of two owners.
    """
    folded = unicodedata.normalize("NFKC", email).lower()
    # Small letters may be taken apart again.
    return unicodedata.normalize("NFKC", folded)


def masked(email: str) -> str:
    """An address that whoever knows it recognizes, and nobody else can write to."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}" if local else ""


def _person_errors(
    recipient: Recipient, seen: Container[tuple[object, ...]]
) -> Iterator[tuple[str, str]]:
    if not recipient.name or len(recipient.name) > 120 or not is_line(recipient.name):
        yield "name", sentence("Enter a name of up to 120 characters.")
    elif why := why_undrawable(recipient.name):
        yield "name", why
    email = recipient.email
    if (
        not ADDRESS.fullmatch(email)
        or email.endswith(".")
        or len(email) > 254
        or not email.isprintable()
    ):
        yield "email", sentence("Enter a complete address: name@example.com.")
    elif (*recipient.person, recipient.role) in seen:
        # Two people may share a mailbox, and one person may sign and get a copy. Both the same is
        # a row typed twice: whoever it names would be asked twice for one signature.
        yield (
            "email",
            sentence("This person is in the list already, in this role. Remove one of the two."),
        )
    if not 1 <= recipient.routing_order <= 100:
        yield "order", sentence("Enter a number from 1 to 100.")
