"""Images of sealed pages: what the actor that draws them reads and writes."""

from collections.abc import Sequence
from uuid import UUID

from core.refusals import NotFound
from tenants.leased_job import LeasedJob
from tenants.store.documents.page_images import DrawnPage
from tenants.transaction import Transaction


def sealed_file(tx: Transaction, job: LeasedJob) -> tuple[str, str]:
    """The sealed document's name in the object store, and the hash that the envelope has of it.

    Raises NotFound when it was erased.
    """
    envelope_id, document_id = job.argument("envelope_id", UUID), job.argument("document_id", UUID)
    filed = tx.sealed_files.get(envelope_id, document_id)
    if not filed.object:
        raise NotFound
    return filed.object, tx.documents.sealed(document_id)


def keep_pages(tx: Transaction, job: LeasedJob, width: int, pages: Sequence[DrawnPage]) -> None:
    """
    Raises NotFound when what they show was erased meanwhile: then their files have to go.

    Envelope and files are erased under the same lock.
    """
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    if envelope.erased_at is not None:
        raise NotFound
    tx.page_images.add_sealed(job.argument("document_id", UUID), width, pages)
    tx.jobs.done(job)
