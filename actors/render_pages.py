"""Draws some pages of a document as images, with their text beside them."""

from dataclasses import asdict

from actors import heavy
from actors.job import actor
from actors.pdf import rendering
from tenants.store.documents.page_images import SIGNING_WIDTH
from tenants.use_cases.documents import document_intake
from tenants.use_cases.jobs.leasing import LeasedJob

SECONDS = 28


@actor
def render_pages(job: LeasedJob) -> None:
    numbers = tuple(range(job.said("first", int), job.said("last", int) + 1))
    width = job.arguments.get("width", SIGNING_WIDTH)
    images, texts = heavy.attempt_untrusted(
        job,
        rendering.images_and_text,
        document_intake.canonical(job),
        numbers,
        width,
        seconds=SECONDS,
    )
    lines = {text.number: [asdict(line) for line in text.lines] for text in texts}
    document_intake.rendered(job, images, lines, job.now())
