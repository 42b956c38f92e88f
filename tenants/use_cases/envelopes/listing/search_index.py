"""
The words by which envelopes are found: a job gathers them, never a request.

What search holds is derived and may be gone: nothing of a ceremony asks for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from core.documents.document import Document
from core.envelopes.envelope import Envelope
from core.envelopes.listing import search
from core.jobs.job import Job
from tenants.leased_job import LeasedJob
from tenants.store.documents import page_images
from tenants.transaction import Transaction

PAGES_AT_ONCE = 100
ENVELOPES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class EnvelopeToIndex:
    """An envelope at one version; its words are gathered with no transaction open."""

    envelope: Envelope
    version: int
    details: list[str]


def begin(tx: Transaction, envelope_id: UUID) -> EnvelopeToIndex | None:
    """
    None when it is indexed already, or a template. Who may see it may have changed without it.
    """
    envelope, version = tx.envelopes.versioned(envelope_id)
    if envelope.content_of is not None:
        return None
    if tx.words.version(envelope_id) == version:
        tx.words.refresh(envelope)
        return None
    return EnvelopeToIndex(envelope, version, tx.details.texts(envelope_id))


def page_texts(tx: Transaction, document_id: UUID, first: int) -> list[str]:
    """Of up to 100 pages."""
    rows = tx.words.page_lines(document_id, page_images.SIGNING_WIDTH, first, PAGES_AT_ONCE)
    lines = (page_images.decrypt_lines(tx.key, row["files_id"], row) for row in rows)
    return [" ".join(str(line.get("text", "")) for line in page) for page in lines]


def write(tx: Transaction, found: EnvelopeToIndex, words: set[str]) -> bool:
    """False when it was changed meanwhile: a person may have been erased from it."""
    tx.lock_exclusive("indexing")
    if tx.envelopes.version(found.envelope.id) != found.version:
        return False
    tx.words.write(found.envelope, found.version, words)
    return True


def end(tx: Transaction, job: LeasedJob, envelope_id: UUID) -> None:
    tx.words.forget_done_jobs(envelope_id)
    tx.jobs.done(job)


def some(tx: Transaction, job: LeasedJob) -> list[UUID]:
    """The next of an organization's envelopes that a job for all of them makes findable."""
    after = job.argument("after", UUID) if "after" in job.arguments else UUID(int=0)
    return tx.envelopes.ids_after(after, ENVELOPES_AT_ONCE)


def queue_next(tx: Transaction, job: LeasedJob, done: Sequence[UUID]) -> None:
    """Another job for those after them, unless they were the last."""
    if len(done) == ENVELOPES_AT_ONCE:
        following = Job("index_envelopes", {"after": str(done[-1])})
        tx.jobs.add(tx.organization_id, [following])
    tx.jobs.done(job)


def words(found: EnvelopeToIndex, page_texts: Iterable[str]) -> set[str]:
    """As many different words as are kept of one envelope; names first, for the rest is cut off."""
    kept: set[str] = set()
    for text in chain(_noted(found), page_texts):
        for word in search.words(text):
            if len(kept) == search.WORDS_LIMIT:
                return kept
            kept.add(word)
    return kept


def first_pages(envelope: Envelope) -> Iterator[tuple[UUID, int]]:
    """Where each portion of pages begins."""
    for document in _found_by(envelope) if envelope.erased_at is None else ():
        for first in range(1, len(document.pages) + 1, PAGES_AT_ONCE):
            yield document.id, first


def _noted(found: EnvelopeToIndex) -> Iterator[str]:
    envelope = found.envelope
    yield envelope.name
    for recipient in envelope.recipients:
        yield f"{recipient.name} {recipient.email}"
    yield from found.details
    for document in _found_by(envelope):
        yield document.name


def _found_by(envelope: Envelope) -> Iterator[Document]:
    """What is hidden from a recipient is not searched: they might find words of it."""
    return (d for d in envelope.documents if not d.hidden_from)
