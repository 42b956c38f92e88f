"""Retention rules: after how long documents are erased, and what a rule would erase today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.organizations.organization import changes
from core.refusals import FilledSentence, Invalid, sentence
from core.retention import retention
from core.retention.retention import RetainedEnvelope, Rule
from tenants.leased_job import LeasedJob
from tenants.store.retention.retention_rules import RetentionSetting
from tenants.transaction import Transaction

ERASES_OTHERS = sentence(
    "This rule erases the documents of %(number)s envelopes at once. Say so if that is meant."
)
BATCH = 200
PREVIEWED = 1_000
DAILY = timedelta(days=1)
FIRST = (datetime(1900, 1, 1, tzinfo=UTC), UUID(int=0))


@dataclass(frozen=True, slots=True)
class RetentionPreview:
    """What a rule would erase now; `more` when it was not counted to the end."""

    envelopes: int
    more: bool
    oldest: datetime | None
    held: int


def setting(tx: Transaction) -> RetentionSetting:
    tx.require(Permission.MANAGE_SETTINGS)
    return tx.retention_rules.setting()


def preview(tx: Transaction, days: int, now: datetime) -> RetentionPreview:
    """What a rule of so many days would erase at once."""
    tx.require(Permission.MANAGE_SETTINGS)
    of_templates = (rule for rule in tx.retention_rules.all() if rule.template_id is not None)
    rules, holds = (Rule(days), *of_templates), tx.legal_holds.in_force()
    ended = tx.retention_rules.ended(now - timedelta(days=days), FIRST, PREVIEWED + 1)
    found = [k for k in ended[:PREVIEWED] if _erased_at(k, rules) <= now]
    erased = [k for k in found if not retention.held(k.id, k.addresses, holds)]
    return RetentionPreview(
        envelopes=len(erased),
        more=len(ended) > PREVIEWED,
        oldest=min((k.status_at for k in erased), default=None),
        held=len(found) - len(erased),
    )


def check_erased(tx: Transaction, days: int | None, erases: int, now: datetime) -> None:
    """
    Whether a rule would erase at once as many as who sets it expects. Raises Invalid(erases=...).
    """
    tx.require(Permission.MANAGE_SETTINGS)
    if days in (None, tx.retention_rules.setting().days):
        return
    found = preview(tx, days, now).envelopes
    if found != erases:
        raise Invalid(erases=FilledSentence(ERASES_OTHERS, number=f"{found:,}"))


def change(tx: Transaction, days: int | None, keep_certificate: bool, now: datetime) -> None:
    """`days` None keeps everything."""
    tx.require(Permission.MANAGE_SETTINGS)
    new = RetentionSetting(days, keep_certificate)
    tx.retention_rules.lock()
    old = tx.retention_rules.setting()
    if new == old:
        return
    tx.retention_rules.replace(new)
    if new.days is not None:
        tx.jobs.make_sure(tx.organization_id, Job("apply_retention"), timedelta(0))
    tx.record_admin(changes("retention", old, new), tx.principal.actor, now)


def apply(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """
    Have what is due erased, some at a time; then again tomorrow, as long as there is a rule.

    Each envelope is a job of its own, which decides again.
    """
    rules, holds = tx.retention_rules.all(), tx.legal_holds.in_force()
    if rules:
        until = now - timedelta(days=min(rule.days for rule in rules))
        ended = tx.retention_rules.ended(until, _cursor(job), BATCH)
        due = [k.id for k in ended if retention.due(k, rules, holds, now)]
        tx.jobs.add(tx.organization_id, _erasing(tx, due))
        tx.jobs.add(tx.organization_id, [_following(ended, now)])
    tx.jobs.done(job)


def _following(ended: Sequence[RetainedEnvelope], now: datetime) -> Job:
    if len(ended) < BATCH:
        return Job("apply_retention", due_at=now + DAILY)
    last = ended[-1]
    return Job("apply_retention", {"after_at": last.status_at.isoformat(), "after": str(last.id)})


def _erasing(tx: Transaction, envelope_ids: list[UUID]) -> Iterator[Job]:
    """One job for each that has none yet that is about to run."""
    waiting = tx.retention_rules.being_erased(envelope_ids)
    for envelope_id in envelope_ids:
        if envelope_id not in waiting:
            yield Job("erase_documents", {"envelope_id": str(envelope_id)})


def _erased_at(retained: RetainedEnvelope, rules: Sequence[Rule]) -> datetime:
    found = retention.erasure(retained, rules)
    assert found is not None  # noqa: S101 - a rule for all has a time for every ended envelope
    return found.at


def _cursor(job: LeasedJob) -> tuple[datetime, UUID]:
    if "after" not in job.arguments:
        return FIRST
    return job.argument("after_at", datetime.fromisoformat), job.argument("after", UUID)
