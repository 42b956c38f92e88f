"""The work of erasing one person: envelope by envelope, then wherever else their address stands."""

import time
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus
from uuid import UUID

from core.addresses import email_address
from core.envelopes import search
from core.envelopes.envelope import Envelope
from core.events.admin_events import PersonErased
from core.jobs.job import Job
from core.retention import person_erasure
from core.retention.person_erasure import Keeping
from core.retention.retention import Cause
from tenants.organization import Transaction
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import document_erasure, erasure_record, legal_holds, redacting
from tenants.use_cases.retention.erasure_requests import CONTEXT

SECONDS = 20
WINDOW = 2_000


def forget(job: LeasedJob, now: datetime) -> None:
    """
    Some seconds of it; the next step is a job of its own. What was done already is not found
    again, so a step that was cut off is simply done once more.
    """
    row = _row(job)
    if row is None:
        return
    address = job.organization.key.decrypt(bytes(row["address"]), CONTEXT).decode()
    after, until = row["after"], time.monotonic() + SECONDS
    while True:
        ids, about = _window(job, address, after)
        for envelope_id in about:
            _let_go(job, envelope_id, address, row["with_documents"], now)
        if len(ids) < WINDOW:
            _finish(job, address, now)
            return
        after = ids[-1]
        if time.monotonic() > until:
            break
    with job.organization.transaction() as tx:
        tx.run("update erasures set after = %s where id = %s", after, _id(job))
        tx.jobs.add(tx.organization_id, [Job(job.kind, job.arguments)])
        tx.jobs.done(job)


def _row(job: LeasedJob) -> dict[str, Any] | None:
    with job.organization.transaction() as tx:
        row = tx.maybe(
            "select address, with_documents, after from erasures"
            " where id = %s and finished_at is null",
            _id(job),
        )
        if row is None:
            tx.jobs.done(job)
    return row


def _window(job: LeasedJob, address: str, after: UUID) -> tuple[list[UUID], list[UUID]]:
    """The next envelopes, and those of them that are about this person."""
    with job.organization.transaction() as tx:
        rows = tx.all("select id from envelopes where id > %s order by id limit %s", after, WINDOW)
        ids = [row["id"] for row in rows]
        about = {*_mentions(tx, ids, address), *_sent(tx, ids, address)}
        return ids, sorted({envelope_id for envelope_id, _ in about})


def _mentions(
    tx: Transaction, envelope_ids: list[UUID], address: str
) -> dict[tuple[UUID, str], bool]:
    """
    As which recipients (envelope's id, recipient's id) the address is or was in these envelopes.

    False where the recipient was corrected and is somebody else now. In drafts a person may have
    been named and removed again: the trail remembers them.
    """
    told = {
        (said.envelope_id, said.subject)
        for said in tx.audit.named(envelope_ids)
        for value in said.personal
        if value.name in ("email", "old_email") and email_address.fold(value.value) == address
    }
    rows = tx.all(
        "select envelope_id, id, folded_email = %s as theirs from recipients"
        " where envelope_id = any(%s)",
        *(address, envelope_ids),
    )
    theirs = {(row["envelope_id"], str(row["id"])): bool(row["theirs"]) for row in rows}
    there = {key for key, is_theirs in theirs.items() if is_theirs}
    return {key: theirs.get(key, True) for key in told | there}


def _sent(tx: Transaction, envelope_ids: list[UUID], address: str) -> set[tuple[UUID, str]]:
    """Which of these envelopes they sent as a member: (envelope's id, person's id)."""
    rows = tx.all(
        "select envelope_id, subject from subject_keys where envelope_id = any(%s) and subject in"
        " (select person_id::text from former_members where lower(email) = %s)",
        *(envelope_ids, address),
    )
    return {(row["envelope_id"], row["subject"]) for row in rows}


def _let_go(
    job: LeasedJob, envelope_id: UUID, address: str, with_documents: bool, now: datetime
) -> None:
    """Decided anew under the envelope's lock: a hold may have been placed meanwhile."""
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(envelope_id)
        if _keeping(tx, envelope, address):
            return
        found = _mentions(tx, [envelope_id], address)
        ids = [id for (_, id), theirs in found.items() if theirs]
        corrected = [id for (_, id), theirs in found.items() if not theirs]
        sent = [id for _, id in _sent(tx, [envelope_id], address)]
        with erasure_record.noted(tx, envelope_id, now):
            called = redacting.names(tx, envelope_id, ids)
            tx.audit.values.destroy(envelope_id, [*ids, *sent])
            _blank(tx, envelope_id, [UUID(id) for id in ids])
            redacting.unsay(tx, envelope_id, address, called, corrected)
        tx.words.empty(tx.envelopes.get(envelope_id))
        of = {"envelope_id": str(envelope_id)}
        tx.jobs.add(tx.organization_id, [Job("index_envelope", of)])
        if with_documents and ids and envelope.erased_at is None:
            document_erasure.mark(tx, envelope_id, Cause.PERSON, now)
            tx.jobs.add(tx.organization_id, [Job("erase_documents", of)])
        tx.run("update erasures set erased = erased + 1 where id = %s", _id(job))


