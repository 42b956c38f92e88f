"""Saved views of the list, and what else stands beside it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.listing import folder_tree
from core.envelopes.listing.filters import Filters
from core.envelopes.listing.folder_tree import Folder
from core.envelopes.listing.saved_view import SavedView
from core.envelopes.listing.tag import Tag
from core.refusals import Forbidden, Invalid, NotFound, sentence
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.listing import folders

VIEWS_LIMIT = 50
TOO_MANY = sentence("You have 50 saved views. Delete one you no longer use.")


@dataclass(frozen=True, slots=True)
class ListSidebar:
    """What stands beside the list: to choose from, and to name what its rows refer to."""

    folders: list[Folder]
    tags: list[Tag]
    views: list[SavedView]
    senders: dict[UUID, str]
    teams: dict[UUID, str]


def sidebar(tx: Transaction) -> ListSidebar:
    tx.require(Permission.READ_ENVELOPES)
    person_id = tx.member.person_id
    return ListSidebar(
        folders.folders(tx),
        tx.tags.all(),
        tx.saved_views.seen_by(person_id),
        tx.known_people.members(),
        tx.known_people.teams_of(person_id),
    )


def save(
    tx: Transaction, view_id: UUID, name: str, filters: Filters, shared: bool, now: datetime
) -> None:
    """The same id again changes nothing. Raises Invalid, Forbidden to share without the right."""
    tx.require(Permission.OWN_ACCOUNT)
    view = SavedView(view_id, folder_tree.named(name), filters, shared, mine=True)
    _check_sharing(tx, shared)
    if tx.saved_views.count_of(tx.member.person_id) >= VIEWS_LIMIT:
        raise Invalid(name=TOO_MANY)
    tx.saved_views.add(view, tx.member.person_id, now)


def change(tx: Transaction, view_id: UUID, name: str, shared: bool) -> None:
    """Raises NotFound, Forbidden, Invalid."""
    tx.require(Permission.OWN_ACCOUNT)
    name = folder_tree.named(name)
    if shared != _own(tx, view_id).shared:
        _check_sharing(tx, True)
    tx.saved_views.change(view_id, name, shared)


def remove(tx: Transaction, view_id: UUID) -> None:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.OWN_ACCOUNT)
    tx.saved_views.remove(_own(tx, view_id).id)


def _own(tx: Transaction, view_id: UUID) -> SavedView:
    """For its owner; a shared one also for those who may share. Raises NotFound, Forbidden."""
    view = tx.saved_views.get(view_id, tx.member.person_id)
    if view is None or not (view.mine or view.shared):
        raise NotFound
    if not view.mine:
        _check_sharing(tx, True)
    return view


def _check_sharing(tx: Transaction, shared: bool) -> None:
    if shared and not tx.may(Permission.MANAGE_SETTINGS):
        raise Forbidden
