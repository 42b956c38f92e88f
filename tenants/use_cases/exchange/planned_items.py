"""What becomes of the things in an archive: drafts, templates, records with new ids."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from core.archived_records.archived_record import ArchivedRecord, Party, RecordFile
from core.documents.earlier_signatures import Handling
from core.documents.supplement import Supplement
from core.envelopes import groups, recipient_options
from core.envelopes.recipient import Recipient
from core.envelopes.roles import registry as roles
from core.fields import kinds
from core.fields.anchoring.anchor import Anchor
from core.fields.anchoring.awaited_fields import AnchoredField, AwaitedFields
from core.fields.field import Field
from tenants.exchange.draft_models import ExchangedDraft, ExchangedTemplate
from tenants.exchange.exchange_problems import Place
from tenants.exchange.field_models import ExchangedField
from tenants.exchange.record_models import ExchangedRecord
from tenants.files.incoming_file import IncomingFile
from tenants.identifiers import new_id
from tenants.use_cases.archived_records.archived_records import object_name
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.envelopes.envelope_creation import (
    DocumentReading,
    UploadedFile,
    WholeEnvelope,
)
from tenants.use_cases.signing.recipient_choices import TypedSecrets

Open = Callable[[str], IncomingFile]
SCHEDULE = {"expire_days", "remind_after", "remind_every", "remind_most", "warn_days"}


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the archive, and where it is to be stored, by this attempt."""

    path: str
    object: str
    attempt: UUID
    size: int


@dataclass(frozen=True, slots=True)
class PlannedDraft:
    """
    `description`: of a template; None makes an envelope of it. `place` is where it stands.

    `fields` are all of them in the order in which they are given, wherever they are placed.
    """

    place: Place
    whole: WholeEnvelope
    files: Sequence[PlannedFile]
    fields: Sequence[Field]
    description: str | None = None
    source_id: str = ""

    @property
    def kind(self) -> str:
        return "envelope" if self.description is None else "template"


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """`record` is stored with the time and member of the import."""

    place: Place
    record: ArchivedRecord
    files: Sequence[PlannedFile]
    source_id: str = ""
    kind: str = "archived_record"


Planned = PlannedDraft | PlannedRecord


def draft(place: Place, given: ExchangedDraft, open_file: Open) -> PlannedDraft:
    """Raises EmptyFile, FileTooLarge."""
    uploads = [
        envelope_creation.uploaded(
            *(document.name, open_file(document.file), document.values),
            Handling.ATTACHED if document.attached else Handling.CANONICAL,
        )
        for document in given.documents
    ]
    people = _people(given)
    ids = [person.id for person in people]
    fields = [(f, _field(f, uploads, ids)) for f in given.fields]
    settings = given.settings
    whole = WholeEnvelope(
        *(new_id(), given.name, given.message, uploads, people),
        fields=[field for asked, field in fields if not asked.anchor],
        send=False,
        days=settings.model_dump(include=SCHEDULE, exclude_none=True),
        readings={
            upload.document_id: DocumentReading(
                [ids[n - 1] for n in document.hidden_from], Supplement(document.supplement or "")
            )
            for upload, document in zip(uploads, given.documents, strict=True)
            if document.hidden_from or document.supplement
        },
        awaited=_awaited(given, uploads, fields),
        secrets={
            person.id: TypedSecrets(r.access_code, [(q.question, q.answer) for q in r.questions])
            for person, r in zip(people, given.recipients, strict=True)
        },
        needed={step.order: step.needed for step in given.steps},
        delays={step.order: step.delay for step in given.steps},
        proofs=settings.proofs,
        confirms=settings.confirm_signatures,
        copies_to=settings.copies_to,
        template=isinstance(given, ExchangedTemplate),
    )
    files = [
        PlannedFile(document.file, upload.stored_name, upload.attempt, upload.data.size)
        for upload, document in zip(uploads, given.documents, strict=True)
    ]
    description = given.description if isinstance(given, ExchangedTemplate) else None
    placed = [field for _, field in fields]
    return PlannedDraft(place, whole, files, placed, description, given.id)


def record(
    place: Place,
    name: str,
    given: ExchangedRecord,
    sizes: Mapping[str, tuple[str, int]],
    source_id: str = "",
) -> PlannedRecord:
    """`sizes` has the SHA-256 and the size of each file, by its path."""
    record_id = new_id()
    files = []
    for file in given.files:
        file_id, (sha256, size) = new_id(), sizes[file.file]
        stored = object_name(record_id, file_id)
        files.append((file, RecordFile(file_id, file.kind, file.name, size, sha256, stored)))
    nobody, epoch = UUID(int=0), datetime.min.replace(tzinfo=UTC)
    made = ArchivedRecord(
        *(record_id, name, given.source, given.source_id, given.sent_at, given.completed_at),
        *(epoch, nobody),
        parties=tuple(Party(p.name, p.email, p.role, p.status, p.at) for p in given.parties),
        files=tuple(kept for _, kept in files),
    )
    planned = [PlannedFile(f.file, kept.object, new_id(), kept.size) for f, kept in files]
    return PlannedRecord(place, made, planned, source_id or given.source_id)


def _people(given: ExchangedDraft) -> list[Recipient]:
    group_ids = {r.group: new_id() for r in given.recipients if r.group}
    people = []
    for each in given.recipients:
        options = recipient_options.read(each.options.model_dump())
        if each.group:
            options = groups.options_in(options, group_ids[each.group], each.group)
        person = Recipient(
            *(new_id(), each.name, each.email, roles.named(each.role), each.order),
            role_name=each.role_name,
            options=options,
        )
        people.append(person)
    return people


def _field(given: ExchangedField, uploads: Sequence[UploadedFile], ids: Sequence[UUID]) -> Field:
    return Field(
        id=new_id(),
        document_id=uploads[given.document - 1].document_id,
        recipient_ids=tuple(ids[n - 1] for n in given.recipients),
        kind=kinds.named(given.kind),
        page=given.page or 1,
        x=given.x or 0.0,
        y=given.y or 0.0,
        width=given.width,
        height=given.height,
        required=given.required,
        label=given.label,
        properties=given.properties,
    )


def _awaited(
    given: ExchangedDraft,
    uploads: Sequence[UploadedFile],
    fields: Sequence[tuple[ExchangedField, Field]],
) -> dict[UUID, AwaitedFields]:
    found: dict[UUID, AwaitedFields] = {}
    for upload, document in zip(uploads, given.documents, strict=True):
        anchored = tuple(
            AnchoredField(Anchor(a.text, a.x, a.y, a.every), placed)
            for asked, placed in fields
            if (a := asked.anchor) and placed.document_id == upload.document_id
        )
        if anchored or document.place_tags:
            found[upload.document_id] = AwaitedFields(anchored, document.place_tags)
    return found
