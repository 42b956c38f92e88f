"""Saved views: filters of the list under a name, for oneself or for all."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from core import access
from core.access import Permission
from core.envelopes import folder_tree
from core.envelopes.filters import Filters
from core.envelopes.tag import Tag
from core.refusals import Forbidden, Invalid, NotFound, sentence
from tenants.member import Member, MemberTransaction
from tenants.store.envelopes.saved_view_table import SavedViewRow
from tenants.use_cases.envelopes.listing.folders_and_tags import seen_folders

VIEWS_LIMIT = 50
TOO_MANY = sentence("You have 50 saved views. Delete one that you no longer use.")


@dataclass(frozen=True, slots=True)
class SavedView:
    """`mine`: the member who asks made it, so only they see it unless it is shared."""

    id: UUID
    name: str
    filters: Filters
    shared: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands beside the list."""

    folders: list[folder_tree.Folder]
    tags: list[Tag]
    views: list[SavedView]
    senders: dict[UUID, str]
    teams: dict[UUID, str]


def shelf(member: Member) -> Shelf:
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return beside(tx)


def beside(tx: MemberTransaction) -> Shelf:
    """The same in the transaction that reads the list."""
    senders = tx.all(
        "select p.id, p.name from memberships m join people p on p.id = m.person_id"
        " order by p.name limit 300"
    )
    teams = tx.all(
        "select t.id, t.name from team_members x join teams t on t.id = x.team_id"
        " where x.person_id = %s order by t.name",
        tx.member.person_id,
    )
    return Shelf(
        seen_folders(tx),
        tx.tags.all(),
        _views(tx),
        {row["id"]: row["name"] for row in senders},
        {row["id"]: row["name"] for row in teams},
    )


def save(
    member: Member, view_id: UUID, name: str, filters: Filters, shared: bool, now: datetime
) -> None:
    """The same id again changes nothing. Raises Invalid, Forbidden to share without the right."""
    name = folder_tree.named(name)
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        _check_sharing(tx, shared)
        mine = SavedViewRow.select().where(SavedViewRow.person_id == member.person_id)
        if mine.count() >= VIEWS_LIMIT:
            raise Invalid(name=TOO_MANY)
        SavedViewRow.insert(
            organization_id=tx.organization_id,
            id=view_id,
            person_id=member.person_id,
            name=name,
            filters=urlencode(filters.query()),
            shared=shared,
            created_at=now,
        ).on_conflict_ignore().execute()


def change(member: Member, view_id: UUID, name: str, shared: bool) -> None:
    """Raises NotFound, Forbidden, Invalid."""
    name = folder_tree.named(name)
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        if shared != _own(tx, view_id).shared:
            _check_sharing(tx, True)
        changed = SavedViewRow.update(name=name, shared=shared)
        changed.where(SavedViewRow.id == view_id).execute()


def remove(member: Member, view_id: UUID) -> None:
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        _own(tx, view_id)
        SavedViewRow.delete().where(SavedViewRow.id == view_id).execute()


def _views(tx: MemberTransaction) -> list[SavedView]:
    person = tx.member.person_id
    shown = (SavedViewRow.person_id == person) | SavedViewRow.shared
    rows = SavedViewRow.select().where(shown).order_by(SavedViewRow.name).limit(200)
    return [
        SavedView(
            row.id,
            row.name,
            Filters.parse(dict(parse_qsl(row.filters))),
            row.shared,
            row.person_id == person,
        )
        for row in rows
    ]


def _own(tx: MemberTransaction, view_id: UUID) -> SavedViewRow:
    """Whoever made it; of those that are shared, also who may share. Raises NotFound, Forbidden."""
    row = SavedViewRow.get_or_none(SavedViewRow.id == view_id)
    if row is None:
        raise NotFound
    if row.person_id != tx.member.person_id:
        if not row.shared:
            raise NotFound
        _check_sharing(tx, True)
    return row


def _check_sharing(tx: MemberTransaction, shared: bool) -> None:
    if shared and not access.may(tx.role, Permission.MANAGE_SETTINGS):
        raise Forbidden
