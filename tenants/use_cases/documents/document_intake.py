"""Taking a document in: what the actors of intake read and write."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from psycopg.types.json import Jsonb

from core.documents.document import Page
from core.envelopes import draft
from core.envelopes.envelope import Outcome, with_documents
from core.refusals import NotFound
from tenants.organization import Organization, Transaction
from tenants.store.documents import page_images
from tenants.use_cases.documents import unused_files
from tenants.use_cases.envelopes.drafting import original_name
from tenants.use_cases.jobs.leasing import LeasedJob

WITHOUT_GAP = """
    select count(*) as pages from (
        select number, row_number() over (order by number) as place from page_images
        where document_id = %s and width = %s) as drawn
    where number = place
"""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """
    What intake made of a file: the canonical version, its pages, codes of what was changed.

    `found` are the form fields it brought along: kind, page from 1, x, y, width, height in
    points from the top left corner as shown, required, label.
    """

    canonical: bytes
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()
    found: list[dict[str, Any]] = field(default_factory=list)


class RenderedPage(Protocol):
    """A page image as actors/pdf renders it."""

    @property
    def number(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def data(self) -> bytes: ...


def original(job: LeasedJob) -> tuple[bytes, str | None]:
    """The uploaded file and the password it was given. Raises NotFound when it was removed."""
    document_id = _document_id(job)
    with job.organization.transaction() as tx:
        row = tx.one("select original_sha256, password from documents where id = %s", document_id)
    password = None
    if row["password"] is not None:
        context = f"password:{document_id}"
        password = job.organization.key.decrypt(row["password"], context).decode()
    return job.organization.get(original_name(document_id, row["original_sha256"])), password


def was_removed(job: LeasedJob) -> bool:
    """Whether the job is about a document that was removed or erased meanwhile."""
    if "document_id" not in job.arguments:
        return False
    with job.organization.transaction() as tx:
        there = tx.maybe(
            "select from documents d join envelopes e"
            " on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)"
            " where d.id = %s and e.erased_at is null",
            _document_id(job),
        )
    return there is None


def accept(job: LeasedJob, taken: TakenIn, now: datetime) -> None:
    """Keep the canonical version and have its pages rendered."""
    sha256 = hashlib.sha256(taken.canonical).hexdigest()
    unused_files.announce_shared(job.organization, canonical_name(sha256), job.id)
    job.organization.put(canonical_name(sha256), taken.canonical)
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(_envelope_id(job))
        outcome = draft.accept_document(
            envelope, _document_id(job), sha256, taken.pages, taken.notes
        )
        _record(tx, job, outcome, now)
        unused_files.keep(tx, canonical_name(sha256), job.id)
        tx.run(
            "update documents set found = %s where id = %s", Jsonb(taken.found), _document_id(job)
        )


def reject(job: LeasedJob, reason: str, now: datetime) -> None:
    """`reason` is the name of the refusal that intake met."""
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(_envelope_id(job))
        _record(tx, job, draft.reject_document(envelope, _document_id(job), reason), now)


def canonical(job: LeasedJob) -> bytes:
    """The canonical version. Raises NotFound when the document was removed."""
    with job.organization.transaction() as tx:
        row = tx.one("select canonical_sha256 from documents where id = %s", _document_id(job))
    return job.organization.get(canonical_name(row["canonical_sha256"]))


def rendered(
    job: LeasedJob,
    images: Sequence[RenderedPage],
    lines: Mapping[int, list[Any]],
    now: datetime,
) -> None:
    """
    Keep page images; the envelope can be sent when the first pages have theirs at signing size.

    Raises NotFound when the document was removed or erased meanwhile.
    """
    document_id = _document_id(job)
    organization = job.organization
    # The width asked for names the image, even where a huge page was drawn narrower.
    width = int(job.arguments.get("width", page_images.SIGNING_WIDTH))
    names = [page_images.object_name(document_id, width, image.number) for image in images]
    for name, image in zip(names, images, strict=True):
        organization.put(name, image.data)
    texts = [
        page_images.encrypt_lines(organization, document_id, i.number, lines[i.number])
        for i in images
    ]
    with _or_deleted(organization, names), organization.transaction() as tx:
        envelope = tx.envelopes.lock(_envelope_id(job))
        document = envelope.document(document_id)
        if envelope.erased_at is not None:
            raise NotFound
        tx.run_many(
            "insert into page_images (organization_id, document_id, width, number, height,"
            " media_type, lines) values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            [
                (*(organization.id, document_id, width, i.number, i.height, i.media_type), sealed)
                for i, sealed in zip(images, texts, strict=True)
            ],
        )
        done = tx.one(WITHOUT_GAP, document_id, page_images.SIGNING_WIDTH)
        changed = replace(document, pages_rendered=done["pages"])
        tx.record(Outcome(with_documents(envelope, changed)), "system", now)
        tx.jobs.done(job)


@contextmanager
def _or_deleted(organization: Organization, names: list[str]) -> Iterator[None]:
    """Nothing is left of what was stored when that which it is of has gone meanwhile."""
    try:
        yield
    except NotFound:
        organization.delete(*names)
        raise


def canonical_name(sha256: str) -> str:
    return f"canonical/{sha256}"


def _record(tx: Transaction, job: LeasedJob, outcome: Outcome, now: datetime) -> None:
    tx.record(outcome, "system", now)
    tx.run("update documents set password = null where id = %s", _document_id(job))
    tx.jobs.done(job)


def _document_id(job: LeasedJob) -> UUID:
    return job.said("document_id", UUID)


def _envelope_id(job: LeasedJob) -> UUID:
    return job.said("envelope_id", UUID)
