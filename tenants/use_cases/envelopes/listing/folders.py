"""Folders: made, renamed, removed, and envelopes put into them."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.listing import folder_tree
from core.envelopes.listing.folder_tree import Folder, FolderVisibility
from core.refusals import Forbidden, Invalid, NotFound, sentence
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.listing import bulk_filing


def folders(tx: Transaction) -> list[Folder]:
    """Those a member is shown, in the order of a tree."""
    tx.require(Permission.READ_ENVELOPES)
    return tx.folders.shown_to(
        tx.member.person_id,
        sees_all=tx.may(Permission.SEE_ALL_ENVELOPES),
        manages_all=tx.may(Permission.MANAGE_ALL_ENVELOPES),
    )


def make(
    tx: Transaction,
    folder_id: UUID,
    name: str,
    parent_id: UUID | None,
    shown_to: str,
    now: datetime,
) -> None:
    """
    `shown_to` is owner, all or the id of a team of theirs. The same id again changes nothing.

    Raises Invalid, NotFound for a parent or a team that is not theirs.
    """
    tx.require(Permission.SEND_ENVELOPES)
    name = folder_tree.named(name)
    if parent_id is not None:
        _find(tx, parent_id)
    folder_tree.check_depth(folders(tx), parent_id)
    visibility, team_id = _shown_to(tx, shown_to)
    folder = Folder(folder_id, name, parent_id, visibility, mine=True)
    tx.folders.add(folder, tx.member.person_id, team_id, now)


def rename(tx: Transaction, folder_id: UUID, name: str) -> None:
    """Raises Invalid, NotFound, Forbidden when another member owns it."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.folders.rename(_own(tx, folder_id).id, folder_tree.named(name))


def remove(tx: Transaction, folder_id: UUID, now: datetime) -> None:
    """Its envelopes stay, without a folder; folders in it move up."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.folders.remove(_own(tx, folder_id), now)


def put(tx: Transaction, envelope_id: UUID, folder_id: UUID | None, now: datetime) -> None:
    """Move an envelope to a folder, or out of any. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(envelope_id)
    if folder_id is not None:
        _find(tx, folder_id)
    bulk_filing.move(tx, {envelope_id: folder_id}, now)


def _find(tx: Transaction, folder_id: UUID) -> Folder:
    found = next((f for f in folders(tx) if f.id == folder_id), None)
    if found is None:
        raise NotFound
    return found


def _own(tx: Transaction, folder_id: UUID) -> Folder:
    folder = _find(tx, folder_id)
    if not folder.mine:
        raise Forbidden
    return folder


def _shown_to(tx: Transaction, shown_to: str) -> tuple[FolderVisibility, UUID | None]:
    if shown_to in (FolderVisibility.OWNER, FolderVisibility.ALL):
        return FolderVisibility(shown_to), None
    try:
        team_id = UUID(shown_to)
    except ValueError:
        raise Invalid(shown_to=sentence("Choose who can see this folder.")) from None
    if not tx.known_people.is_in_team(tx.member.person_id, team_id):
        raise NotFound
    return FolderVisibility.TEAM, team_id
