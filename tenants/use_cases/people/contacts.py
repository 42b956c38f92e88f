"""Contacts in the portal: listed, added, changed, deleted, restored."""

from dataclasses import dataclass
from uuid import UUID

from core import access, list_cursor
from core.access import Permission
from core.people import contact as rules
from core.people.contact import Contact, ContactScope
from core.refusals import Forbidden, Invalid, NotFound, sentence
from tenants.store.people.contacts import of_row
from tenants.transaction import Transaction

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedContacts:
    """`next` is where the next page begins; "" at the end. `teams` are those of the member."""

    contacts: tuple[Contact, ...]
    next: str
    teams: dict[UUID, str]


def listed(
    tx: Transaction, search: str = "", scope: str = "", after: str = "", most: int = PAGE
) -> ListedContacts:
    tx.require(Permission.READ_ENVELOPES)
    person_id = tx.member.person_id
    own_teams = tx.teams.names_of(person_id)
    if search.strip():
        rows = tx.contacts.beginning_with(person_id, search, most)
        rows = [row for row in rows if scope in ("", row["scope"])][:most]
        return ListedContacts(tuple(map(of_row, rows)), "", own_teams)
    place = list_cursor.read(after)
    rows = tx.contacts.page(person_id, scope.replace("\0", ""), place, most + 1)
    last = rows[most - 1] if len(rows) > most else None
    following = list_cursor.written(last["name_key"], last["id"]) if last else ""
    return ListedContacts(tuple(map(of_row, rows[:most])), following, own_teams)


def get(tx: Transaction, contact_id: UUID) -> Contact:
    """Raises NotFound, Forbidden for those one may only see."""
    tx.require(Permission.READ_ENVELOPES)
    return _changeable(tx, contact_id)


def seen(tx: Transaction, contact_id: UUID) -> Contact:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    return _visible(tx, contact_id)[0]


def teams(tx: Transaction) -> dict[UUID, str]:
    """Those the member belongs to, by id."""
    tx.require(Permission.READ_ENVELOPES)
    return tx.teams.names_of(tx.member.person_id)


def add(tx: Transaction, contact: Contact) -> Contact:
    """One with this address that is there already is updated: as it is now. Raises Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    contact = rules.check(contact)
    _require_team(tx, contact)
    person_id = tx.member.person_id
    tx.contacts.keep(person_id, contact.scope, contact.team_id, [contact])
    return tx.contacts.addressed(person_id, contact)


def change(tx: Transaction, contact: Contact) -> None:
    """“Mine alone” is the member who changes it. Raises Invalid, NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    contact = rules.check(contact)
    _changeable(tx, contact.id)
    _require_team(tx, contact)
    tx.contacts.change(contact, by=tx.member.person_id)


def delete(tx: Transaction, contact_id: UUID) -> Contact:
    """Out of sight; for a month it can be restored. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    contact = _changeable(tx, contact_id)
    tx.contacts.delete(contact_id)
    tx.contacts.delete_expired(tx.member.person_id)
    return contact


def restore(tx: Transaction, contact_id: UUID) -> None:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    _changeable(tx, contact_id, deleted=True)
    tx.contacts.restore(contact_id)


def _changeable(tx: Transaction, contact_id: UUID, deleted: bool = False) -> Contact:
    """One's own, and what one added for others; admins change what is for all of a team or all."""
    contact, mine = _visible(tx, contact_id, deleted)
    if not mine and not access.may(tx.role, Permission.MANAGE_ALL_ENVELOPES):
        raise Forbidden
    return contact


def _visible(tx: Transaction, contact_id: UUID, deleted: bool = False) -> tuple[Contact, bool]:
    """With whether this member added it. Raises NotFound."""
    person_id = tx.member.person_id
    contact, added_by, of_team = tx.contacts.get(person_id, contact_id, deleted)
    mine = added_by == person_id
    if not (mine or contact.scope is ContactScope.ORGANIZATION or of_team):
        raise NotFound
    return contact, mine


def _require_team(tx: Transaction, contact: Contact) -> None:
    own_teams = tx.teams.names_of(tx.member.person_id) if contact.scope is ContactScope.TEAM else {}
    if contact.scope is ContactScope.TEAM and contact.team_id not in own_teams:
        raise Invalid(scope=sentence("Choose one of your teams."))
