"""Envelopes whose signer attaches a file."""

from datetime import datetime
from uuid import uuid4

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.signing.origin import Origin
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.openers import attachment_upload
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.signing import attachments
from tests.tenants import ceremonies
from tests.tenants.opening import run

ORIGIN = Origin("192.0.2.7", "a browser")


def sent(member: Member, now: datetime, signers: int = 1) -> Envelope:
    """Each signer has an attachment first, then a signature."""
    draft = ceremonies.draft_with_document(member, now)
    people = [Recipient(uuid4(), f"Signer {n}", f"signer-{n}@example.com") for n in range(signers)]
    run(member, drafting.name_recipients, draft.id, people, now)
    document, kind = draft.documents[0].id, kinds.named("attachment")
    fields = []
    for n, one in enumerate(people):
        place = (1, 60.0, 60.0 + 40 * n, *kind.size)
        fields.append(Field(uuid4(), document, (one.id,), kind, *place))
        fields.append(ceremonies.signature_field(document, one.id, 500 + 60 * n))
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


def uploaded(member: Member, now: datetime) -> Envelope:
    """Its signer has sent a file, which no one has checked yet."""
    envelope = sent(member, now)
    upload(member, envelope, 0, now)
    return envelope


def upload(member: Member, envelope: Envelope, number: int, now: datetime) -> Ceremony:
    """By this signer, who has consented."""
    one = envelope.recipients[number]
    ceremony = ceremonies.enter(member, one)
    ceremonies.consent(ceremony, ORIGIN, now)
    field = next(f for f in envelope.fields_of(one.id) if f.kind.is_uploaded)
    attachment_upload.upload(ceremony, field.id, f"card-{number}.png", ceremonies.PNG, now)
    return ceremony


def attach(member: Member, envelope: Envelope, number: int, now: datetime) -> Ceremony:
    """The same, and the worker was told that it opens."""
    upload(member, envelope, number, now)
    job = ceremonies.lease_open(member, "check_attachment", envelope.id)
    run(job, attachments.keep, job, now)
    return ceremonies.enter(member, envelope.recipients[number])


def finish(member: Member, envelope: Envelope, number: int, now: datetime) -> None:
    attach(member, envelope, number, now)
    sign(member, envelope, number, now)


def completed(member: Member, now: datetime, signers: int = 1) -> Envelope:
    envelope = sent(member, now, signers)
    for number in range(signers):
        finish(member, envelope, number, now)
    return sealed(member, envelope, now)


def sealed(member: Member, envelope: Envelope, now: datetime) -> Envelope:
    job = ceremonies.lease_open(member, "seal_envelope", envelope.id)
    parts = {envelope.documents[0].id: ceremonies.SEALED}
    assert ceremonies.complete(job, parts, b"%PDF-1.7 certificate", now)
    return run(member, reading.envelope, envelope.id)


def sign(member: Member, envelope: Envelope, number: int, now: datetime) -> None:
    """Who has attached a file signs and finishes."""
    ceremony = ceremonies.enter(member, envelope.recipients[number])
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    signed = next(f for f in ceremony.fields if f.kind.is_signature)
    ceremonies.finish(ceremony, {signed.id: "mine"}, ORIGIN, now)
