"""Draws some pages of a sealed document as images, with their text beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from actors.jobs import heavy_work
from actors.jobs.job import actor
from actors.pdf.rendering import page_views
from core.refusals import NotFound
from tenants.leased_job import LeasedJob
from tenants.store.documents.page_images import PageId, object_name
from tenants.use_cases.documents import document_intake, sealed_page_images
from tenants.use_cases.documents.document_intake import RenderedPage
from tenants.use_cases.evidence import sealed_files

SECONDS = 28


@actor
def render_sealed_pages(job: LeasedJob) -> None:
    numbers = tuple(range(job.argument("first", int), job.argument("last", int) + 1))
    images, texts = heavy_work.attempt(
        job,
        page_views.images_and_text,
        *(sealed_file(job), numbers, job.argument("width", int)),
        seconds=SECONDS,
    )
    lines = {text.number: [asdict(line) for line in text.lines] for text in texts}
    keep(job, images, lines)


def sealed_file(job: LeasedJob) -> bytes:
    """Raises NotFound when it was erased, SealedFileChanged."""
    with job.transaction() as tx:
        name, sha256 = sealed_page_images.sealed_file(tx, job)
    data = job.organization.get(name)
    sealed_files.check(data, sha256)
    return data


def keep(job: LeasedJob, images: Sequence[RenderedPage], lines: Mapping[int, list[Any]]) -> None:
    """Store the images, then say so. Raises NotFound when the document was erased meanwhile."""
    document_id, width = job.argument("document_id", UUID), job.argument("width", int)
    names = [object_name(PageId(document_id, i.number, width), sealed=True) for i in images]
    for name, image in zip(names, images, strict=True):
        job.organization.put(name, image.data)
    pages = document_intake.drawn(images, lines)
    try:
        with job.transaction() as tx:
            sealed_page_images.keep_pages(tx, job, width, pages)
    except NotFound:
        job.organization.delete(*names)
        raise
