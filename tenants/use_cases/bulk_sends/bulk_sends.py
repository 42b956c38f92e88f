"""Bulk sends: begun from a template and a table, listed, deleted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.bulk_sends.bulk_send import KEPT, NAME_LIMIT, BulkSend, BulkState, RowState
from core.bulk_sends.refusals import BulkSendRunning
from core.jobs.job import Job
from core.refusals import Forbidden, NotFound
from core.text.printable import cleaned, storable
from tenants.installation import Organization
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import template_source

SHOWN = 50
JOBS = frozenset({"read_bulk_table", "check_bulk_rows", "queue_bulk_rows", "send_bulk_row"})


@dataclass(frozen=True, slots=True)
class BulkSendPage:
    """`next`: where the next page begins; None on the last one. `names` are of who began them."""

    bulk_sends: tuple[BulkSend, ...]
    counts: dict[UUID, dict[RowState, int]]
    names: dict[UUID, str]
    next: BulkSend | None


def listed(
    tx: Transaction, after: tuple[datetime, UUID] | None = None, most: int = SHOWN
) -> BulkSendPage:
    """One's own; those who see all envelopes see all bulk sends."""
    tx.require(Permission.READ_ENVELOPES)
    whose = None if tx.may(Permission.SEE_ALL_ENVELOPES) else tx.member.person_id
    found = tx.bulk_sends.page(whose, after, most + 1)
    shown = found[:most]
    return BulkSendPage(
        tuple(shown),
        tx.bulk_row_counts.by_state_of([bulk.id for bulk in shown]),
        tx.known_people.names({bulk.person_id for bulk in shown}),
        shown[-1] if len(found) > most else None,
    )


def get(tx: Transaction, bulk_id: UUID) -> BulkSend:
    """Raises NotFound, also for a colleague's."""
    tx.require(Permission.READ_ENVELOPES)
    return _visible(tx, tx.bulk_sends.get(bulk_id))


def lock(tx: Transaction, bulk_id: UUID) -> BulkSend:
    """To change it: one's own, or an admin. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = _visible(tx, tx.bulk_sends.get(bulk_id, lock=True))
    if bulk.person_id != tx.member.person_id and not tx.may(Permission.MANAGE_ALL_ENVELOPES):
        raise Forbidden
    return bulk


def announce(tx: Transaction, bulk_id: UUID, upload_id: UUID) -> None:
    """Before its table is stored, which is kept for a day: its cells are kept with the rows."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.unused_files.announce(stored_name(bulk_id, upload_id), upload_id)


def store(organization: Organization, bulk_id: UUID, upload_id: UUID, data: bytes) -> None:
    """The table, after it was announced, with no transaction open."""
    organization.put(stored_name(bulk_id, upload_id), data)


def create(
    tx: Transaction, bulk_id: UUID, template_id: UUID, file_name: str, upload_id: UUID,
    now: datetime,
) -> None:  # fmt: skip
    """
    Have the table read. The same id again changes nothing.

    The version of the template is that of now, whatever becomes of the template later. Raises
    NotFound, NotPublishedYet, InArchive.
    """
    tx.require(Permission.SEND_ENVELOPES)
    tx.memberships.hold(tx.member.person_id)
    source = template_source.latest(tx, template_id)
    bulk = BulkSend(
        *(bulk_id, tx.member.person_id, template_id, source.version, source.content.id),
        *(source.content.name[:NAME_LIMIT], shown_name(file_name), upload_id),
        *(BulkState.READING, now),
    )
    if tx.bulk_sends.add(bulk):
        read_table(tx, bulk_id, upload_id)
        forgetting = Job("forget_bulk_values", {"bulk_id": str(bulk_id)}, due_at=now + KEPT)
        tx.jobs.add(tx.organization_id, [forgetting])


def read_table(tx: Transaction, bulk_id: UUID, upload_id: UUID, continued: bool = False) -> None:
    """`continued`: it has rows that were corrected, and others stay."""
    tx.require(Permission.SEND_ENVELOPES)
    of: dict[str, str | int] = {"bulk_id": str(bulk_id), "upload_id": str(upload_id)}
    of["continued"] = int(continued)
    tx.jobs.add(tx.organization_id, [Job("read_bulk_table", of)])


def rename(tx: Transaction, bulk_id: UUID, name: str) -> None:
    """As it is called in lists; nothing typed leaves it as it is."""
    tx.require(Permission.SEND_ENVELOPES)
    lock(tx, bulk_id)
    if kept := storable(cleaned(" ".join(name.split())), NAME_LIMIT):
        tx.bulk_sends.rename(bulk_id, kept)


def delete(tx: Transaction, bulk_id: UUID) -> None:
    """With its rows; envelopes that were sent stay. Raises NotFound, BulkSendRunning."""
    tx.require(Permission.SEND_ENVELOPES)
    if lock(tx, bulk_id).state.open:
        raise BulkSendRunning
    tx.bulk_sends.delete(bulk_id)


def forget(tx: Transaction, bulk_id: UUID, now: datetime) -> bool:
    """Delete what its table held; False while envelopes are still sent from it."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = tx.bulk_sends.get(bulk_id, lock=True)
    if bulk.state.open:
        return False
    if bulk.state.begun:
        tx.bulk_sends.forget(bulk_id, now)
        tx.bulk_send_rows.forget(bulk_id)
    else:
        tx.bulk_sends.delete(bulk_id)
    return True


def was_deleted(tx: Transaction, job: LeasedJob) -> bool:
    """Whether the job is about a bulk send that was deleted meanwhile."""
    return job.kind in JOBS and not tx.bulk_sends.is_there(job.argument("bulk_id", UUID))


def stored_name(bulk_id: UUID, upload_id: UUID) -> str:
    return f"bulk-sends/{bulk_id}/{upload_id}"


def shown_name(file_name: str) -> str:
    return "".join(c for c in file_name if c.isprintable())[:200]


def _visible(tx: Transaction, bulk: BulkSend) -> BulkSend:
    mine = bulk.person_id == tx.member.person_id
    if not mine and not tx.may(Permission.SEE_ALL_ENVELOPES):
        raise NotFound
    return bulk
