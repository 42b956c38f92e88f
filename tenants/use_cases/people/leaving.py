"""How a membership ends, and who takes over what the member owned."""

from datetime import datetime
from uuid import UUID

from core import access
from core.access import MemberRole, Permission
from core.api.events import ApiKeyRevoked
from core.people import membership
from core.people.events import EnvelopesTransferred, RoleChanged
from core.refusals import Invalid, sentence
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import ended_sharing, ownership_transfer


def remove(tx: Transaction, person_id: UUID, heir_id: UUID | None, now: datetime) -> None:
    """
    End a membership; what was theirs becomes the heir's, but for contacts of theirs alone.

    Raises NotFound, Forbidden, LastOwner, Invalid(heir_id=...).
    """
    tx.lock_exclusive("people")
    tx.require(Permission.MANAGE_PEOPLE)
    old = tx.memberships.lock(person_id)
    membership.change_role(tx.role, old, None, tx.memberships.owners())
    if old is MemberRole.OWNER:
        tx.require(Permission.MANAGE_OWNERS)
    _end(tx, person_id, old, heir_id, now)


def leave(tx: Transaction, heir_id: UUID | None, now: datetime) -> None:
    """What everyone but the last owner may. Raises LastOwner, Invalid(heir_id=...)."""
    tx.lock_exclusive("people")
    tx.require(Permission.OWN_ACCOUNT)
    person_id = tx.member.person_id
    old = tx.memberships.lock(person_id)
    membership.keep_an_owner(old, None, tx.memberships.owners())
    _end(tx, person_id, old, heir_id, now)


def _end(
    tx: Transaction, person_id: UUID, old: MemberRole, heir_id: UUID | None, now: datetime
) -> None:
    handed_over = _hand_over(tx, person_id, heir_id, now)
    tx.former_members.add(person_id, heir_id if handed_over else None, now)
    tx.memberships.remove(person_id)
    tx.former_members.delete_own_contacts(person_id)
    # For good: a member who is invited again does not get their old keys back.
    revoked = [
        ApiKeyRevoked(key_id=id, name=name)
        for id, name in tx.api_keys.revoke_of(person_id, now).items()
    ]
    left = RoleChanged(person_id=person_id, old=old, new="")
    tx.record_admin((*handed_over, *revoked, left), tx.principal.actor, now)
    ended_sharing.of_person(tx, person_id, now)


def _hand_over(
    tx: Transaction, person_id: UUID, heir_id: UUID | None, now: datetime
) -> tuple[EnvelopesTransferred, ...]:
    envelopes, folders = tx.former_members.belongings(person_id)
    if not envelopes and not folders:
        return ()
    heir = _heir(tx, person_id, heir_id)
    ownership_transfer.envelopes(tx, person_id, heir, now)
    tx.former_members.hand_over_folders(person_id, heir)
    return (EnvelopesTransferred(old_id=person_id, new_id=heir, count=envelopes),)


def _heir(tx: Transaction, person_id: UUID, heir_id: UUID | None) -> UUID:
    if heir_id is None or heir_id == person_id:
        raise Invalid(heir_id=sentence("Choose who to transfer the envelopes to."))
    if not access.may(tx.memberships.lock(heir_id), Permission.SEND_ENVELOPES):
        raise Invalid(heir_id=sentence("Choose someone who may send envelopes."))
    return heir_id
