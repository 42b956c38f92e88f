"""Draws some pages of a document as images, with their text beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from actors.jobs import heavy_work
from actors.jobs.job import actor, ends
from actors.pdf.rendering import page_views
from core.refusals import NotFound
from tenants.leased_job import LeasedJob
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId, object_name
from tenants.transaction import Transaction
from tenants.use_cases.documents import document_intake
from tenants.use_cases.documents.document_intake import RenderedPage

SECONDS = 28


@actor
def render_pages(job: LeasedJob) -> None:
    numbers = tuple(range(job.argument("first", int), job.argument("last", int) + 1))
    with job.transaction() as tx:
        name, files_id = document_intake.canonical(tx, job)
    images, texts = heavy_work.attempt_untrusted(
        job,
        page_views.images_and_text,
        *(job.organization.get(name), numbers, _width(job)),
        seconds=SECONDS,
    )
    lines = {text.number: [asdict(line) for line in text.lines] for text in texts}
    keep(job, images, lines, job.now(), files_id)


@ends("render_pages")
def give_up(tx: Transaction, job: LeasedJob) -> None:
    document_intake.give_up_pages(tx, job, job.now())


def keep(
    job: LeasedJob,
    images: Sequence[RenderedPage],
    lines: Mapping[int, list[Any]],
    now: datetime,
    files_id: UUID | None = None,
) -> None:
    """
    Store the images, then say so. `files_id`: whose files a copied document shares.

    Raises NotFound when the document was erased meanwhile.
    """
    # The width asked for names the image, even where a huge page was drawn narrower.
    width, files_id = _width(job), files_id or job.argument("document_id", UUID)
    names = [object_name(PageId(files_id, i.number, width), sealed=False) for i in images]
    for name, image in zip(names, images, strict=True):
        job.organization.put(name, image.data)
    pages = document_intake.drawn(images, lines)
    try:
        with job.transaction() as tx:
            document_intake.keep_pages(tx, job, width, pages, now)
    except NotFound:
        # Nothing is left of what was stored of a document that has gone, unless a copy has it.
        with job.transaction() as tx:
            kept = tx.documents.in_use([files_id])
        if not kept:
            job.organization.delete(*names)
        raise


def _width(job: LeasedJob) -> int:
    return int(job.arguments.get("width", SIGNING_WIDTH))
