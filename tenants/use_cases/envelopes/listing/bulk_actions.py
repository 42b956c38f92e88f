"""One wish for many envelopes: a job decides each of them as if it were the only one."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.access import Permission
from core.envelopes import bulk_action
from core.envelopes.bulk_action import BulkKind, Wish
from core.envelopes.filters import Filters
from core.jobs.job import Job
from core.refusals import Forbidden, Invalid, NotFound, Refusal, sentence
from tenants import background_member
from tenants.member import Member, MemberTransaction
from tenants.use_cases.envelopes import reminding, voiding
from tenants.use_cases.envelopes.listing import envelope_list, folders_and_tags, tags
from tenants.use_cases.jobs.leasing import LeasedJob

AT_ONCE = 25
SECONDS = 30.0  # then another job goes on, so that others have their turn
NOT_YOURS = sentence("Only its sender or an administrator may do this.")
NOT_THERE = sentence("This envelope is not there any more.")
NOTHING_CHOSEN = sentence("Tick at least one envelope first.")


@dataclass(frozen=True, slots=True)
class Refused:
    envelope_id: UUID
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """`refused` are the first fifty, `refusals` how many there are."""

    id: UUID
    kind: BulkKind
    total: int
    done: int
    refusals: int
    refused: tuple[Refused, ...]
    finished: bool

    @property
    def version(self) -> str:
        return f"{self.done}.{self.refusals}.{self.finished}"


def start(
    member: Member,
    bulk_id: UUID,
    wish: Wish,
    chosen: Sequence[UUID] | Filters,
    now: datetime,
) -> None:
    """
    `chosen`: envelopes by id, or those that filters show, up to 1 000. The same id again: nothing.

    Raises NotFound for an id of what this member may not know of, Invalid when nothing is chosen.
    """
    with member.transaction(_needed(wish.kind)) as tx:
        ids = _ids(tx, chosen)
        if not ids:
            raise Invalid(chosen=NOTHING_CHOSEN)
        _check(tx, wish)
        tx.memberships.hold(member.person_id)
        added = tx.run(
            "insert into bulk_actions (organization_id, id, person_id, kind, arguments, total,"
            " created_at) values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(tx.organization_id, bulk_id, member.person_id, wish.kind),
            *(Jsonb(wish.arguments()), len(ids), now),
        )
        if not added:
            return
        tx.run(
            "insert into bulk_items (organization_id, bulk_id, position, envelope_id)"
            " select %s, %s, place, id from unnest(%s::uuid[]) with ordinality as t (id, place)",
            *(tx.organization_id, bulk_id, ids),
        )
        if not wish.kind.reads_only:
            tx.jobs.add(tx.organization_id, [Job("run_bulk_action", {"bulk_id": str(bulk_id)})])


def count(member: Member, chosen: Sequence[UUID] | Filters) -> int:
    """How many it would be. Raises NotFound, Invalid when nothing is chosen."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        ids = _ids(tx, chosen)
    if not ids:
        raise Invalid(chosen=NOTHING_CHOSEN)
    return len(ids)


