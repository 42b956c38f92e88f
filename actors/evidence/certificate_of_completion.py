"""The certificate of completion of an envelope: the facts of its trail, laid out as a PDF."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from actors.pdf.certificate import certificate
from actors.pdf.certificate.facts import CertificateFacts, DocumentFacts, EventFacts, RecipientFacts
from core.documents.document import Document
from core.documents.supplement import Supplement
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.turns import witnessing
from core.events import registry
from core.events.narration import narrate_all
from core.evidence import consistency
from core.evidence.audit import Entry
from core.fields.kinds import address, occupation, signature
from core.refusals import FilledSentence, sentence
from core.signing.disclosures import disclosure
from core.signing.events.attachments import AttachmentUploaded
from core.signing.events.consent import ConsentAccepted
from core.signing.proofs import registry as proofs
from tenants.use_cases.evidence.sealing_checks import Sealing

# Without names, and with them.
ATTACHED = (
    sentence("Attached unchanged. It was digitally signed before."),
    sentence(
        "Attached unchanged. It was digitally signed before, according to the file by %(names)s."
    ),
)
ADDED_TO = (
    sentence("It was digitally signed before. Signatures were added to the file as uploaded."),
    sentence(
        "It was digitally signed before, according to the file by %(names)s. Signatures were"
        " added to the file as uploaded."
    ),
)

# In the place of a name that some who get the certificate are not shown.
PROGRAMS = ("api_key:", "oauth_client:")
HIDDEN = sentence("A document hidden from some recipients")
HIDDEN_FILE = sentence("a name hidden from some recipients")
STATUS_WORDS = {
    RecipientStatus.COMPLETED: sentence("completed"),
    RecipientStatus.SKIPPED: sentence("not needed"),
    RecipientStatus.REASSIGNED: sentence("given to someone else"),
}
FOR_GROUP = sentence("%(role)s for the group %(group)s")
PARTICULARS = (address.KIND, occupation.KIND)
WITNESS_OF = sentence("witness of the signature of %(names)s")
SUPPLEMENTS = {
    Supplement.NONE: "",
    Supplement.VIEW: sentence("To be viewed before finishing."),
    Supplement.ACCEPT: sentence("To be accepted before finishing."),
}


def lay_out(loaded: Sealing, images: Mapping[UUID, bytes], base_url: str, now: datetime) -> bytes:
    """
    A PDF/A-3a with the hashed texts of all events, up to the last signature, embedded, and with
    the disclosures that were accepted.

    `images` are the adopted ones as the sandbox wrote them anew.
    """
    events = json.dumps([json.loads(e.text) for e in loaded.entries], indent=1).encode()
    html = certificate.render(facts(loaded, images, base_url))
    texts = (
        (f"disclosure-{number}.txt", "text/plain", loaded.disclosures[sha256].encode())
        for number, (_, sha256) in enumerate(consistency.disclosures(loaded.entries), 1)
    )
    attached = (("events.json", "application/json", events), *texts)
    return certificate.lay_out(html, attached, now)


def facts(loaded: Sealing, images: Mapping[UUID, bytes], base_url: str) -> CertificateFacts:
    """Nothing here happened after the last signature."""
    envelope, sender = loaded.envelope, loaded.sender
    zone = ZoneInfo(sender.time_zone)
    last = loaded.entries[-1]
    names = {f"recipient:{r.id}": r.known_as for r in envelope.recipients}
    names[f"person:{sender.person_id}"] = sender.name
    # A program acts for the sender whose key it has, or who allowed it.
    keys = {e.actor for e in loaded.entries if e.actor.startswith(PROGRAMS)}
    names |= dict.fromkeys(keys, f"{sender.name} (API)")
    hidden = _hidden_fields(envelope)
    return CertificateFacts(
        organization=sender.organization,
        envelope_id=str(envelope.id),
        envelope_name=envelope.name,
        sender_name=sender.name,
        sender_email=sender.email,
        sent_at=(envelope.sent_at or last.at).astimezone(zone),
        signed_at=last.at.astimezone(zone),
        documents=tuple(
            DocumentFacts(
                FilledSentence(HIDDEN) if d.hidden_from else d.name,
                len(d.pages),
                d.canonical_sha256,
                _note(d),
            )
            for d in envelope.documents
        ),
        recipients=tuple(_recipient(loaded, r, zone, images) for r in envelope.recipients),
        disclosures=tuple(
            (disclosure.title_of(version), sha256)
            for version, sha256 in consistency.disclosures(loaded.entries)
        ),
        events=tuple(
            EventFacts(
                e.at.astimezone(zone),
                FilledSentence(told.template, **told.values | _unnamed(e, hidden)),
                names.get(e.actor, ""),
            )
            for e, told in zip(loaded.entries, narrate_all(loaded.entries, names), strict=True)
            if registry.event(e.type).printed
        ),
        chain_sequence=last.sequence,
        chain_hash=last.hash,
        verification=f"{base_url}/verify",
        language=sender.language,
    )


def _hidden_fields(envelope: Envelope) -> frozenset[str]:
    """The ids of those on documents that some who get the certificate are not shown."""
    documents = {d.id for d in envelope.documents if d.hidden_from}
    return frozenset(str(f.id) for f in envelope.fields if f.document_id in documents)


def _unnamed(entry: Entry, hidden: Collection[str]) -> dict[str, str]:
    """What a file was called that was attached there is what was filled in."""
    is_hidden = entry.type == AttachmentUploaded.type and entry.data["field_id"] in hidden
    return {"file_name": FilledSentence(HIDDEN_FILE)} if is_hidden else {}


def _note(document: Document) -> str:
    """What was done with a document that was signed before, or that was only read."""
    if document.earlier is None:
        return SUPPLEMENTS[document.supplement]
    names = ", ".join(document.earlier.signers)
    done = ATTACHED if document.is_attached else ADDED_TO
    return FilledSentence(done[1], names=names) if names else done[0]


def _recipient(
    loaded: Sealing, recipient: Recipient, zone: ZoneInfo, images: Mapping[UUID, bytes]
) -> RecipientFacts:
    consent = _of(loaded.entries, ConsentAccepted.type, recipient.id)
    personal = {p.name: p.value for p in consent.personal} if consent else {}
    adopted = loaded.envelope.adopted(recipient.id, signature.KIND.name)
    return RecipientFacts(
        name=recipient.name,
        email=recipient.email,
        role=_role(loaded.envelope, recipient),
        status=STATUS_WORDS.get(recipient.status, "") if recipient.role.acts else "",
        sent_at=_local(recipient.sent_at, zone),
        opened_at=_local(recipient.delivered_at, zone),
        consented_at=_local(consent.at if consent else None, zone),
        signed_at=_local(None if recipient.role.must_open else recipient.completed_at, zone),
        ip=personal.get("address", ""),
        user_agent=personal.get("user_agent", ""),
        particulars=_particulars(loaded.envelope, recipient),
        identity=proofs.stated(loaded.entries, recipient.id),
        signature=images[adopted.id] if adopted else b"",
        finished_label=recipient.role.words.finished_at,
    )


def _particulars(envelope: Envelope, recipient: Recipient) -> tuple[tuple[str, str], ...]:
    """What a witness said of themselves, without the name that stands above it."""
    if not recipient.role.witnesses or any(d.hidden_from for d in envelope.documents):
        return ()
    asked = (f for f in envelope.fields if f.filled_by == recipient.id and f.kind in PARTICULARS)
    return tuple((f.kind.word, f.value) for f in asked if f.value)


def _role(envelope: Envelope, recipient: Recipient) -> str:
    """In words; with the group, or the names of those whose signatures a witness witnessed."""
    names = ", ".join(r.name for r in witnessing.witnessed(envelope.recipients, recipient))
    noun = recipient.role.words.noun
    if recipient.options.group:
        return FilledSentence(FOR_GROUP, role=FilledSentence(noun), group=recipient.options.group)
    return FilledSentence(WITNESS_OF, names=names) if names else noun


def _of(entries: tuple[Entry, ...], type: str, recipient_id: UUID) -> Entry | None:
    found = (e for e in entries if e.type == type)
    return next((e for e in found if e.data["recipient_id"] == str(recipient_id)), None)


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None
