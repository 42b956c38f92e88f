"""A contact: someone one may send to, found by the beginning of a name or an address."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.addresses import email_address
from core.refusals import Invalid, sentence
from core.text import accent_folding
from core.text.printable import cleaned, is_line

NAME_LIMIT = 200
COMPANY_LIMIT = 200
BEYOND = "\U0010ffff"  # after every text that begins like the one before it


class ContactScope(StrEnum):
    """Whose contact it is."""

    OWN = "own"
    TEAM = "team"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Contact:
    """`team_id` says which team's it is, of scope team."""

    id: UUID
    name: str
    email: str
    company: str = ""
    scope: ContactScope = ContactScope.OWN
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """What a contact is found by, each from its beginning."""

    email: str
    name: str
    last: str


def check(contact: Contact) -> Contact:
    """The same, cleaned. Raises Invalid with errors by field."""
    contact = _cleaned(contact)
    found = dict(errors(contact.name, contact.email, contact.company))
    if contact.scope is ContactScope.TEAM and contact.team_id is None:
        found["scope"] = sentence("Choose one of your teams.")
    if found:
        raise Invalid(**found)
    return contact


def _cleaned(contact: Contact) -> Contact:
    name, email, company = (cleaned(t) for t in (contact.name, contact.email, contact.company))
    team_id = contact.team_id if contact.scope is ContactScope.TEAM else None
    return Contact(contact.id, name, email, company, contact.scope, team_id)


def whose(text: str) -> tuple[ContactScope, UUID | None]:
    """As it stands in a form: “team:ID” says which team's; of what is no id none is chosen."""
    scope, _, team = text.partition(":")
    if scope in (ContactScope.OWN, ContactScope.ORGANIZATION):
        return ContactScope(scope), None
    try:
        return ContactScope.TEAM, UUID(team)
    except ValueError:
        return ContactScope.TEAM, None


def errors(name: str, email: str, company: str) -> Iterator[tuple[str, str]]:
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        yield "name", sentence("Enter a name of up to 200 characters.")
    if not email_address.is_well_formed(email):
        yield "email", sentence("Enter a complete e-mail address, such as name@example.com.")
    if len(company) > COMPANY_LIMIT or not is_line(company):
        yield "company", sentence("Enter a company name of up to 200 characters.")


def fold(text: str) -> str:
    """Without case, accents and doubled blanks: “  É. Dupont” and “e. dupont” are the same."""
    return " ".join(accent_folding.plain(text).replace("\0", " ").split())


def keys(name: str, email: str) -> Keys:
    folded = fold(name)
    first, _, last = folded.rpartition(" ")
    return Keys(email_address.fold(email), folded, f"{last} {first}".strip())


def words(typed: str) -> frozenset[str]:
    """What is searched for, as `has` wants it. No one types more than the limit of a name."""
    return frozenset(fold(typed[:NAME_LIMIT]).split())


def has(words: frozenset[str], *texts: str) -> bool:
    """Whether each of the words stands somewhere in these."""
    folded = fold(" ".join(texts))
    return all(word in folded for word in words)


def range_of(typed: str) -> tuple[str, str]:
    """From and up to which names begin with what was typed."""
    folded = fold(typed)
    return folded, folded + BEYOND


def range_of_addresses(typed: str) -> tuple[str, str]:
    """The same for addresses, whose accents tell one mailbox from another."""
    folded = email_address.fold(typed.replace("\0", " ").strip())
    return folded, folded + BEYOND
