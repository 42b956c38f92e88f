"""Draws some pages of a sealed document as images, with their text beside them."""

from dataclasses import asdict

from actors.jobs import heavy_work
from actors.jobs.job import actor
from actors.pdf.rendering import page_views
from tenants.use_cases.documents import sealed_page_images
from tenants.use_cases.jobs.leasing import LeasedJob

SECONDS = 28


@actor
def render_sealed_pages(job: LeasedJob) -> None:
    numbers = tuple(range(job.said("first", int), job.said("last", int) + 1))
    images, texts = heavy_work.attempt(
        job,
        page_views.images_and_text,
        *(sealed_page_images.sealed_file(job), numbers, job.said("width", int)),
        seconds=SECONDS,
    )
    lines = {text.number: [asdict(line) for line in text.lines] for text in texts}
    sealed_page_images.drawn(job, images, lines)
