"""Signing groups of an organization: who may sign for all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.people import signing_group
from core.people.group_events import (
    SigningGroupCreated,
    SigningGroupDeleted,
    SigningGroupRestored,
)
from core.people.signing_group import GroupMember, SigningGroup
from core.refusals import Invalid
from tenants import email_addresses
from tenants.transaction import Transaction


def groups(tx: Transaction) -> tuple[SigningGroup, ...]:
    """In the order of their names."""
    tx.require(Permission.READ_SIGNING_GROUPS)
    return tx.signing_groups.all()


def find(tx: Transaction, group_id: UUID) -> SigningGroup:
    """Raises NotFound."""
    tx.require(Permission.READ_SIGNING_GROUPS)
    return tx.signing_groups.get(group_id)


def create(
    tx: Transaction, group_id: UUID, name: str, members: Sequence[GroupMember], now: datetime
) -> SigningGroup:
    """Raises Invalid with `name` and `members-N`."""
    tx.require(Permission.MANAGE_SIGNING_GROUPS)
    blank = SigningGroup(group_id, signing_group.name(name))
    kept = signing_group.members(members, reachable=email_addresses.deliverable)
    group = replace(blank, members=kept)
    if not tx.signing_groups.add(group, now):
        raise Invalid(name=signing_group.TAKEN)
    created = SigningGroupCreated(group_id=group_id, name=group.name)
    events = (created, *signing_group.changes(blank, group))
    tx.record_admin(events, tx.principal.actor, now)
    return group


def change(
    tx: Transaction,
    group_id: UUID,
    name: str | None,
    members: Sequence[GroupMember] | None,
    now: datetime,
) -> SigningGroup:
    """None leaves it as it is. Raises NotFound, Invalid with `name` and `members-N`."""
    tx.require(Permission.MANAGE_SIGNING_GROUPS)
    old = tx.signing_groups.lock(group_id)
    new = old if name is None else replace(old, name=signing_group.name(name))
    if members is not None:
        reachable = email_addresses.deliverable
        kept = signing_group.members(members, old.members, reachable)
        new = replace(new, members=kept)
    _store(tx, old, new, now)
    return new


def delete(tx: Transaction, group_id: UUID, now: datetime) -> None:
    """Envelopes in which it stands keep it. Raises NotFound."""
    tx.require(Permission.MANAGE_SIGNING_GROUPS)
    group = tx.signing_groups.lock(group_id)
    tx.signing_groups.remove(group_id, now)
    deleted = SigningGroupDeleted(group_id=group_id, name=group.name)
    tx.record_admin((deleted,), tx.principal.actor, now)


def restore(tx: Transaction, group_id: UUID, now: datetime) -> None:
    """Raises NotFound, Invalid(name=...) when another group has its name by now."""
    tx.require(Permission.MANAGE_SIGNING_GROUPS)
    group = tx.signing_groups.lock(group_id, removed=True)
    if not tx.signing_groups.restore(group_id):
        raise Invalid(name=signing_group.TAKEN)
    restored = SigningGroupRestored(group_id=group_id, name=group.name)
    tx.record_admin((restored,), tx.principal.actor, now)


def add(tx: Transaction, group_id: UUID, typed: GroupMember, now: datetime) -> None:
    """Raises NotFound, Invalid with `member_name` and `email`."""
    tx.require(Permission.MANAGE_SIGNING_GROUPS)
    old = tx.signing_groups.lock(group_id)
    member = signing_group.member(typed, old.members, email_addresses.deliverable)
    _store(tx, old, replace(old, members=(*old.members, member)), now)


def take_out(tx: Transaction, group_id: UUID, member_id: UUID, now: datetime) -> GroupMember | None:
    """Who they were; None for one who is not in it any more. Raises NotFound."""
    tx.require(Permission.MANAGE_SIGNING_GROUPS)
    old = tx.signing_groups.lock(group_id)
    left = tuple(m for m in old.members if m.id != member_id)
    _store(tx, old, replace(old, members=left), now)
    return next((m for m in old.members if m.id == member_id), None)


def _store(tx: Transaction, old: SigningGroup, new: SigningGroup, now: datetime) -> None:
    if new == old:
        return
    if not tx.signing_groups.change(new):
        raise Invalid(name=signing_group.TAKEN)
    tx.record_admin(signing_group.changes(old, new), tx.principal.actor, now)
