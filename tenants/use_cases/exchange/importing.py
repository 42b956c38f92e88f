"""Taking an archive over: all that is in it, in one transaction, or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.archived_records.events import RecordImported
from core.envelopes.drafts import draft_fields
from core.exchange.refusals import ExchangeInvalid
from core.organizations.quota import Kind
from core.refusals import Invalid, Problem
from tenants.exchange import exchange_problems
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.exchange.planned_items import Planned, PlannedDraft, PlannedRecord
from tenants.use_cases.organizations import quotas
from tenants.use_cases.templates import templates


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """`kind` is template, envelope or archived_record; `source_id` what the archive calls it."""

    kind: str
    id: UUID
    name: str
    source_id: str


def check(tx: Transaction, planned: Sequence[Planned], now: datetime) -> None:
    """
    What the rules say of each, before a file is stored; announces the files.

    Raises ExchangeInvalid with all that is wrong, QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    drafts = [item for item in planned if isinstance(item, PlannedDraft)]
    if wrong := [problem for item in drafts for problem in _problems(tx, item, now)]:
        raise ExchangeInvalid(wrong)
    files = [file for item in planned for file in item.files]
    quotas.require(tx, Kind.STORAGE, now, adding=sum(file.size for file in files))
    for file in files:
        tx.unused_files.announce(file.object, file.attempt)


def write(tx: Transaction, planned: Iterable[Planned], now: datetime) -> list[ImportedItem]:
    """After their files were stored. Raises ExchangeInvalid, QuotaReached."""
    tx.require(Permission.SEND_ENVELOPES)
    planned = list(planned)
    sizes = sum(file.size for item in planned for file in item.files)
    quotas.require(tx, Kind.STORAGE, now, adding=sizes)
    return [_write(tx, item, now) for item in planned]


def _write(tx: Transaction, item: Planned, now: datetime) -> ImportedItem:
    if isinstance(item, PlannedRecord):
        return _write_record(tx, item, now)
    made = envelope_creation.create(tx, item.whole, now)
    if item.description is not None:
        templates.add(tx, made, now)
        tx.templates.describe(made.id, item.description)
    return ImportedItem(item.kind, made.id, made.name, item.source_id)


def _write_record(tx: Transaction, item: PlannedRecord, now: datetime) -> ImportedItem:
    record = replace(item.record, imported_at=now, imported_by=tx.member.person_id)
    tx.archived_records.add(record)
    for file in item.files:
        tx.unused_files.keep(file.object, file.attempt)
    hashes = {str(file.id): file.sha256 for file in record.files}
    told = RecordImported(record_id=record.id, source=record.source, name=record.name, files=hashes)
    tx.record_admin((told,), tx.principal.actor, now)
    return ImportedItem(item.kind, record.id, record.name, item.source_id)


def _problems(tx: Transaction, item: PlannedDraft, now: datetime) -> Iterator[dict[str, str]]:
    """Of each field by itself, so that all are named; else the first of the whole."""
    whole, found = item.whole, False
    try:
        bare = envelope_creation.check(tx, replace(whole, fields=(), awaited={}), now)
    except Problem as wrong:
        yield from _told(item, wrong)
        return
    for n, field in enumerate(item.fields):
        try:
            draft_fields.placed(bare, field)
        except Problem as wrong:
            found = True
            yield from _told(item, wrong, "fields", n)
    if found:
        return
    try:
        envelope_creation.check(tx, whole, now)
    except Problem as wrong:
        yield from _told(item, wrong)


def _told(item: PlannedDraft, wrong: Problem, *where: str | int) -> Iterator[dict[str, str]]:
    place = (*item.place, *where)
    if not isinstance(wrong, Invalid):
        yield exchange_problems.problem(place, wrong.message, wrong.code)
        return
    for name, why in wrong.errors.items():
        yield exchange_problems.problem((*place, name), str(why))
