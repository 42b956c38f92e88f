"""Replacing a document of a draft: its fields stand at the same words of the new version."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import BYTES_LIMIT, Document
from core.documents.refusals import EmptyFile, FileTooLarge
from core.envelopes.drafts import draft_replacing
from core.envelopes.envelope import Envelope, Outcome
from core.fields import found_field
from core.fields.anchoring import replacing
from core.fields.anchoring.anchor import DrawnLine
from core.fields.anchoring.replacing import Carried, Version
from core.organizations.quota import Kind
from tenants.transaction import Transaction
from tenants.use_cases.documents import draft_uploads, unused_files
from tenants.use_cases.documents.draft_uploads import StoredUpload
from tenants.use_cases.envelopes import requested_sending
from tenants.use_cases.fields import awaited_placing, found_fields
from tenants.use_cases.organizations import quotas


def check(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    name: str,
    file: StoredUpload,
    now: datetime,
) -> None:
    """Refuse a file before anything of it is stored. Raises what `begin` raises."""
    tx.require(Permission.SEND_ENVELOPES)
    if file.size > BYTES_LIMIT:
        raise FileTooLarge
    if not file.size:
        raise EmptyFile
    _begin(tx, tx.lock_changeable(envelope_id), document_id, name, file, now)


def begin(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    name: str,
    file: StoredUpload,
    now: datetime,
) -> Envelope:
    """
    Have a stored file taken in, which takes the place of a document when it is ready.

    Raises NotADraft, NotFound, TooManyDocuments, QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = _begin(tx, envelope, document_id, name, file, now)
    tx.record(outcome, tx.principal.actor, now)
    tx.unused_files.keep(file.object, file.attempt)
    there = {d.id for d in outcome.envelope.documents}
    _forget(tx, (d for d in envelope.documents if d.id not in there), now)
    return outcome.envelope


def pages_drawn(tx: Transaction, envelope: Envelope, document: Document, now: datetime) -> None:
    """Record it as it is now; a new version whose last page is drawn takes its place."""
    if not draft_replacing.is_due(envelope, document):
        complete, tags = awaited_placing.place(tx, envelope, document)
        requested_sending.record(tx, Outcome(complete), now)
        found_fields.forget(tx, complete, tags)
        return
    old = envelope.document(document.replaces or document.id)
    found = tx.documents.all_found_fields(envelope.id).get(document.id, [])
    carried = _carry(tx, envelope, old, document)
    replaced = draft_replacing.finish(envelope, document.id, carried)
    requested_sending.record(tx, replaced.outcome, now)
    placed = [f for f in replaced.outcome.envelope.fields if f.document_id == document.id]
    offered = found_field.uncovered(found, placed)
    lost = [found_field.lost(field, document.pages) for field in replaced.lost]
    if lost or len(offered) < len(found):
        tx.documents.set_found_fields(envelope.id, document.id, offered + lost)
    _forget(tx, [old], now)


def _begin(
    tx: Transaction,
    envelope: Envelope,
    document_id: UUID,
    name: str,
    file: StoredUpload,
    now: datetime,
) -> Outcome:
    outcome = draft_replacing.begin(
        *(envelope, document_id, file.document_id, draft_uploads.file_name(name)),
        *(file.sha256, file.size),
    )
    if outcome.events:
        quotas.require(tx, Kind.STORAGE, now, adding=file.size)
    return outcome


def _carry(tx: Transaction, envelope: Envelope, old: Document, new: Document) -> Carried:
    fields = [f for f in envelope.fields if f.document_id == old.id]
    if not fields:
        return Carried((), (), ())
    lines: dict[UUID, list[DrawnLine]] = {old.id: [], new.id: []}
    for document_id, page, drawn in tx.page_images.all_lines(lines, sealed=False):
        lines[document_id] += [DrawnLine(page, **line) for line in drawn]
    before, after = Version(old.pages, lines[old.id]), Version(new.pages, lines[new.id])
    same_file = bool(new.asked) and new.original_sha256 == old.original_sha256
    carried = replacing.carry(before, after, fields, same_file)
    if old.drawn:
        return carried
    # Not all of its text is known, so no field may be where it is not.
    return replace(carried, kept=(), moved=(), lost=tuple(fields))


def _forget(tx: Transaction, documents: Iterable[Document], now: datetime) -> None:
    for document in documents:
        files = unused_files.of_document(document)
        tx.jobs.add(tx.organization_id, unused_files.later(files, now))
