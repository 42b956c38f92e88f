"""What a member has sent last, offered for the next time: to whom, and with which message."""

from collections.abc import Collection
from dataclasses import dataclass

from core.access import Permission
from core.addresses import email_address
from tenants.transaction import Transaction
from tenants.use_cases.people.contact_suggestions import ContactSuggestion

OFFERED = 4


@dataclass(frozen=True, slots=True)
class LastSending:
    """`people`, the latest first; `message` is "" where none was ever sent."""

    people: tuple[ContactSuggestion, ...] = ()
    message: str = ""


def offered(tx: Transaction, but: Collection[str] = ()) -> LastSending:
    """`but`: the addresses of those who are recipients already."""
    tx.require(Permission.READ_ENVELOPES)
    people, message = tx.contacts.last_sent(tx.member.person_id, OFFERED + len(but))
    there = {email_address.fold(address) for address in but}
    left = [p for p in people if email_address.fold(p["email"]) not in there]
    known = tuple(ContactSuggestion(p["name"], p["email"]) for p in left[:OFFERED])
    return LastSending(known, message)
