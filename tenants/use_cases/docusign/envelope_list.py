"""Envelopes by when they changed last, by words or by their ids: those that a member may see."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.envelopes.listing.filters import Filters
from tenants.store.envelopes.list_pages import Viewer
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.listing import envelope_list

PAGE = 200
EVER = datetime.min.replace(tzinfo=UTC)


def changed(tx: Transaction, since: datetime | None, most: int) -> list[Envelope]:
    """Up to `most` of those that changed since then, the latest first."""
    tx.require(Permission.READ_ENVELOPES)
    return _each(tx, list(_ids(tx, since or EVER, most)))


def searched(tx: Transaction, words: str, most: int) -> list[Envelope]:
    tx.require(Permission.READ_ENVELOPES)
    return _each(tx, envelope_list.matching(tx, Filters(box="all", search=words), most))


def of_ids(tx: Transaction, ids: Sequence[UUID]) -> list[Envelope]:
    """Those that there are."""
    tx.require(Permission.READ_ENVELOPES)
    return _each(tx, list(dict.fromkeys(ids)))


def _each(tx: Transaction, ids: Sequence[UUID]) -> list[Envelope]:
    standings = tx.visible(ids)
    found = tx.envelopes.several([id for id in ids if id in standings])
    return [reading.seen(tx, found[id], standings[id]) for id in ids if id in found]


def _ids(tx: Transaction, since: datetime, most: int) -> Iterator[UUID]:
    member, after, count = tx.member, None, 0
    viewer = Viewer(member.person_id, member.email, tx.may(Permission.SEE_ALL_ENVELOPES))
    while True:
        keys = tx.list_pages.keys(viewer, "all", after, PAGE)
        for key in keys:
            if key.status_at < since or count >= most:
                return
            count += 1
            yield key.id
        if len(keys) < PAGE:
            return
        after = keys[-1]
