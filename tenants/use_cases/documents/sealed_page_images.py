"""Images of sealed pages: what the actor that draws them reads and writes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from core.refusals import NotFound
from tenants.store.documents import page_images
from tenants.store.evidence import sealed_files
from tenants.use_cases.documents.document_intake import RenderedPage
from tenants.use_cases.jobs.leasing import LeasedJob


def sealed_file(job: LeasedJob) -> bytes:
    """The sealed document. Raises NotFound when it was erased, SealedFileChanged."""
    with job.organization.transaction() as tx:
        row = tx.one(
            "select f.object, d.sealed_sha256 from sealed_files f join documents d"
            " on d.id = f.document_id where f.envelope_id = %s and f.document_id = %s",
            *(job.said("envelope_id", UUID), job.said("document_id", UUID)),
        )
    if not row["object"]:
        raise NotFound
    data = job.organization.get(row["object"])
    sealed_files.check(data, row["sealed_sha256"])
    return data


def drawn(job: LeasedJob, images: Sequence[RenderedPage], lines: Mapping[int, list[Any]]) -> None:
    """Keep the images and the text beside them. Raises NotFound when it was erased meanwhile."""
    organization, document_id = job.organization, job.said("document_id", UUID)
    width = job.said("width", int)
    names = [page_images.sealed_object_name(document_id, width, image.number) for image in images]
    for name, image in zip(names, images, strict=True):
        organization.put(name, image.data)
    rows = [
        (
            *(organization.id, document_id, width, image.number, image.media_type),
            page_images.encrypt_lines(organization, document_id, image.number, lines[image.number]),
        )
        for image in images
    ]
    if not _keep(job, rows):
        organization.delete(*names)
        raise NotFound


def _keep(job: LeasedJob, rows: Sequence[Sequence[object]]) -> bool:
    """False when what they show is erased. Envelope and files are erased under the same lock."""
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(job.said("envelope_id", UUID))
        if envelope.erased_at is not None:
            return False
        tx.run_many(
            "insert into sealed_pages (organization_id, document_id, width, number, media_type,"
            " lines) values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
            rows,
        )
        tx.jobs.done(job)
    return True
