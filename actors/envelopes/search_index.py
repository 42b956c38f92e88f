"""Makes an envelope findable: its words are gathered with no transaction open."""

from collections.abc import Callable, Iterator
from uuid import UUID

from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.listing import search_index
from tenants.use_cases.envelopes.listing.search_index import EnvelopeToIndex


def index(
    job: LeasedJob, envelope_id: UUID, end: Callable[[Transaction], None] = lambda _: None
) -> None:
    """As it is now, and again while it is changed meanwhile; `end` in the commit of the last."""
    written = False
    while not written:
        with job.transaction() as tx:
            found = search_index.begin(tx, envelope_id)
            if found is None:
                end(tx)
        if found is None:
            return
        words = search_index.words(found, _page_texts(job, found))
        with job.transaction() as tx:
            written = search_index.write(tx, found, words)
            if written:
                end(tx)


def _page_texts(job: LeasedJob, found: EnvelopeToIndex) -> Iterator[str]:
    """Of some pages at a time, read and let go of before anything is done with them."""
    for document_id, first in search_index.first_pages(found.envelope):
        with job.transaction() as tx:
            texts = search_index.page_texts(tx, document_id, first)
        yield from texts
