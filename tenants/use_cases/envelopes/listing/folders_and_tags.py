"""Folders: made, renamed, removed, and envelopes put into them."""

from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission
from core.envelopes import folder_tree
from core.envelopes.folder_tree import Folder, Visibility
from core.refusals import Forbidden, Invalid, NotFound, sentence
from tenants.member import Member, MemberTransaction

FOLDERS = """
    select f.id, f.name, f.parent_id, f.visibility, f.owner_id
    from folders f where f.removed_at is null and (
        f.owner_id = %s or f.visibility = 'all' or (f.visibility = 'team' and (%s or exists (
            select from team_members t where t.team_id = f.team_id and t.person_id = %s))))
    order by f.name limit 500
"""


def folders(member: Member) -> list[Folder]:
    """Those a member is shown, in the order of a tree."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return seen_folders(tx)


def seen_folders(tx: MemberTransaction) -> list[Folder]:
    person = tx.member.person_id
    oversees = access.may(tx.role, Permission.SEE_ALL_ENVELOPES)
    manages = access.may(tx.role, Permission.MANAGE_ALL_ENVELOPES)
    rows = tx.all(FOLDERS, person, oversees, person)
    return folder_tree.nested(
        Folder(
            row["id"],
            row["name"],
            row["parent_id"],
            Visibility(row["visibility"]),
            row["owner_id"] == person or manages,
        )
        for row in rows
    )


def make_folder(
    member: Member,
    folder_id: UUID,
    name: str,
    parent_id: UUID | None,
    shown_to: str,
    now: datetime,
) -> None:
    """
    `shown_to` is owner, all or the id of a team of theirs. The same id again changes nothing.

    Raises Invalid, NotFound for a parent or a team of somebody else.
    """
    name = folder_tree.named(name)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        if parent_id is not None:
            _folder(tx, parent_id)
        folder_tree.check_depth(seen_folders(tx), parent_id)
        visibility, team_id = _shown_to(tx, shown_to)
        tx.run(
            "insert into folders (organization_id, id, parent_id, owner_id, name, visibility,"
            " team_id, created_at) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(tx.organization_id, folder_id, parent_id, member.person_id, name, visibility),
            *(team_id, now),
        )


def rename_folder(member: Member, folder_id: UUID, name: str) -> None:
    """Raises Invalid, NotFound, Forbidden when it is somebody else's."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        _own_folder(tx, folder_id)
        tx.run("update folders set name = %s where id = %s", folder_tree.named(name), folder_id)


def remove_folder(member: Member, folder_id: UUID, now: datetime) -> None:
    """Its envelopes stay, without a folder; folders in it move up."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        folder = _own_folder(tx, folder_id)
        tx.run(
            "update folders set parent_id = %s where parent_id = %s", folder.parent_id, folder_id
        )
        tx.run("update folders set removed_at = %s where id = %s", now, folder_id)


def put(member: Member, envelope_id: UUID, folder_id: UUID | None) -> None:
    """Move an envelope to a folder, or out of any. Raises NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        envelope = tx.change(envelope_id)
        if folder_id is not None:
            _folder(tx, folder_id)
        tx.run(
            "update envelopes set folder_id = %s, version = version + 1 where id = %s"
            " and folder_id is distinct from %s",
            *(folder_id, envelope_id, folder_id),
        )
        tx.words.refresh(envelope)


def _folder(tx: MemberTransaction, folder_id: UUID) -> Folder:
    found = next((f for f in seen_folders(tx) if f.id == folder_id), None)
    if found is None:
        raise NotFound
    return found


def _own_folder(tx: MemberTransaction, folder_id: UUID) -> Folder:
    folder = _folder(tx, folder_id)
    if not folder.mine:
        raise Forbidden
    return folder


def _shown_to(tx: MemberTransaction, shown_to: str) -> tuple[str, UUID | None]:
    if shown_to in (Visibility.OWNER, Visibility.ALL):
        return shown_to, None
    try:
        team_id = UUID(shown_to)
    except ValueError:
        raise Invalid(shown_to=sentence("Choose who is shown this folder.")) from None
    tx.one(
        "select team_id from team_members where team_id = %s and person_id = %s",
        *(team_id, tx.member.person_id),
    )
    return Visibility.TEAM, team_id
