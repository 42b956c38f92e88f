"""One action on a few envelopes, done in the request: in one commit, and undone in another."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.listing import bulk_action
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.refusals import Forbidden, Invalid, NotFound, Refusal
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.listing import bulk_actions, bulk_filing
from tenants.use_cases.retention import recycle_bin

Folders = Mapping[UUID, UUID | None]


def act(
    tx: Transaction, bulk_id: UUID, bulk: BulkRequest, chosen: list[UUID], now: datetime
) -> None:
    """
    Do it to each that allows it; the others are left as they are, with the reason noted.

    The same id again: nothing. Raises NotFound for an id of what this member may not know of,
    Invalid when nothing is chosen.
    """
    tx.require(Permission.SEND_ENVELOPES)
    # First of all: a row that names an envelope holds it a little, and so may another action.
    tx.envelopes.lock_heads(chosen)
    ids = bulk_actions.add(tx, bulk_id, bulk, chosen, now)
    if not ids:
        return
    codes, changed = _decide(tx, bulk, ids, now)
    tx.bulk_actions.note_all(bulk_id, {id: codes.get(id, "") for id in ids}, changed, now)


def undo(tx: Transaction, bulk_id: UUID, now: datetime) -> tuple[int, int]:
    """
    Put back what the action changed: how many, and how many are left as they are by now.

    Left is what was changed again meanwhile, or whose folder or tag is gone. Raises NotFound.
    """
    tx.require(Permission.SEND_ENVELOPES)
    action = bulk_actions.own(tx, bulk_id)
    changed = tx.bulk_actions.changed(bulk_id)
    bulk = bulk_action.parse(action.kind, action.arguments)
    tx.envelopes.lock_heads(list(changed))
    back = _put_back(tx, bulk, changed, now)
    tx.bulk_actions.put_back(bulk_id)
    return back, len(changed) - back


def _decide(
    tx: Transaction, bulk: BulkRequest, ids: list[UUID], now: datetime
) -> tuple[dict[UUID, str], Folders]:
    """The codes of those refused, and those changed with the folder they lay in."""
    if not bulk.kind.files:
        return _each(tx, ids, lambda id: bulk_actions.act_on(tx, id, bulk, now))
    allowed, codes = bulk_filing.changeable(tx, ids)
    if bulk.kind is BulkKind.MOVE:
        return codes, bulk_filing.move(tx, dict.fromkeys(allowed, bulk.folder_id), now)
    return codes, dict.fromkeys(_tag(tx, bulk, allowed, now))


def _tag(tx: Transaction, bulk: BulkRequest, ids: list[UUID], now: datetime) -> list[UUID]:
    """Those that it changed."""
    if bulk.tag_id is None:
        return []
    act = bulk_filing.tag if bulk.kind is BulkKind.TAG else bulk_filing.untag
    return act(tx, ids, bulk.tag_id, now)


def _put_back(tx: Transaction, bulk: BulkRequest, changed: Folders, now: datetime) -> int:
    if bulk.kind is BulkKind.DELETE:
        out_again = tx.visible(list(changed))
        binned = [id for id in changed if id not in out_again]
        refused, _ = _each(tx, binned, lambda id: recycle_bin.restore(tx, id, now))
        return len(binned) - len(refused)
    allowed, _ = bulk_filing.changeable(tx, list(changed))
    if bulk.kind is BulkKind.MOVE:
        heads = tx.envelopes.lock_heads(allowed)
        now_in, there = tx.envelopes.folders_of(list(heads)), tx.folders.there(_ids(changed))
        back = {
            id: changed[id]
            for id in heads
            if now_in[id] == bulk.folder_id and (changed[id] is None or changed[id] in there)
        }
        return len(bulk_filing.move(tx, back, now))
    if bulk.tag_id is None or not tx.tags.exists(bulk.tag_id):
        return 0
    act = bulk_filing.untag if bulk.kind is BulkKind.TAG else bulk_filing.tag
    return len(act(tx, allowed, bulk.tag_id, now))


def _ids(folders: Folders) -> Iterable[UUID]:
    return {id for id in folders.values() if id}


def _each(
    tx: Transaction, ids: Iterable[UUID], act: Callable[[UUID], object]
) -> tuple[dict[UUID, str], Folders]:
    """Each decided by itself: one that refuses undoes nothing of the others."""
    codes: dict[UUID, str] = {}
    changed: dict[UUID, UUID | None] = {}
    for id in ids:
        try:
            with tx.rows.savepoint():
                act(id)
            changed[id] = None
        except (Refusal, Forbidden, NotFound, Invalid) as why:
            codes[id] = why.code
    return codes, changed
