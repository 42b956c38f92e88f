"""Draws some pages of a document as images, with their text beside them."""

from dataclasses import asdict

from actors.jobs import heavy_work
from actors.jobs.job import actor
from actors.pdf.rendering import page_views
from tenants.store.documents.page_images import SIGNING_WIDTH
from tenants.use_cases.documents import document_intake
from tenants.use_cases.jobs.leasing import LeasedJob

SECONDS = 28


@actor
def render_pages(job: LeasedJob) -> None:
    numbers = tuple(range(job.said("first", int), job.said("last", int) + 1))
    width = job.arguments.get("width", SIGNING_WIDTH)
    images, texts = heavy_work.attempt_untrusted(
        job,
        page_views.images_and_text,
        document_intake.canonical(job),
        numbers,
        width,
        seconds=SECONDS,
    )
    lines = {text.number: [asdict(line) for line in text.lines] for text in texts}
    document_intake.rendered(job, images, lines, job.now())
