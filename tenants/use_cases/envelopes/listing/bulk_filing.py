"""Envelopes moved, tagged and untagged together: as many statements for fifty as for one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from core.envelopes.events.filing import EnvelopeFiled, EnvelopeTagged, EnvelopeUntagged
from core.refusals import Forbidden, NotFound
from tenants.transaction import Transaction


def changeable(tx: Transaction, ids: Sequence[UUID]) -> tuple[list[UUID], dict[UUID, str]]:
    """Those that the member may change; of the others the code of the error."""
    found = tx.visible(ids)
    codes = {
        id: Forbidden.code if id in found else NotFound.code
        for id in ids
        if id not in found or not tx.may_change(found[id])
    }
    return [id for id in ids if id not in codes], codes


def move(
    tx: Transaction, folders: Mapping[UUID, UUID | None], now: datetime
) -> dict[UUID, UUID | None]:
    """Each envelope into its folder, or out of any; where those lay before that were not there."""
    heads = tx.envelopes.lock_heads(list(folders))
    before = tx.envelopes.put_into_folders({id: folders[id] for id in heads})
    filed = {id: EnvelopeFiled(folder_id=str(folders[id] or "")) for id in before}
    tx.record_filing(heads, filed, now)
    tx.words.move({id: folders[id] for id in before}, before.values())
    return before


def tag(tx: Transaction, ids: Sequence[UUID], tag_id: UUID, now: datetime) -> list[UUID]:
    """Those that did not have the tag."""
    heads = tx.envelopes.lock_heads(ids)
    added = tx.tags.put_on(list(heads), tag_id)
    tx.record_filing(heads, dict.fromkeys(added, EnvelopeTagged(tag_id=tag_id)), now)
    tx.words.tag(added, tag_id)
    return added


def untag(tx: Transaction, ids: Sequence[UUID], tag_id: UUID, now: datetime) -> list[UUID]:
    """Those that had the tag."""
    heads = tx.envelopes.lock_heads(ids)
    gone = tx.tags.take_off(list(heads), tag_id)
    tx.record_filing(heads, dict.fromkeys(gone, EnvelopeUntagged(tag_id=tag_id)), now)
    tx.words.untag(gone, tag_id)
    return gone
