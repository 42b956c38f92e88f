"""The recipients of an envelope together: what keeps them from being sent to, and who is whom."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from core.addresses.email_address import is_well_formed
from core.envelopes.recipient import Recipient
from core.refusals import sentence
from core.text.printable import is_line, why_undrawable

RECIPIENTS_LIMIT = 100
ROWS_LIMIT = 200  # kept while an envelope is prepared, complete or not
WRONG_ADDRESS = sentence("Enter a complete e-mail address, such as name@example.com.")
# Whether mail can be sent to an address.
Reachable = Callable[[str], bool]


def errors(
    recipients: Sequence[Recipient], reachable: Reachable = is_well_formed
) -> dict[str, str]:
    """
    What keeps a list of recipients from being sent: `name-N`, `email-N`, `order-N` → a sentence.

    `reachable` says whether mail can be sent to an address.
    """
    if len(recipients) > RECIPIENTS_LIMIT:
        return {"recipients": sentence("An envelope can have up to 100 recipients. Remove some.")}
    found: dict[str, str] = {}
    seen: set[tuple[object, ...]] = set()
    for number, recipient in enumerate(recipients):
        wrong = _errors_of_one(recipient, seen, reachable)
        found |= {f"{name}-{number}": why for name, why in wrong}
        seen.add(_part(recipient))
    return found


def sharers(recipient: Recipient, recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """
    The others of these who read the same mailbox: couples and small firms share one.

    The same person in another role is no one else.
    """
    name, email = recipient.person
    return tuple(r for r in recipients if email and r.person[1] == email and r.person[0] != name)


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

    Letters' case alone is ignored: what merely looks the same may be someone else's mailbox.
    """
    return tuple(r for r in recipients if r.email.lower() == email.lower())


def _part(recipient: Recipient) -> tuple[object, ...]:
    """Person, role and group: what two rows of a list may not have in common."""
    return (*recipient.person, recipient.role, recipient.options.group_id)


def _errors_of_one(
    recipient: Recipient, seen: Container[tuple[object, ...]], reachable: Reachable
) -> Iterator[tuple[str, str]]:
    is_open = recipient.is_open  # someone else says who it is
    if is_open and not recipient.name:
        pass
    elif not recipient.name or len(recipient.name) > 120 or not is_line(recipient.name):
        yield "name", sentence("Enter a name of up to 120 characters.")
    elif why := why_undrawable(recipient.name):
        yield "name", why
    by_phone = recipient.options.sms_alone and recipient.options.phone
    may_lack = (is_open or recipient.role.in_person or by_phone) and not recipient.email
    if not may_lack and not (is_well_formed(recipient.email) and reachable(recipient.email)):
        yield "email", WRONG_ADDRESS
    elif recipient.name and _part(recipient) in seen:
        # Two people may share a mailbox, and one person may sign and get a copy. Both the same is
        # a row typed twice: whoever it names would be asked twice for one signature.
        yield (
            "email",
            sentence("This person is already in the list with this role. Remove one of the two."),
        )
    if not 1 <= recipient.routing_order <= 100:
        yield "order", sentence("Enter a number from 1 to 100.")
