"""Taking a document in: what the actors of intake read and write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from core.documents.document import DocumentStatus, Page
from core.documents.earlier_signatures import EarlierSignatures
from core.documents.edited_page import EditedPage
from core.documents.refusals import NotTakenIn
from core.envelopes.drafts import draft_documents
from core.envelopes.envelope import Outcome, with_documents
from core.fields import found_field
from core.jobs.job import Job
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants.leased_job import LeasedJob
from tenants.store.documents.page_images import SIGNING_WIDTH, DrawnPage
from tenants.store.documents.unused_files import KIND
from tenants.transaction import Transaction
from tenants.use_cases.documents import paper, replacing, unused_files
from tenants.use_cases.documents.draft_uploads import original_name
from tenants.use_cases.envelopes import requested_sending


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """
    What intake made of a file: the canonical version, its pages, codes of what was changed.

    `found` are the form fields it brought along: kind, page from 1, x, y, width, height in
    points from the top left corner as shown, required, label. Of a file with `earlier` digital
    signatures the canonical version is the file itself.
    """

    canonical: bytes
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()
    found: list[dict[str, Any]] = field(default_factory=list)
    earlier: EarlierSignatures | None = None
    asked: tuple[str, ...] = ()
    lacks_values: bool = False


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """
    An uploaded file by its name in the object store, and what intake needs to know of it.

    `own` is its name once it is stored for this document alone: one that is made anew has the file
    of another. `values_may_lack`: a template shows merge fields by their names.
    """

    object: str
    own: str
    password: str | None
    paper: str
    values: Mapping[str, str] = field(default_factory=dict)
    page_edits: tuple[EditedPage, ...] = ()
    values_may_lack: bool = False


class RenderedPage(Protocol):
    """A page image as actors/pdf renders it."""

    @property
    def number(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def data(self) -> bytes: ...


def original(tx: Transaction, job: LeasedJob) -> OriginalFile:
    """Raises NotFound when it was removed."""
    sha256, password, files_id = tx.documents.original(_document_id(job))
    size = paper.of(tx.own_organization.profile())
    values = tx.documents.merge_values([_document_id(job)]).get(_document_id(job), {})
    edits = tx.documents.page_edits(_document_id(job))
    return OriginalFile(
        original_name(files_id, sha256),
        original_name(_document_id(job), sha256),
        *(password, size, values, edits),
        tx.documents.is_of_template(_document_id(job)),
    )


def was_removed(tx: Transaction, job: LeasedJob) -> bool:
    """Whether the job is about a document that was removed or erased meanwhile."""
    return "document_id" in job.arguments and not tx.documents.is_there(_document_id(job))


def accept(
    tx: Transaction, job: LeasedJob, result: IntakeResult, sha256: str, now: datetime
) -> None:
    """The canonical version is stored under its hash; its pages are rendered by other jobs."""
    envelope = tx.envelopes.lock(_envelope_id(job))
    document_id = _document_id(job)
    outcome = draft_documents.accept(
        *(envelope, document_id, sha256, result.pages, result.notes),
        earlier=result.earlier,
        asked=result.asked,
        lacks_values=result.lacks_values,
    )
    before, after = (e.document(document_id) for e in (envelope, outcome.envelope))
    _record(tx, job, outcome, now)
    if outcome.envelope.document(document_id).status is DocumentStatus.REJECTED:
        return
    tx.unused_files.keep(canonical_name(sha256), job.id)
    if before.files_of and not after.files_of:
        tx.unused_files.keep(original_name(document_id, after.original_sha256), job.id)
    # A ready template, or a document with other pages, has fields before it is taken in.
    placed = [f for f in outcome.envelope.fields if f.document_id == document_id]
    found = found_field.uncovered(result.found, placed)
    tx.documents.set_found_fields(envelope.id, document_id, found)


def delay(tx: Transaction, job: LeasedJob, reason: str, now: datetime) -> None:
    """The page says what is waited for. It is no act of anyone, so no trail tells it."""
    envelope = tx.envelopes.lock(_envelope_id(job))
    outcome = draft_documents.delay(envelope, _document_id(job), reason)
    if outcome.envelope != envelope:
        tx.record(outcome, SYSTEM.actor, now)


def reject(
    tx: Transaction,
    job: LeasedJob,
    reason: str,
    now: datetime,
    asked: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> None:
    """
    `reason` is the name of the refusal that intake met.

    `asked` are the merge fields it found, `notes` say more about the reason. An infected file is
    deleted: its name, size and hash stay, and what the scanner calls it.
    """
    envelope = tx.envelopes.lock(_envelope_id(job))
    outcome = draft_documents.reject(envelope, _document_id(job), reason, asked, notes)
    _record(tx, job, outcome, now)
    document = outcome.envelope.document(_document_id(job))
    if document.is_infected:
        names = unused_files.of_document(document)
        tx.jobs.add(tx.organization_id, [Job(KIND, {"name": name}) for name in names])


def give_up(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """
    The job is dead: its document waits no longer, and a password it was given is forgotten.

    The sender may have it tried again, an operator may revive the job.
    """
    if was_removed(tx, job):
        return
    envelope = tx.envelopes.lock(_envelope_id(job))
    outcome = draft_documents.reject(envelope, _document_id(job), NotTakenIn.code)
    requested_sending.record(tx, outcome, now)
    tx.documents.forget_password(envelope.id, _document_id(job))


def give_up_pages(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """
    The job is dead: the page of its draft says so. Other sizes are drawn when they are looked at.
    """
    if "width" in job.arguments or was_removed(tx, job):
        return
    envelope = tx.envelopes.lock(_envelope_id(job))
    outcome = draft_documents.give_up_pages(envelope, _document_id(job))
    if outcome.envelope != envelope:
        requested_sending.record(tx, outcome, now)


def canonical(tx: Transaction, job: LeasedJob) -> tuple[str, UUID]:
    """
    The name of the canonical version's file, and the document that page images are stored under.

    Raises NotFound when it was removed.
    """
    sha256, files_id = tx.documents.canonical(_document_id(job))
    return canonical_name(sha256), files_id


def keep_pages(
    tx: Transaction, job: LeasedJob, width: int, pages: Sequence[DrawnPage], now: datetime
) -> None:
    """
    Keep page images; the envelope can be sent when the first pages have theirs at signing size.

    Raises NotFound when the document was removed or erased meanwhile: then their files have to go.
    """
    document_id = _document_id(job)
    envelope = tx.envelopes.lock(_envelope_id(job))
    document = envelope.document(document_id)
    if envelope.erased_at is not None:
        raise NotFound
    tx.page_images.add(document_id, document.files_id, width, pages)
    done = tx.documents.pages_without_gap(document_id, SIGNING_WIDTH)
    changed = replace(document, pages_rendered=done)
    if changed.drawn and changed.lacks_pages:
        changed = replace(changed, reason="")
    replacing.pages_drawn(tx, with_documents(envelope, changed), changed, now)
    tx.jobs.done(job)


def drawn(images: Sequence[RenderedPage], lines: Mapping[int, list[Any]]) -> list[DrawnPage]:
    """The rows of these images, with the text beside each."""
    return [DrawnPage(i.number, i.height, i.media_type, lines[i.number]) for i in images]


def canonical_name(sha256: str) -> str:
    return f"canonical/{sha256}"


def _record(tx: Transaction, job: LeasedJob, outcome: Outcome, now: datetime) -> None:
    requested_sending.record(tx, outcome, now)
    tx.documents.forget_password(outcome.envelope.id, _document_id(job))
    tx.jobs.done(job)


def _document_id(job: LeasedJob) -> UUID:
    return job.argument("document_id", UUID)


def _envelope_id(job: LeasedJob) -> UUID:
    return job.argument("envelope_id", UUID)
