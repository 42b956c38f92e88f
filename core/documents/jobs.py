"""The work that the documents of an envelope call for: intake and pages."""

from uuid import UUID

from core.documents.document import FIRST_PAGES
from core.jobs.job import Job

CHUNK = FIRST_PAGES


def intake(envelope_id: UUID, document_id: UUID) -> Job:
    return Job("intake_document", _of(envelope_id, document_id))


def renderings(envelope_id: UUID, document_id: UUID, pages: int) -> tuple[Job, ...]:
    """All pages at the size for signing, in chunks that leave none out."""
    of = _of(envelope_id, document_id)
    return tuple(
        Job("render_pages", {**of, "first": n, "last": min(n + CHUNK - 1, pages)})
        for n in range(1, pages + 1, CHUNK)
    )


def rendering(envelope_id: UUID, document_id: UUID, number: int, width: int) -> Job:
    """One page at another size than that for signing, made because someone looks at it."""
    of = _of(envelope_id, document_id)
    return Job("render_pages", {**of, "first": number, "last": number, "width": width})


def sealed_rendering(envelope_id: UUID, document_id: UUID, numbers: range, width: int) -> Job:
    """Sealed pages at some size, drawn because someone looks at one of them."""
    of = _of(envelope_id, document_id)
    pages = {"first": numbers[0], "last": numbers[-1]}
    return Job("render_sealed_pages", {**of, **pages, "width": width})


def chunk_around(number: int, pages: int) -> range:
    """The pages that are drawn in one job with page `number`, which counts from 1."""
    first = number - (number - 1) % CHUNK
    return range(first, min(first + CHUNK - 1, pages) + 1)


def _of(envelope_id: UUID, document_id: UUID) -> dict[str, str]:
    return {"envelope_id": str(envelope_id), "document_id": str(document_id)}
