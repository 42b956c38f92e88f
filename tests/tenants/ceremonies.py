"""An envelope on its way, built through the use cases alone; intake is told what it would find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from actors.documents import intake_document, render_pages, render_sealed_pages
from actors.evidence import sealing_attempt
from core.documents.document import Page
from core.documents.earlier_signatures import EarlierSignatures
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.fields import kinds
from core.fields.field import Field
from core.fields.look_properties import FONT_SIZE
from core.people.signing_group import GroupMember
from core.principal import SYSTEM
from core.signing import link
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.origin import Origin
from tenants import ceremony as tenants_ceremony
from tenants import leased_job
from tenants.ceremony import Ceremony
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.evidence import sealed_files, sealing
from tenants.use_cases.evidence.sealed_files import SealedFile
from tenants.use_cases.organizations import disclosures
from tenants.use_cases.people import group_choice, signing_groups
from tenants.use_cases.signing import recipient_files, signature_images, signing_ceremony
from tenants.use_cases.signing.hand_overs import in_person_signing
from tests.tenants.opening import run

PDF = b"%PDF-1.7 as it was uploaded"
CANONICAL = b"%PDF-1.7 as it is shown"
SEALED = b"%PDF-1.7 sealed"
SEALED_TEXT = {1: ["Sealed words"]}
SEALED_PAGE = b"a picture of a sealed page"
FOUND = {
    "kind": "text",
    "page": 2,
    "x": 70.0,
    "y": 90.0,
    "width": 200.0,
    "height": 18.0,
    "required": True,
    "label": "City",
}
# A dot of ink on nothing.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000200000002080600000072b60d24000000134944415478"
    "9c63606060609050f0f8cf0003000fd801809d9cb7540000000049454e44ae426082"
)


@dataclass(frozen=True)
class Rendered:
    number: int
    height: int = 1754
    media_type: str = "image/png"
    data: bytes = PNG


def lease_open(member: Member, kind: str, envelope_id: UUID | None = None) -> LeasedJob:
    """The oldest open job of a kind, taken as a worker takes it; `envelope_id`: of this one."""
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where kind = %s and state = 'open' and lease_until is null"
            " and (%s::uuid is null or envelope_id = %s) order by id limit 1",
            *(kind, envelope_id, envelope_id),
        )
    job = leased_job.lease(member.organization, row["id"])
    assert job is not None
    return job


def draft_with_document(
    member: Member, now: datetime, text: Mapping[int, Sequence[str]] = MappingProxyType({})
) -> Envelope:
    """`text`: the lines of a page, by its number."""
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", now)
    document_upload.upload(member, envelope_id, document_id, "lease.pdf", PDF, now)
    job = lease_open(member, "intake_document", envelope_id)
    taken = document_intake.IntakeResult(CANONICAL, (Page(595, 842), Page(595, 842)), (), [FOUND])
    intake_document.accept(job, taken, now)
    job = lease_open(member, "render_pages", envelope_id)
    lines = {number: lines_of(text.get(number, ())) for number in (1, 2)}
    render_pages.keep(job, [Rendered(1), Rendered(2)], lines, now)
    with member.organization.transaction(SYSTEM) as tx:
        return tx.envelopes.get(envelope_id)


def draft_with_documents_signed_before(
    member: Member, now: datetime, *earlier: EarlierSignatures | None
) -> Envelope:
    """One document for each; the pages 2 of those that were signed are ambiguous."""
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", now)
    for number, signed in enumerate(earlier, 1):
        data = PDF + b"%d" % number
        document_upload.upload(member, envelope_id, uuid4(), f"lease-{number}.pdf", data, now)
        job = lease_open(member, "intake_document", envelope_id)
        notes = ("pages_ambiguous:2",) if signed else ()
        pages = (Page(595, 842), Page(595, 842))
        taken = document_intake.IntakeResult(data, pages, notes, earlier=signed)
        intake_document.accept(job, taken, now)
        job = lease_open(member, "render_pages", envelope_id)
        render_pages.keep(job, [Rendered(1), Rendered(2)], {1: [], 2: []}, now)
    return run(member, reading.envelope, envelope_id)


def recipient() -> Recipient:
    return Recipient(uuid4(), "Signer One", "one@example.com")


def lines_of(texts: Sequence[str]) -> list[dict[str, object]]:
    return [
        {"text": text, "x": 70.0, "y": 90.0 + 20 * n, "width": 6.0 * len(text), "height": 12.0}
        for n, text in enumerate(texts)
    ]


def sent(
    member: Member,
    now: datetime,
    first_id: UUID | None = None,
    text: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> Envelope:
    """Sent to two signers in sequence and a cc; each signer has a signature and a text field."""
    return run(member, sending.send, complete_draft(member, now, first_id, text), now)


def complete_draft(
    member: Member,
    now: datetime,
    first_id: UUID | None = None,
    text: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> UUID:
    """The same, not sent yet."""
    draft = draft_with_document(member, now, text)
    people = [
        Recipient(first_id or uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
        Recipient(uuid4(), "Copy", "copy@example.com", CC, routing_order=3),
    ]
    run(member, drafting.name_recipients, draft.id, people, now)
    document_id = draft.documents[0].id
    fields = [
        Field(
            uuid4(),
            document_id,
            (person.id,),
            kind,
            *(1, 100, y, 150, 40),
            properties={"font_size": 11} if FONT_SIZE in kind.properties else {},
        )
        for person in people[:2]
        for y, kind in ((100, kinds.named("signature")), (200, kinds.named("text")))
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return draft.id


def sent_for_several(member: Member, now: datetime) -> Envelope:
    """Two signers at once; a text is for whoever comes first, and the sender has written Lisbon."""
    draft = draft_with_document(member, now)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Signer Two", "two@example.com"),
    ]
    run(member, drafting.name_recipients, draft.id, people, now)
    document_id, both = draft.documents[0].id, tuple(person.id for person in people)
    shared = Field(uuid4(), document_id, both, kinds.named("text"), 1, 100, 200, 150, 40)
    fields = [
        *(signature_field(document_id, id, y) for id, y in zip(both, (300, 400), strict=True)),
        replace(shared, label="Shared"),
        replace(shared, id=uuid4(), recipient_ids=(), y=500, properties={"default": "Lisbon"}),
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


def sent_to_group(member: Member, now: datetime) -> Envelope:
    """Two people of one group at once; each of them may sign and fill in a text."""
    draft, group_id = draft_with_document(member, now), uuid4()
    people = [
        GroupMember(uuid4(), "Member One", "one@example.com"),
        GroupMember(uuid4(), "Member Two", "two@example.com"),
    ]
    run(member, signing_groups.create, group_id, uuid4().hex, people, now)
    envelope = run(member, group_choice.add, draft.id, group_id, "signer", now)
    document_id, first = envelope.documents[0].id, envelope.recipients[0].id
    text = Field(uuid4(), document_id, (first,), kinds.named("text"), 1, 100, 200, 150, 40)
    fields = [signature_field(document_id, first, 300), replace(text, label="Shared")]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


def signature_field(document_id: UUID, recipient_id: UUID, y: float) -> Field:
    return Field(
        uuid4(), document_id, (recipient_id,), kinds.named("signature"), 1, 100, y, 150, 40
    )


def enter(member: Member, recipient: Recipient) -> Ceremony:
    """Through the link that is mailed."""
    installation = member.organization.installation
    return tenants_ceremony.enter(installation, token_of(member, recipient))


def token_of(member: Member, recipient: Recipient) -> str:
    """The secret of the link that is mailed."""
    organization = member.organization
    key = organization.installation.settings.link_key
    return link.token(key, organization.id, recipient.id, recipient.link_generation)


def values(ceremony: Ceremony) -> dict[UUID, str]:
    return {f.id: "mine" for f in ceremony.fields}


def sign(member: Member, recipient: Recipient, now: datetime) -> Envelope:
    """All that the recipient's role asks for: consent, adopt, fill in, finish."""
    origin = Origin("192.0.2.7", "a browser")
    ceremony = enter(member, recipient)
    if recipient.role.in_person:
        _meet(member, ceremony, origin, now)
        ceremony = replace(ceremony, given=frozenset({"in_person"}))
    envelope = consent(ceremony, origin, now)
    if recipient.role.must_open:
        return envelope
    if recipient.role.signs:
        adopt(ceremony, uuid4(), "signature", "drawn", PNG, now)
    return finish(ceremony, values(ceremony), origin, now)


