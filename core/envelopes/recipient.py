"""A recipient of an envelope."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.addresses.email_address import fold, is_well_formed
from core.envelopes.consent import Consent
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.refusals import sentence
from core.text.printable import is_line, why_undrawable

RECIPIENTS_LIMIT = 100
ROWS_LIMIT = 200  # kept while an envelope is prepared, complete or not

# Whether mail can be sent to an address, and what is wrong by its place.
Reachable = Callable[[str], bool]
Mistakes = dict[str, str]


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
    role: Role = SIGNER
    routing_order: int = 1
    status: RecipientStatus = RecipientStatus.CREATED
    link_generation: int = 1
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    reminded_at: datetime | None = None
    bounced_at: datetime | None = None  # mail to this address was refused for good
    consent: Consent | None = None

    @property
    def finished(self) -> bool:
        """Nothing more is expected of this recipient."""
        return not self.role.acts or self.status is RecipientStatus.COMPLETED

    @property
    def blank(self) -> bool:
        """Nobody yet: a row in which nothing is typed."""
        return not self.name and not self.email

    @property
    def person(self) -> tuple[str, str]:
        """Who it is, as far as a name and an address tell."""
        return fold(" ".join(self.name.split())), fold(self.email)

    @property
    def consented(self) -> bool:
        """The disclosure was accepted, which is what opens the documents."""
        return self.consent is not None


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a recipient acted, as far as the connection tells."""

    address: str = ""
    user_agent: str = ""


def mistakes(recipients: Sequence[Recipient], reachable: Reachable = is_well_formed) -> Mistakes:
    """
    What keeps a list of recipients from being sent: `name-N`, `email-N`, `order-N` → a sentence.

    `reachable` says whether mail can be sent to an address.
    """
    if len(recipients) > RECIPIENTS_LIMIT:
        return {"recipients": sentence("An envelope holds up to 100 recipients. Remove some.")}
    errors: Mistakes = {}
    seen: set[tuple[object, ...]] = set()
    for number, recipient in enumerate(recipients):
        found = _person_errors(recipient, seen, reachable)
        errors |= {f"{name}-{number}": why for name, why in found}
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


def _person_errors(
    recipient: Recipient, seen: Container[tuple[object, ...]], reachable: Reachable
) -> Iterator[tuple[str, str]]:
    if not recipient.name or len(recipient.name) > 120 or not is_line(recipient.name):
        yield "name", sentence("Enter a name of up to 120 characters.")
    elif why := why_undrawable(recipient.name):
        yield "name", why
    if not is_well_formed(recipient.email) or not reachable(recipient.email):
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
