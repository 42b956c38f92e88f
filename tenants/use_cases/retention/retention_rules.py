"""Retention rules: after how long documents are erased, and what a rule would erase today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Status
from core.jobs.job import Job
from core.organizations.organization import changes
from core.refusals import Invalid, sentence
from core.retention import retention
from core.retention.retention import DAYS_LIMIT, ENDED, Kept, Rule
from tenants.identifiers import new_id
from tenants.member import Member
from tenants.organization import Transaction
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import legal_holds
from tenants.use_cases.retention.document_erasure import rules as rules_of

BATCH = 200
PREVIEWED = 1_000
DAILY = timedelta(days=1)
FIRST = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Setting:
    """The rule for all envelopes; `days` None keeps everything for ever."""

    days: int | None = None
    keep_certificate: bool = True


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would erase now; `more` when it was not counted to the end."""

    envelopes: int
    more: bool
    oldest: datetime | None
    held: int


def setting(member: Member) -> Setting:
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        return _setting(tx)


def preview(member: Member, days: int, now: datetime) -> Preview:
    """What a rule of so many days would erase at once."""
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        rules, holds = (Rule(days), *_template_rules(tx)), legal_holds.holds(tx)
        rows = _ended(tx, now - timedelta(days=days), (FIRST, UUID(int=0)), PREVIEWED + 1)
        found = [k for k in _kept(rows[:PREVIEWED]) if _at(k, rules) <= now]
    erased = [k for k in found if not retention.held(k.id, k.addresses, holds)]
    return Preview(
        envelopes=len(erased),
        more=len(rows) > PREVIEWED,
        oldest=min((k.status_at for k in erased), default=None),
        held=len(found) - len(erased),
    )


def change(member: Member, days: str, keep_certificate: bool, now: datetime) -> None:
    """`days` as typed; empty keeps everything. Raises Invalid."""
    new = Setting(parsed(days), keep_certificate)
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        tx.alone("retention")
        old = _setting(tx)
        if new == old:
            return
        tx.run("delete from retention_rules where template_id is null")
        if new.days is not None:
            tx.run(
                "insert into retention_rules (organization_id, id, days, keep_certificate)"
                " values (%s, %s, %s, %s)",
                *(tx.organization_id, new_id(), new.days, new.keep_certificate),
            )
            tx.jobs.make_sure(tx.organization_id, Job("apply_retention"), timedelta(0))
        tx.administer(changes("retention", old, new), member.actor, now)


def apply(job: LeasedJob, now: datetime) -> None:
    """
    Have what is due erased, some at a time; then again tomorrow, as long as there is a rule.

    Each envelope is a job of its own, which decides again.
    """
    with job.organization.transaction() as tx:
        rules, holds = rules_of(tx), legal_holds.holds(tx)
        if rules:
            rows = _ended(tx, now - timedelta(days=min(r.days for r in rules)), _cursor(job), BATCH)
            due = [k.id for k in _kept(rows) if retention.due(k, rules, holds, now)]
            tx.jobs.add(tx.organization_id, _erasing(tx, due))
            tx.jobs.add(tx.organization_id, [_following(rows, now)])
        tx.jobs.done(job)


def _following(rows: Sequence[dict[str, Any]], now: datetime) -> Job:
    if len(rows) < BATCH:
        return Job("apply_retention", due_at=now + DAILY)
    last = rows[-1]
    return Job(
        "apply_retention",
        {"after_at": last["status_at"].isoformat(), "after": str(last["id"])},
    )


def _erasing(tx: Transaction, envelope_ids: list[UUID]) -> Iterator[Job]:
    """One job for each that has none yet that is about to run."""
    rows = tx.all(
        "select envelope_id from outbox where envelope_id = any(%s) and kind = 'erase_documents'"
        " and state = 'open' and due_at <= now()",
        envelope_ids,
    )
    waiting = {row["envelope_id"] for row in rows}
    for envelope_id in envelope_ids:
        if envelope_id not in waiting:
            yield Job("erase_documents", {"envelope_id": str(envelope_id)})


def _ended(
    tx: Transaction, until: datetime, after: tuple[datetime, UUID], limit: int
) -> list[dict[str, Any]]:
    """Those that ended by then and still have their documents, the longest ended first."""
    branches = " union all ".join(
        "(select id, status, status_at, template_id, deleted_at, sender_id from envelopes"  # noqa: S608 - our own words
        f" where status = '{status}' and erased_at is null and status_at <= %(until)s"
        " and (status_at, id) > (%(at)s, %(id)s) order by status_at, id limit %(limit)s)"
        for status in sorted(ENDED)
    )
    query = (
        f"with ended as (select * from ({branches}) e order by status_at, id limit %(limit)s)"  # noqa: S608 - our own words
        " select e.*, array(select r.email from recipients r where r.envelope_id = e.id"
        " union select p.email from people p where p.id = e.sender_id) as addresses"
        " from ended e order by status_at, id"
    )
    return tx.named(query, {"until": until, "at": after[0], "id": after[1], "limit": limit})


def _kept(rows: Sequence[dict[str, Any]]) -> list[Kept]:
    return [
        Kept(
            id=row["id"],
            status=Status(row["status"]),
            status_at=row["status_at"],
            addresses=frozenset(row["addresses"]),
            template_id=row["template_id"],
            deleted_at=row["deleted_at"],
        )
        for row in rows
    ]


def _at(kept: Kept, rules: Sequence[Rule]) -> datetime:
    found = retention.erasure(kept, rules)
    assert found is not None  # noqa: S101 - a rule for all has a time for every ended envelope
    return found.at


def _cursor(job: LeasedJob) -> tuple[datetime, UUID]:
    if "after" not in job.arguments:
        return FIRST, UUID(int=0)
    return job.said("after_at", datetime.fromisoformat), job.said("after", UUID)


def _setting(tx: Transaction) -> Setting:
    row = tx.maybe("select days, keep_certificate from retention_rules where template_id is null")
    return Setting(**row) if row else Setting()


def _template_rules(tx: Transaction) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules_of(tx) if rule.template_id is not None)


def parsed(typed: str) -> int | None:
    """How many days; None for nothing. Raises Invalid."""
    typed = typed.strip()
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:9]) <= DAYS_LIMIT:
        raise Invalid(days=sentence("Enter a number of days from 1 to 36525, or nothing."))
    return int(typed)