def _meet(member: Member, ceremony: Ceremony, origin: Origin, now: datetime) -> None:
    """Their host has met them, unless the test has told so itself."""
    ids = ceremony.whole.id, ceremony.recipient_id
    with member.organization.transaction(member.principal) as tx:
        if RecipientMetInPerson.type not in {e.type for e in tx.audit.of(ceremony.whole.id)}:
            in_person_signing.hand_over(tx, *ids, "known", origin, now)


def consent(ceremony: Ceremony, origin: Origin, now: datetime) -> Envelope:
    name, signs = ceremony.organization_name, ceremony.recipient.role.signs
    shown = run(ceremony, disclosures.current, name, signs)
    return run(ceremony, signing_ceremony.consent, shown, origin, now)


def adopt(
    ceremony: Ceremony, id: UUID, kind: str, method: str, picture: bytes, now: datetime
) -> Envelope:
    png = signature_images.check(picture)
    return run(ceremony, signing_ceremony.adopt, id, kind, method, png, now)


def fill(ceremony: Ceremony, values: dict[UUID, str], now: datetime) -> Envelope:
    return run(ceremony, signing_ceremony.fill, values, now)


def finish(ceremony: Ceremony, values: dict[UUID, str], origin: Origin, now: datetime) -> Envelope:
    today = now.astimezone(ZoneInfo(ceremony.time_zone)).date()
    return run(ceremony, signing_ceremony.finish, values, today, origin, now)


