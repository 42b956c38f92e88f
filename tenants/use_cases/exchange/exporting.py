"""Reading what an archive is to hold: envelopes, templates, archived records, and their files."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from core import access
from core.access import Permission
from core.documents.document import Document
from core.envelopes.envelope import Envelope, Status
from core.evidence.audit import Entry
from core.exchange.events import ArchiveExported
from core.exchange.refusals import NothingToExport, TooMuchToExport
from core.refusals import Forbidden
from core.signing import attaching
from tenants.exchange.archive_models import ITEMS_LIMIT, Exchange
from tenants.exchange.draft_models import ExchangedEnvelope, ExchangedTemplate
from tenants.exchange.record_models import (
    ExchangedParty,
    ExchangedRecord,
    NamedRecord,
    RecordedFile,
)
from tenants.transaction import Transaction
from tenants.use_cases.archived_records import archived_records
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.documents.draft_uploads import original_name
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.exchange import exported_draft
from tenants.use_cases.exchange.leaving_file import LeavingFile, named
from tenants.use_cases.signing import attachments
from tenants.use_cases.templates import template_pages

PRODUCT = "Countersign"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """`exchange` has no files yet: their hashes are known once they were read."""

    exchange: Exchange
    files: Sequence[LeavingFile]


@dataclass(slots=True)
class _Export:
    tx: Transaction
    now: datetime
    files: dict[str, LeavingFile] = field(default_factory=dict)

    def add(self, file: LeavingFile) -> str:
        self.files.setdefault(file.path, file)
        return file.path


def read(
    tx: Transaction,
    now: datetime,
    *,
    template_ids: Sequence[UUID] = (),
    envelope_ids: Sequence[UUID] = (),
    record_ids: Sequence[UUID] = (),
) -> ExportPlan:
    """
    What the member may see. Raises NotFound, Forbidden, NothingToExport, TooMuchToExport.
    """
    tx.require(Permission.READ_ENVELOPES)
    ids = [*template_ids, *envelope_ids, *record_ids]
    if len(ids) > ITEMS_LIMIT:
        raise TooMuchToExport
    if not ids:
        raise NothingToExport
    export = _Export(tx, now)
    exchange = Exchange(
        format="countersign-exchange",
        version=1,
        created_at=now,
        made_by=PRODUCT,
        templates=[_template(export, id) for id in template_ids],
        envelopes=[_envelope(export, id) for id in envelope_ids],
        archived_records=[_record(export, id) for id in record_ids],
    )
    told = ArchiveExported(count=len(ids), ids=sorted(map(str, ids)))
    tx.record_admin((told,), tx.principal.actor, now)
    return ExportPlan(exchange, tuple(export.files.values()))


def _template(export: _Export, template_id: UUID) -> ExchangedTemplate:
    found = template_pages.page(export.tx, template_id)
    draft = _draft(export, found.shown)
    return ExchangedTemplate(
        **draft | {"id": str(template_id)}, description=found.template.description
    )


def _envelope(export: _Export, envelope_id: UUID) -> ExchangedEnvelope:
    tx = export.tx
    if access.sees_as_recipient(tx.role, tx.standing(envelope_id)):
        raise Forbidden
    envelope = tx.envelopes.get(envelope_id)
    if envelope.erased_at is not None:
        raise NothingToExport
    completed = envelope.status is Status.COMPLETED
    return ExchangedEnvelope(
        **_draft(export, envelope),
        status=envelope.status,
        created_at=envelope.created_at,
        record=_completed(export, envelope) if completed else None,
    )


def _draft(export: _Export, envelope: Envelope) -> dict[str, Any]:
    values = export.tx.documents.merge_values([d.id for d in envelope.documents if d.asked])
    return exported_draft.members(
        envelope, lambda document: export.add(_document_file(document)), values
    )


def _document_file(document: Document) -> LeavingFile:
    """
    As it was uploaded, so that it is taken in anew elsewhere. Where pages were edited or a password
    was needed, as it is shown: what was removed does not leave, and nothing is locked.
    """
    shown = document.page_edits or document.edits_final or "decrypted" in document.notes
    if shown and document.canonical_sha256:
        sha256 = document.canonical_sha256
        return named("documents", f"{document.name}.pdf", sha256, canonical_name(sha256))
    sha256 = document.original_sha256
    return named("documents", document.name, sha256, original_name(document.files_id, sha256))


def _completed(export: _Export, envelope: Envelope) -> ExchangedRecord:
    """What a recipient could show to a court: sealed documents, certificate, trail."""
    tx = export.tx
    files = [*_sealed(export, envelope), *_attached(export, envelope)]
    envelope, _, entries = reading.with_trail(tx, *tx.envelopes.versioned(envelope.id))
    trail = _trail(envelope, entries)
    path = export.add(named("trails", f"{envelope.id}.json", "", "", trail))
    files.append(RecordedFile(kind="trail", name="audit-trail.json", file=path))
    return ExchangedRecord(
        source=PRODUCT,
        source_id=str(envelope.id),
        sent_at=envelope.sent_at,
        completed_at=envelope.status_at,
        parties=[
            ExchangedParty(
                name=r.name[:300],
                email=r.email[:254],
                role=r.role.name,
                status=r.status,
                at=r.completed_at,
            )
            for r in envelope.recipients
        ],
        files=files,
    )


def _sealed(export: _Export, envelope: Envelope) -> Iterator[RecordedFile]:
    for id in [*(d.id for d in envelope.documents), None]:
        tx, actor = export.tx, export.tx.principal.actor
        found = sealed_files.find(tx, envelope.id, id, actor=actor, now=export.now)
        kind = "document" if id else "certificate"
        folder = "sealed" if id else "certificates"
        file = named(folder, found.name, found.sha256, found.object)
        yield _recorded(kind, found.name, export.add(file))


def _attached(export: _Export, envelope: Envelope) -> Iterator[RecordedFile]:
    kept = attaching.files(envelope)
    for _, each in kept:
        found = attachments.find(export.tx, envelope, kept, each.id, export.now)
        file = named("attached", found.name, found.sha256, found.object)
        yield _recorded("attachment", found.name, export.add(file))


def _record(export: _Export, record_id: UUID) -> NamedRecord:
    record = archived_records.get(export.tx, record_id)
    return NamedRecord(
        id=str(record.id),
        name=record.name,
        source=record.source,
        source_id=record.source_id,
        sent_at=record.sent_at,
        completed_at=record.completed_at,
        parties=[
            ExchangedParty(name=p.name, email=p.email, role=p.role, status=p.status, at=p.at)
            for p in record.parties
        ],
        files=[
            _recorded(f.kind, f.name, export.add(named("records", f.name, f.sha256, f.object)))
            for f in record.files
        ],
    )


def _recorded(kind: str, name: str, path: str) -> RecordedFile:
    return RecordedFile.model_validate({"kind": kind, "name": name[:300], "file": path})


def _trail(envelope: Envelope, entries: Iterable[Entry]) -> bytes:
    """As in the export of an organization: docs/export.md says how it is checked."""
    told = {
        "organization": str(envelope.organization_id),
        "envelope": str(envelope.id),
        "head": {"sequence": envelope.head.sequence, "hash": envelope.head.hash},
        "entries": [
            {
                "text": entry.text,
                "hash": entry.hash,
                "personal": [
                    {"name": p.name, "salt": p.salt.hex(), "value": p.value}
                    for p in sorted(entry.personal, key=lambda p: p.name)
                ],
            }
            for entry in entries
        ],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
