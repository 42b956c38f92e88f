"""An envelope with a real PDF, taken by real programs from upload to seal."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.actors.conftest import until
from tests.tenants import ceremonies
from tests.tenants.opening import run
from webapp.pages.evidence import verifications


def now() -> datetime:
    return datetime.now(UTC)


def uploaded(member: Member, pdf: bytes) -> Envelope:
    """A draft whose only document is waiting to be taken in."""
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", now())
    return document_upload.upload(member, envelope_id, uuid4(), "lease.pdf", pdf, now())


def taken_in(member: Member, pdf: bytes) -> Envelope:
    draft = uploaded(member, pdf)
    until(lambda: run(member, reading.envelope, draft.id).documents[0].readable, seconds=30)
    return run(member, reading.envelope, draft.id)


def sent(member: Member, pdf: bytes, signers: int = 1) -> Envelope:
    """To signers in sequence and a copy to a third party."""
    draft = taken_in(member, pdf)
    people = [
        Recipient(uuid4(), f"Signer {n}", f"signer-{n}@example.com", routing_order=n)
        for n in range(1, signers + 1)
    ]
    copy = Recipient(uuid4(), "Copy", "copy@example.com", CC, routing_order=9)
    run(member, drafting.name_recipients, draft.id, [*people, copy], now())
    run(member, drafting.place_fields, draft.id, fields(draft.documents[0].id, people), now())
    return run(member, sending.send, draft.id, now())


def signed(member: Member, envelope: Envelope) -> None:
    """By everybody, in order, once every page can be read."""
    until(lambda: all(d.drawn for d in run(member, reading.envelope, envelope.id).documents))
    for recipient in envelope.recipients:
        if recipient.role.acts:
            ceremonies.sign(member, recipient, now())


def status(member: Member, envelope: Envelope) -> str:
    return run(member, reading.envelope, envelope.id).status.value


def events(member: Member, envelope: Envelope) -> list[str]:
    return [entry.type for entry in run(member, reading.timeline, envelope.id).entries]


def job(member: Member, kind: str) -> dict[str, object]:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.rows.one(
            "select id, state, attempts, lease_until, last_error from outbox where kind = %s", kind
        )


def let_time_pass(member: Member) -> None:
    """Leases end, and what was published without being leased is due again."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update outbox set lease_until = least(lease_until, now()),"
            " published_until = least(published_until, now()) where state = 'open'"
        )


def verdict(member: Member, data: bytes) -> str:
    """What the public verification page would say."""
    installation, verification_id = member.organization.installation, uuid4()
    verifications.submit(installation, verification_id, "file.pdf", data, now())
    until(lambda: verifications.verification(installation, verification_id).report is not None)
    report = verifications.verification(installation, verification_id).report
    assert report is not None
    said: str = report["verdict"]
    return said


def fields(document_id: UUID, people: list[Recipient]) -> list[Field]:
    return [
        Field(uuid4(), document_id, (person.id,), type, 1, x, 100.0 + 60 * n, 150, 40)
        for n, person in enumerate(people)
        for x, type in ((60.0, kinds.named("signature")), (300.0, kinds.named("text")))
    ]