def _keeping(tx: Transaction, envelope: Envelope, address: str) -> Keeping | None:
    """Also by a hold on whoever is erased, where a recipient was corrected to somebody else."""
    addresses = legal_holds.addresses(tx, envelope.id) | {address}
    return person_erasure.keeping(envelope.id, envelope.status, addresses, legal_holds.holds(tx))


def _blank(tx: Transaction, envelope_id: UUID, recipient_ids: list[UUID]) -> None:
    tx.run_many(
        "update recipients set name = %s, email = %s, link_generation = link_generation + 1"
        " where id = %s",
        [(person_erasure.NAME, person_erasure.address_of_nobody(id), id) for id in recipient_ids],
    )
    tx.run("update fields set value = '' where recipient_id = any(%s)", recipient_ids)
    tx.run("update signatures set image = '' where recipient_id = any(%s)", recipient_ids)
    owners = [f"recipient:{id}" for id in recipient_ids]
    tx.run("delete from signature_uploads where owner = any(%s)", owners)
    tx.run("update envelopes set version = version + 1 where id = %s", envelope_id)


def _finish(job: LeasedJob, address: str, now: datetime) -> None:
    """Everything else that has the address, unless it was put on hold meanwhile."""
    with job.organization.transaction() as tx:
        holds = legal_holds.holds(tx)
        if not (holds.organization or address in holds.addresses):
            _forget_elsewhere(tx, address, now)
        kept = tx.one(
            "select count(distinct envelope_id) as n from recipients where folded_email = %s",
            address,
        )["n"]
        row = tx.one(
            "update erasures set finished_at = %s, address = null, kept = %s where id = %s"
            " returning erased",
            *(now, kept, _id(job)),
        )
        erased = PersonErased(erasure_id=_id(job), envelopes=row["erased"], kept=kept)
        tx.administer((erased,), "system", now)
        tx.jobs.done(job)


def _forget_elsewhere(tx: Transaction, address: str, now: datetime) -> None:
    for table in ("contacts", "correspondents", "invitations"):
        tx.run(f"delete from {table} where lower(email) = %s", address)  # noqa: S608 - a table of ours
    tx.run(
        "update legal_holds set address = '' where address = %s and lifted_at is not null", address
    )
    _forget_in_lists(tx, address)
    _forget_in_log(tx, address, now)
    _forget_former(tx, address, now)
    # However many envelopes had them: common words are not looked after one by one.
    tx.run("select forget_words(%s)", search.words(address))


def _forget_in_lists(tx: Transaction, address: str) -> None:
    """What members have searched for, and why they voided many at once."""
    for typed in (address, quote_plus(address).lower()):
        tx.run("delete from saved_views where position(%s in lower(name || filters)) > 0", typed)
    tx.run(
        "update bulk_actions set arguments = arguments - 'reason'"
        " where position(%s in lower(arguments ->> 'reason')) > 0",
        address,
    )


def _forget_in_log(tx: Transaction, address: str, now: datetime) -> None:
    """Of an entry that names the address, whatever else it says of them goes as well."""
    subjects = {said.subject for said in tx.admin_log.saying(address)}
    # Only now: whoever changes something meanwhile does not wait for the search.
    with erasure_record.noted_in_log(tx, subjects, now):
        tx.admin_log.values.forget(tx.organization_id, lambda said, _: said.says(address), subjects)


def _forget_former(tx: Transaction, address: str, now: datetime) -> None:
    """Somebody who was a member: how they signed in, and what the log says of them."""
    rows = tx.all("select person_id from former_members where lower(email) = %s", address)
    ids = [row["person_id"] for row in rows]
    tx.run("delete from sso_identities where person_id = any(%s)", ids)
    subjects = [str(id) for id in ids]
    with erasure_record.noted_in_log(tx, subjects, now):
        tx.admin_log.values.destroy(tx.organization_id, subjects)
    tx.run(
        "update former_members set name = %s, email = '' where person_id = any(%s)",
        *(person_erasure.NAME, ids),
    )


def _id(job: LeasedJob) -> UUID:
    return job.said("erasure_id", UUID)
