"""Whom a member may mean while they type a name."""

from dataclasses import dataclass

from core.access import Permission
from core.addresses import email_address
from core.people import contact
from tenants.transaction import Transaction

OFFERED = 8


@dataclass(frozen=True, slots=True)
class ContactSuggestion:
    """A person to send to."""

    name: str
    email: str
    company: str = ""


def offered(tx: Transaction, typed: str) -> list[ContactSuggestion]:
    """Contacts first, then people one has sent to before; each name under an address once."""
    tx.require(Permission.READ_ENVELOPES)
    if not contact.fold(typed):
        return []
    person_id = tx.member.person_id
    known = tx.contacts.beginning_with(person_id, typed, OFFERED)
    known += tx.contacts.sent_to(person_id, typed, OFFERED) if len(known) < OFFERED else []
    found: dict[tuple[str, str], ContactSuggestion] = {}
    for row in known:
        person = ContactSuggestion(row["name"], row["email"], row.get("company", ""))
        key = email_address.fold(row["email"]), contact.fold(row["name"])
        found.setdefault(key, person)
    return list(found.values())[:OFFERED]
