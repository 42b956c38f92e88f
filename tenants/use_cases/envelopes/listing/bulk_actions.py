"""One action on many envelopes: a job decides each of them as if it were the only one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.listing import bulk_action
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.listing.filters import Filters
from core.jobs.job import Job
from core.principal import MemberPrincipal
from core.refusals import Invalid, NotFound, sentence
from tenants.identifiers import new_id
from tenants.leased_job import LeasedJob
from tenants.store.envelopes.bulk_actions import BulkAction, ItemFiles, RefusedItem
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import copying, reminding, voiding
from tenants.use_cases.envelopes.listing import envelope_list, folders, tags
from tenants.use_cases.retention import recycle_bin

REFUSED_SHOWN = 50
NOTHING_CHOSEN = sentence("Select at least one envelope first.")


@dataclass(frozen=True, slots=True)
class BulkProgress:
    """`refused` are the first fifty, `refusals` how many there are."""

    id: UUID
    kind: BulkKind
    total: int
    done: int
    refusals: int
    refused: tuple[RefusedItem, ...]
    finished: bool
    undoable: bool = False

    @property
    def version(self) -> str:
        return f"{self.done}.{self.refusals}.{self.finished}"


def start(
    tx: Transaction,
    bulk_id: UUID,
    bulk: BulkRequest,
    chosen: Sequence[UUID] | Filters,
    now: datetime,
) -> None:
    """
    `chosen`: envelopes by id, or those that filters show, up to 1 000. The same id again: nothing.

    Raises NotFound for an id of what this member may not know of, Invalid when nothing is chosen.
    """
    tx.require(Permission.OWN_ACCOUNT if bulk.kind.reads_only else Permission.SEND_ENVELOPES)
    added = add(tx, bulk_id, bulk, chosen, now)
    if added and not bulk.kind.reads_only:
        tx.jobs.add(tx.organization_id, [_job(bulk_id)])


def add(
    tx: Transaction,
    bulk_id: UUID,
    bulk: BulkRequest,
    chosen: Sequence[UUID] | Filters,
    now: datetime,
) -> list[UUID]:
    """What is about to be done, and to which; none when there is one with this id already."""
    tx.require(Permission.OWN_ACCOUNT)
    ids = chosen_ids(tx, chosen)
    _check(tx, bulk)
    tx.memberships.hold(tx.member.person_id)
    added = tx.bulk_actions.add(bulk_id, tx.member.person_id, bulk, ids, now)
    return ids if added else []


def chosen_ids(tx: Transaction, chosen: Sequence[UUID] | Filters) -> list[UUID]:
    """Which it would be. Raises NotFound, Invalid when nothing is chosen."""
    tx.require(Permission.READ_ENVELOPES)
    ids = _ids(tx, chosen)
    if not ids:
        raise Invalid(chosen=NOTHING_CHOSEN)
    return ids


def about(tx: Transaction, bulk: BulkRequest) -> str:
    """The name of the folder or tag; "" for what has none."""
    tx.require(Permission.READ_ENVELOPES)
    if bulk.folder_id:
        return next((f.name for f in folders.folders(tx) if f.id == bulk.folder_id), "")
    return next((t.name for t in tags.tags(tx) if t.id == bulk.tag_id), "") if bulk.tag_id else ""


def progress(tx: Transaction, bulk_id: UUID) -> BulkProgress:
    """Raises NotFound, also for what a colleague began."""
    tx.require(Permission.READ_ENVELOPES)
    action = own(tx, bulk_id)
    counts = tx.bulk_actions.counts(bulk_id)
    return BulkProgress(
        bulk_id,
        action.kind,
        action.total,
        counts["done"],
        counts["refused"],
        tx.bulk_actions.refused(bulk_id, REFUSED_SHOWN),
        action.finished,
        undoable=action.kind.undoable and counts["changed"] > 0,
    )


def own(tx: Transaction, bulk_id: UUID) -> BulkAction:
    """Raises NotFound, also for what a colleague began."""
    action = tx.bulk_actions.get(bulk_id)
    if action.person_id != tx.member.person_id:
        raise NotFound
    return action


def files(tx: Transaction, bulk_id: UUID, after: int = 0) -> list[ItemFiles]:
    """The next envelopes of a download of one's own. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    if own(tx, bulk_id).kind is not BulkKind.DOWNLOAD:
        raise NotFound
    return tx.bulk_actions.files(bulk_id, after)


