"""
Making envelopes findable: their words are gathered by a job, never while somebody waits.

What search holds is derived and may be gone: nothing of a ceremony asks for it.
"""

from collections.abc import Iterator
from uuid import UUID

from core.envelopes import search
from core.envelopes.envelope import Envelope
from core.jobs.job import Job
from tenants.organization import Organization
from tenants.store.documents import page_images
from tenants.store.envelopes import details
from tenants.use_cases.jobs.leasing import LeasedJob

PAGES_AT_ONCE = 100
ENVELOPES_AT_ONCE = 100


def index(job: LeasedJob) -> None:
    """One envelope, as it is now; jobs that come later for the same version do nothing."""
    envelope_id = job.said("envelope_id", UUID)
    _index(job.organization, envelope_id)
    with job.organization.transaction() as tx:
        tx.run("select forget_done_indexing(%s)", envelope_id)
        tx.jobs.done(job)


def index_all(job: LeasedJob) -> None:
    """Some of an organization's envelopes, then a job for those after them."""
    after = job.said("after", UUID) if "after" in job.arguments else UUID(int=0)
    with job.organization.transaction() as tx:
        rows = tx.all(
            "select id from envelopes where id > %s order by id limit %s",
            *(after, ENVELOPES_AT_ONCE),
        )
    for row in rows:
        _index(job.organization, row["id"])
    with job.organization.transaction() as tx:
        if len(rows) == ENVELOPES_AT_ONCE:
            following = Job("index_envelopes", {"after": str(rows[-1]["id"])})
            tx.jobs.add(tx.organization_id, [following])
        tx.jobs.done(job)


def _index(organization: Organization, envelope_id: UUID) -> None:
    with organization.transaction() as tx:
        version = tx.envelopes.version(envelope_id)
        envelope = tx.envelopes.get(envelope_id)
        if tx.words.version(envelope_id) == version:
            # Who may see it may have changed without it.
            tx.words.refresh(envelope)
            return
    words = _first(_words(organization, envelope))
    with organization.transaction() as tx:
        tx.alone("indexing")
        if tx.envelopes.version(envelope_id) == version:
            tx.words.write(envelope, version, words)
            return
    # What was read is not so any more: somebody may have been forgotten in it meanwhile.
    _index(organization, envelope_id)


def _words(organization: Organization, envelope: Envelope) -> Iterator[str]:
    """Names first, for a long text is cut off."""
    yield envelope.name
    for recipient in envelope.recipients:
        yield f"{recipient.name} {recipient.email}"
    with organization.transaction() as tx:
        noted = details.texts(tx, envelope.id)
    yield from noted
    for document in envelope.documents:
        yield document.name
    for document in envelope.documents if envelope.erased_at is None else ():
        for first in range(1, len(document.pages) + 1, PAGES_AT_ONCE):
            yield from _text(organization, document.id, first)


def _text(organization: Organization, document_id: UUID, first: int) -> list[str]:
    """Of some pages, read and let go of before anything is done with it."""
    with organization.transaction() as tx:
        sealed = tx.all(
            "select number, lines from page_images where document_id = %s and width = %s"
            " and number between %s and %s order by number",
            *(document_id, page_images.SIGNING_WIDTH, first, first + PAGES_AT_ONCE - 1),
        )
    lines = (page_images.decrypt_lines(organization.key, document_id, row) for row in sealed)
    return [" ".join(str(line.get("text", "")) for line in page) for page in lines]


def _first(texts: Iterator[str]) -> set[str]:
    """As many different words as are kept of one envelope."""
    found: set[str] = set()
    for text in texts:
        for word in search.words(text):
            if len(found) == search.WORDS_LIMIT:
                return found
            found.add(word)
    return found