def progress(member: Member, bulk_id: UUID) -> Progress:
    """Raises NotFound, also for what a colleague began."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        row = of_member(tx, bulk_id)
        states = tx.all(
            "select state, count(*) as items from bulk_items where bulk_id = %s group by state",
            bulk_id,
        )
        refused = tx.all(
            "select i.envelope_id, e.name, i.reason from bulk_items i join envelopes e"
            " on (e.organization_id, e.id) = (i.organization_id, i.envelope_id)"
            " where i.bulk_id = %s and i.state = 'refused' order by i.position limit 50",
            bulk_id,
        )
    counts = {state["state"]: state["items"] for state in states}
    return Progress(
        bulk_id,
        BulkKind(row["kind"]),
        row["total"],
        counts.get("done", 0),
        counts.get("refused", 0),
        tuple(Refused(**each) for each in refused),
        row["finished_at"] is not None,
    )


def of_member(tx: MemberTransaction, bulk_id: UUID) -> dict[str, Any]:
    return tx.one(
        "select kind, arguments, total, finished_at from bulk_actions"
        " where id = %s and person_id = %s",
        *(bulk_id, tx.member.person_id),
    )


def run(job: LeasedJob, now: datetime) -> None:
    """Go on where it stopped. What was done already is not done again, or changes nothing."""
    bulk_id = job.said("bulk_id", UUID)
    with job.organization.transaction() as tx:
        row = tx.one("select person_id, kind, arguments from bulk_actions where id = %s", bulk_id)
        member = background_member.acting(tx, job.organization, row["person_id"])
    wish = bulk_action.wish(row["kind"], row["arguments"])
    until = time.monotonic() + SECONDS
    while (ids := _waiting(job, bulk_id)) and time.monotonic() < until:
        for envelope_id in ids:
            reason = _act(member, envelope_id, wish, now) if member else NOT_YOURS
            _note(job, bulk_id, envelope_id, reason)
    with job.organization.transaction() as tx:
        if ids:
            tx.jobs.add(tx.organization_id, [Job("run_bulk_action", {"bulk_id": str(bulk_id)})])
        else:
            tx.run("update bulk_actions set finished_at = now() where id = %s", bulk_id)
        tx.jobs.done(job)


def _ids(tx: MemberTransaction, chosen: Sequence[UUID] | Filters) -> list[UUID]:
    if isinstance(chosen, Filters):
        return envelope_list.matching(tx, chosen, bulk_action.ENVELOPES_LIMIT)
    ids = list(dict.fromkeys(chosen))[: bulk_action.ENVELOPES_LIMIT]
    # What went into the recycle bin meanwhile is told one by one.
    if len(tx.visible(ids, in_bin=True)) < len(ids):
        raise NotFound
    return ids


def _check(tx: MemberTransaction, wish: Wish) -> None:
    """Folder and tag are there. Raises NotFound."""
    folders = [folder.id for folder in folders_and_tags.seen_folders(tx)] if wish.folder_id else ()
    known = [tag.id for tag in tags.tags(tx)] if wish.tag_id else ()
    if (wish.folder_id and wish.folder_id not in folders) or (
        wish.tag_id and wish.tag_id not in known
    ):
        raise NotFound


def _needed(kind: BulkKind) -> Permission:
    return Permission.OWN_ACCOUNT if kind.reads_only else Permission.SEND_ENVELOPES


def _waiting(job: LeasedJob, bulk_id: UUID) -> list[UUID]:
    with job.organization.transaction() as tx:
        rows = tx.all(
            "select envelope_id from bulk_items where bulk_id = %s and state = 'waiting'"
            " order by position limit %s",
            *(bulk_id, AT_ONCE),
        )
    return [row["envelope_id"] for row in rows]


def _act(member: Member, envelope_id: UUID, wish: Wish, now: datetime) -> str:
    """Empty, or why not."""
    try:
        match wish.kind:
            case BulkKind.VOID:
                voiding.void(member, envelope_id, wish.reason, now)
            case BulkKind.REMIND:
                reminding.remind(member, envelope_id, now)
            case BulkKind.MOVE:
                folders_and_tags.put(member, envelope_id, wish.folder_id)
            case BulkKind.TAG | BulkKind.UNTAG if wish.tag_id:
                change = tags.put_on if wish.kind is BulkKind.TAG else tags.take_off
                with member.transaction() as tx:
                    change(tx, envelope_id, wish.tag_id)
    except Refusal as refusal:
        return refusal.message
    except Forbidden:
        return NOT_YOURS
    except NotFound:
        return NOT_THERE
    except Invalid as invalid:
        return next(iter(invalid.errors.values()))
    return ""


def _note(job: LeasedJob, bulk_id: UUID, envelope_id: UUID, reason: str) -> None:
    with job.organization.transaction() as tx:
        tx.run(
            "update bulk_items set state = %s, reason = %s where bulk_id = %s and envelope_id = %s",
            *("refused" if reason else "done", reason, bulk_id, envelope_id),
        )