def note(tx: Transaction, bulk_id: UUID, envelope_id: UUID, code: str) -> None:
    """What became of an envelope of a download: "" once its files were sent, or an error's code."""
    tx.require(Permission.OWN_ACCOUNT)
    own(tx, bulk_id)
    tx.bulk_actions.note(bulk_id, envelope_id, code)


def finish(tx: Transaction, bulk_id: UUID, now: datetime) -> None:
    """All files of a download were sent."""
    tx.require(Permission.OWN_ACCOUNT)
    own(tx, bulk_id)
    tx.bulk_actions.finish(bulk_id, now)


def begun(tx: Transaction, bulk_id: UUID) -> tuple[BulkRequest, MemberPrincipal | None]:
    """For the job: what is wished, and by whom; None when they are no member any more."""
    action = tx.bulk_actions.get(bulk_id)
    bulk = bulk_action.parse(action.kind, action.arguments)
    return bulk, tx.known_people.member_without_session(action.person_id)


def act(
    tx: Transaction, bulk_id: UUID, envelope_id: UUID, bulk: BulkRequest, now: datetime
) -> None:
    """
    Do it to one envelope, by the member who wished it, and note that it is done in the same commit.

    Raises what the act raises.
    """
    act_on(tx, envelope_id, bulk, now)
    tx.bulk_actions.note(bulk_id, envelope_id, "")


def act_on(tx: Transaction, envelope_id: UUID, bulk: BulkRequest, now: datetime) -> None:
    """What each kind does to one envelope. Raises what the act raises."""
    match bulk.kind:
        case BulkKind.VOID:
            voiding.void(tx, envelope_id, bulk.reason, now)
        case BulkKind.REMIND:
            reminding.remind(tx, envelope_id, now)
        case BulkKind.COPY:
            copying.copy_envelope(tx, envelope_id, new_id(), now)
        case BulkKind.MOVE:
            folders.put(tx, envelope_id, bulk.folder_id, now)
        case BulkKind.TAG if bulk.tag_id:
            tags.put_on(tx, envelope_id, bulk.tag_id, now)
        case BulkKind.UNTAG if bulk.tag_id:
            tags.take_off(tx, envelope_id, bulk.tag_id, now)
        case BulkKind.DELETE:
            recycle_bin.delete(tx, envelope_id, now)


def end(tx: Transaction, job: LeasedJob, bulk_id: UUID, now: datetime) -> None:
    """The job is done; another goes on with envelopes that still wait."""
    if tx.bulk_actions.waiting(bulk_id, 1):
        tx.jobs.add(tx.organization_id, [_job(bulk_id)])
    else:
        tx.bulk_actions.finish(bulk_id, now)
    tx.jobs.done(job)


def _ids(tx: Transaction, chosen: Sequence[UUID] | Filters) -> list[UUID]:
    if isinstance(chosen, Filters):
        return envelope_list.matching(tx, chosen, bulk_action.ENVELOPES_LIMIT)
    ids = list(dict.fromkeys(chosen))[: bulk_action.ENVELOPES_LIMIT]
    # What went into the recycle bin meanwhile is told one by one.
    if len(tx.visible(ids, in_bin=True)) < len(ids):
        raise NotFound
    return ids


def _check(tx: Transaction, bulk: BulkRequest) -> None:
    """Folder and tag are there. Raises NotFound."""
    if bulk.folder_id and bulk.folder_id not in {f.id for f in folders.folders(tx)}:
        raise NotFound
    if bulk.tag_id and not tx.tags.exists(bulk.tag_id):
        raise NotFound


def _job(bulk_id: UUID) -> Job:
    return Job("run_bulk_action", {"bulk_id": str(bulk_id)})
