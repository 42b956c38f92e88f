"""Where one envelope is filed: its folder and its tags, seen and changed together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.envelopes.listing.folder_tree import Folder
from core.envelopes.listing.tag import Tag
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.listing import folders, tags


@dataclass(frozen=True, slots=True)
class Filing:
    """`folder_id` and `tag_ids` are the envelope's; the others can be chosen."""

    envelope: Envelope
    folders: list[Folder]
    tags: list[Tag]
    folder_id: UUID | None
    tag_ids: frozenset[UUID]


def of(tx: Transaction, envelope_id: UUID) -> Filing:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    return Filing(
        reading.changeable(tx, envelope_id),
        folders.folders(tx),
        tags.tags(tx),
        tx.envelopes.folder_of(envelope_id),
        tx.tags.of(envelope_id),
    )


def change(
    tx: Transaction,
    envelope_id: UUID,
    folder_id: UUID | None,
    tag_ids: Collection[UUID],
    now: datetime,
) -> None:
    """
    A tag or a folder that a page could not show stays as it is. Raises NotFound, Forbidden.
    """
    tx.require(Permission.SEND_ENVELOPES)
    there = of(tx, envelope_id)
    if there.folder_id is None or there.folder_id in {f.id for f in there.folders}:
        folders.put(tx, envelope_id, folder_id, now)
    for tag in there.tags:
        if tag.id in tag_ids and tag.id not in there.tag_ids:
            tags.put_on(tx, envelope_id, tag.id, now)
        if tag.id in there.tag_ids and tag.id not in tag_ids:
            tags.take_off(tx, envelope_id, tag.id, now)