def decline(ceremony: Ceremony, reason: str, origin: Origin, now: datetime) -> Envelope:
    return run(ceremony, signing_ceremony.decline, reason, origin, now)


def sealed_file(ceremony: Ceremony, document_id: UUID | None, now: datetime) -> SealedFile:
    """As the recipient downloads it."""
    found = run(ceremony, recipient_files.sealed_file, ceremony, document_id, now)
    return sealed_files.read(ceremony.organization, found)


def complete(job: LeasedJob, sealed: dict[UUID, bytes], certificate: bytes, now: datetime) -> bool:
    """What the actor does with sealed bytes: file each, then say so."""
    with job.organization.transaction(SYSTEM) as tx:
        sealing.announce(tx, job)
    files = {**sealed, job.argument("envelope_id", UUID): certificate}
    return sealing_attempt.complete(
        job, [sealing_attempt.file(job, id, d) for id, d in files.items()], now
    )


def completed(member: Member, now: datetime, sealed: bytes = SEALED) -> Envelope:
    """Signed by everybody and sealed, with bytes that need not be PDFs."""
    envelope = sent(member, now)
    for recipient in envelope.recipients[:2]:
        sign(member, recipient, now)
    job = lease_open(member, "seal_envelope")
    assert complete(job, {envelope.documents[0].id: sealed}, b"%PDF-1.7 certificate", now)
    with member.organization.transaction(SYSTEM) as tx:
        return tx.envelopes.get(envelope.id)


def draw_sealed(member: Member) -> None:
    """What the worker does when somebody looks at a sealed document of two pages."""
    job = lease_open(member, "render_sealed_pages")
    numbers = range(job.argument("first", int), job.argument("last", int) + 1)
    images = [Rendered(n, data=SEALED_PAGE) for n in numbers]
    render_sealed_pages.keep(job, images, {n: lines_of(SEALED_TEXT.get(n, ())) for n in numbers})
