"""The people of an organization: who they are and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import list_cursor
from core.access import MemberRole, Permission
from core.people import contact, membership
from core.people.events import RoleChanged
from tenants.store.people.colleagues import Colleague
from tenants.transaction import Transaction

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedMembers:
    """A page. `next` is where the next one begins; "" at the end. `total`: of all members."""

    people: tuple[Colleague, ...]
    next: str
    total: int


def listed(tx: Transaction, search: str = "", after: str = "", most: int = PAGE) -> ListedMembers:
    """By their names; those with each word of `search` in their name or address."""
    tx.require(Permission.READ_PEOPLE)
    found, total = tx.colleagues.page(contact.words(search), list_cursor.read(after), most + 1)
    people = tuple(found[:most])
    following = list_cursor.written(people[-1].name, people[-1].person_id) if found[most:] else ""
    return ListedMembers(people, following, total)


def members(tx: Transaction) -> tuple[Colleague, ...]:
    """In the order of their names."""
    tx.require(Permission.READ_PEOPLE)
    return tx.colleagues.all()


def colleague(tx: Transaction, person_id: UUID) -> Colleague:
    """Raises NotFound."""
    tx.require(Permission.READ_PEOPLE)
    return tx.colleagues.get(person_id)


def owned(tx: Transaction, person_id: UUID) -> int:
    """How many envelopes a member would leave behind."""
    tx.require(Permission.READ_PEOPLE)
    return tx.memberships.owned_envelopes(person_id)


def has_second_factor(tx: Transaction, person_id: UUID) -> bool:
    """For those who manage people. Raises NotFound, Forbidden."""
    tx.require(Permission.MANAGE_PEOPLE)
    return tx.memberships.has_second_factor(person_id)


def change_role(tx: Transaction, person_id: UUID, new: MemberRole, now: datetime) -> None:
    """Raises NotFound, Forbidden, LastOwner."""
    tx.lock_exclusive("people")
    tx.require(Permission.MANAGE_PEOPLE)
    old = tx.memberships.lock(person_id)
    membership.change_role(tx.role, old, new, tx.memberships.owners())
    if MemberRole.OWNER in (old, new):
        tx.require(Permission.MANAGE_OWNERS)
    if old is not new:
        tx.memberships.set_role(person_id, new)
        changed = RoleChanged(person_id=person_id, old=old, new=new)
        tx.record_admin((changed,), tx.principal.actor, now)
