"""Envelopes for the bench that everyone has signed, made through the use cases alone."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from actors.documents import intake_document, render_pages
from actors.pdf.intake import intake
from actors.pdf.intake.intake import Accepted
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from core.signing import link
from core.signing.origin import Origin
from tenants import leased_job
from tenants.ceremony import enter
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, sending
from tenants.use_cases.organizations import disclosures
from tenants.use_cases.signing import signature_images, signing_ceremony, typed_signature

SIGNERS = 2
PATIENCE = 120
NOTHING = b"not looked at"


@dataclass(frozen=True)
class Blank:
    """The image of a page that no one looks at."""

    number: int
    height: int = 1754
    media_type: str = "image/png"
    data: bytes = NOTHING


def to_seal(member: Member, pdfs: Sequence[bytes]) -> tuple[UUID, UUID]:
    """The ids of an envelope of these documents and of the job of sealing it.

    Two signers, each with a signature and a value on the first page of each document.
    """
    envelope_id, now = drafted(member, pdfs), datetime.now(UTC)
    people = [
        Recipient(uuid4(), f"Signer {n}", f"signer-{n}@example.com", routing_order=n)
        for n in range(1, SIGNERS + 1)
    ]
    with member.transaction() as tx:
        documents = drafting.name_recipients(tx, envelope_id, people, now).documents
        fields = [field for each in documents for field in fields_of(each.id, people)]
        drafting.place_fields(tx, envelope_id, fields, now)
        recipients = sending.send(tx, envelope_id, now).recipients
    for recipient in recipients:
        sign(member, recipient)
    jobs = _open(member, "seal_envelope", envelope_id)
    # The installation's own worker was quicker once in a while: then there is another envelope.
    return (envelope_id, jobs[0]) if jobs else to_seal(member, pdfs)


def drafted(member: Member, pdfs: Sequence[bytes], picture: bytes = NOTHING) -> UUID:
    """A draft with these documents, which are ready; `picture` is that of each page."""
    envelope_id, now = uuid4(), datetime.now(UTC)
    with member.transaction() as tx:
        drafting.create(tx, envelope_id, "Benchmark", now)
    made: dict[bytes, Accepted] = {}
    for number, pdf in enumerate(pdfs, 1):
        made[pdf] = made.get(pdf) or intake.accept(pdf)
        document_upload.upload(member, envelope_id, uuid4(), f"{number}.pdf", pdf, now)
        _take_in(member, envelope_id, made[pdf], picture)
    return envelope_id


def _take_in(member: Member, envelope_id: UUID, accepted: Accepted, picture: bytes) -> None:
    """As the worker does it; what the installation's own worker took first is waited for."""
    now, until = datetime.now(UTC), time.monotonic() + PATIENCE
    for job in _leased(member, "intake_document"):
        taken = document_intake.IntakeResult(accepted.canonical, accepted.pages)
        intake_document.accept(job, taken, now)
    while not _is_ready(member, envelope_id):
        for job in _leased(member, "render_pages"):
            numbers = range(job.argument("first", int), job.argument("last", int) + 1)
            blanks = [Blank(number, data=picture) for number in numbers]
            render_pages.keep(job, blanks, {number: [] for number in numbers}, now)
        if time.monotonic() > until:
            raise RuntimeError("A document of the bench was not ready in time.")


def _leased(member: Member, kind: str) -> list[LeasedJob]:
    found = (leased_job.lease(member.organization, job_id) for job_id in _open(member, kind))
    return [job for job in found if job is not None]


def _is_ready(member: Member, envelope_id: UUID) -> bool:
    with member.transaction() as tx:
        return all(document.drawn for document in tx.envelopes.get(envelope_id).documents)


def _open(member: Member, kind: str, envelope_id: UUID | None = None) -> list[UUID]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "select id from outbox where kind = %s and state = 'open' and lease_until is null"
            " and envelope_id = coalesce(%s, envelope_id) order by id",
            *(kind, envelope_id),
        )
    return [row["id"] for row in rows]


def fields_of(document_id: UUID, people: Sequence[Recipient]) -> list[Field]:
    """A signature and a text for each, on the first page."""
    return [
        Field(uuid4(), document_id, (person.id,), type, 1, x, 100.0 + 60 * n, 150, 40)
        for n, person in enumerate(people)
        for x, type in ((60.0, kinds.named("signature")), (300.0, kinds.named("text")))
    ]


def sign(member: Member, recipient: Recipient) -> None:
    """Consent, a typed signature and all values, each in a transaction as pages have it."""
    organization, now = member.organization, datetime.now(UTC)
    origin = Origin("192.0.2.7", "a browser")
    key = organization.installation.settings.link_key
    token = link.token(key, organization.id, recipient.id, recipient.link_generation)
    ceremony = enter(organization.installation, token)
    png = signature_images.check(typed_signature.draw(recipient.name, "caveat"))
    values = {field.id: "12 Example Street" for field in ceremony.fields}
    with ceremony.transaction() as tx:
        shown = disclosures.current(tx, ceremony.organization_name, signs=True)
        signing_ceremony.consent(tx, shown, origin, now)
    with ceremony.transaction() as tx:
        signing_ceremony.adopt(tx, uuid4(), "signature", "typed", png, now)
    with ceremony.transaction() as tx:
        signing_ceremony.finish(tx, values, now.date(), origin, now)
