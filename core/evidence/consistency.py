"""
Whether an envelope's rows say what its audit trail says.

What the trail tells is rebuilt from its entries, which were verified beforehand
(core.evidence.audit); what the rows show is compared with it, column by column. Nothing is sealed
that differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.events.lifecycle import EnvelopeSent, EnvelopeSigned, SenderNamed
from core.envelopes.sender import Sender
from core.evidence.audit import Entry
from core.evidence.missing_values import unrecorded_losses
from core.evidence.replay import ERASED, TrailReplay, field_box
from core.organizations.date_format import DateFormat
from core.signing.events import ConsentAccepted

Key = tuple[str, str, str]
# Written before a recipient has finished, so the trail does not tell of all of them.
UNFINISHED = (("fields", "value"), ("fields", "filled_by"))


class TrailIncomplete(Exception):
    """The trail does not tell what a seal needs."""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A column of the row with this id is not what the trail tells, or there is a row too many."""

    table: str
    column: str
    id: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of {self.id}"


def differences(envelope: Envelope, entries: Sequence[Entry]) -> tuple[Difference, ...]:
    """
    Where rows and verified entries contradict each other; empty: nowhere.

    Values that an entry commits to and that are gone without a recorded erasure differ, too:
    they are named as `audit_values`, by the sequence of the entry.
    """
    told = TrailReplay(envelope.id, entries)
    found = [
        *(
            Difference("audit_values", name, str(sequence))
            for sequence, name in unrecorded_losses(entries)
        ),
        *(Difference(table, column, id) for table, id, column in told.contradictions),
        *_compared(told, _shown(envelope, told)),
    ]
    return tuple(dict.fromkeys(found))


def sender(entries: Sequence[Entry]) -> Sender:
    """Who sent, as recorded when the envelope was sent. Raises TrailIncomplete."""
    by_type = {entry.type: entry for entry in entries}
    try:
        named, sent = by_type[SenderNamed.type], by_type[EnvelopeSent.type]
        who = {p.name: p.value for p in named.personal}
        what = {p.name: p.value for p in sent.personal}
        return Sender(
            UUID(named.data["person_id"]),
            who["name"],
            who["email"],
            what["organization"],
            sent.data["time_zone"],
            sent.data.get("date_format") or DateFormat.ISO,
        )
    except KeyError as missing:
        raise TrailIncomplete(f"the trail does not tell who sent it: {missing}") from None


def disclosures(entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """Version and SHA-256 in hex of every disclosure that a recipient accepted, each once."""
    accepted = (e.data for e in entries if e.type == ConsentAccepted.type)
    return tuple(dict.fromkeys((d["disclosure"], d["disclosure_sha256"]) for d in accepted))


def until_signed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries up to the last signature: what is noted later is not on the certificate."""
    last = max((e.sequence for e in entries if e.type == EnvelopeSigned.type), default=0)
    return tuple(e for e in entries if e.sequence <= last)


def _compared(told: TrailReplay, shown: dict[Key, object]) -> list[Difference]:
    differing = []
    for key in told.rows.keys() | shown.keys():
        table, id, column = key
        if not told.sent and table != "envelopes":
            continue
        if key not in told.rows and (table in told.unknown or (table, column) in UNFINISHED):
            continue
        expected = told.rows.get(key)
        if expected is not ERASED and (key not in shown or expected != shown[key]):
            differing.append(Difference(table, column, id))
    return sorted(differing)


def _shown(envelope: Envelope, told: TrailReplay) -> dict[Key, object]:
    """What the rows say, in the words of the trail."""
    shown: dict[Key, object] = {}

    def show(table: str, id: UUID, **columns: object) -> None:
        row = str(id)
        for name, value in columns.items():
            shown[table, row, name] = value

    show(
        "envelopes",
        envelope.id,
        status=envelope.status,
        created_at=envelope.created_at,
        sent_at=envelope.sent_at,
        expires_at=envelope.expires_at,
        certificate_sha256=envelope.certificate_sha256,
    )
    if not told.sent:
        return shown
    show("envelopes", envelope.id, name=envelope.name, message=envelope.message)
    for number, r in enumerate(envelope.recipients):
        show("recipients", r.id, position=number, name=r.name, email=r.email, role=r.role.name)
        show("recipients", r.id, routing_order=r.routing_order, status=r.status)
        show("recipients", r.id, sent_at=r.sent_at, delivered_at=r.delivered_at)
        show("recipients", r.id, completed_at=r.completed_at)
        if r.consent:
            show("consents", r.id, version=r.consent.version, sha256=r.consent.sha256)
            show("consents", r.id, language=r.consent.language, at=r.consent.at)
    for number, d in enumerate(envelope.documents):
        show("documents", d.id, position=number, name=d.name, pages=d.sizes)
        show("documents", d.id, original_sha256=d.original_sha256)
        show("documents", d.id, canonical_sha256=d.canonical_sha256)
        show("documents", d.id, sealed_sha256=d.sealed_sha256, handling=d.handling)
        show("documents", d.id, earlier=d.earlier.as_json() if d.earlier else None)
        show("documents", d.id, hidden_from=[str(id) for id in d.hidden_from])
        show("documents", d.id, supplement=d.supplement)
    for number, f in enumerate(envelope.fields):
        show("fields", f.id, position=number, document_id=str(f.document_id), kind=f.kind.name)
        show("fields", f.id, recipient_ids=tuple(map(str, f.recipient_ids)), page=f.page)
        show("fields", f.id, value=f.value, filled_by=f.filled_by and str(f.filled_by))
        show("fields", f.id, required=f.required, label=f.label, **field_box(f))
        show("fields", f.id, properties=f.properties)
    for given in envelope.acknowledgements:
        key = f"{given.document_id} {given.recipient_id}"
        shown["acknowledgements", key, "at"] = given.at
    for number, s in enumerate(envelope.signatures):
        show("signatures", s.id, position=number, recipient_id=str(s.recipient_id), kind=s.kind)
        show("signatures", s.id, method=s.method, image_sha256=s.image_sha256)
    return shown
