"""An envelope's rows as the entries of its audit trail tell them, one event after the other."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from core.documents import attached_file
from core.documents.events import (
    DocumentAccepted,
    DocumentAdded,
    DocumentRemoved,
    DocumentReplaced,
)
from core.documents.supplement import Supplement
from core.envelopes.envelope import MOVES, EnvelopeEvent, Status
from core.envelopes.events.copying import DocumentsCopied, TemplateUsed
from core.envelopes.events.lifecycle import (
    EnvelopeCompleted,
    EnvelopeCreated,
    EnvelopeDeclined,
    EnvelopeDelivered,
    EnvelopeExpired,
    EnvelopeSent,
    EnvelopeSigned,
    EnvelopeVoided,
)
from core.envelopes.events.recipients import (
    RecipientCorrected,
    RecipientInvited,
    RecipientNamed,
    SelfSigningStarted,
)
from core.envelopes.recipient import RECIPIENT_MOVES, RecipientStatus
from core.envelopes.roles import registry
from core.evidence.audit import Entry
from core.fields import kinds
from core.fields.events import FieldsPlaced
from core.fields.field import BOX, Field, box
from core.fields.logic.dependencies import has_logic
from core.fields.logic.resolution import resolve
from core.refusals import Invalid
from core.signing.events import (
    AttachmentRemoved,
    AttachmentUploaded,
    ConsentAccepted,
    RecipientCompleted,
    RecipientDeclined,
    RecipientDelivered,
    SignatureAdopted,
    SupplementAccepted,
    SupplementViewed,
)

Key = tuple[str, str, str]
State = TypeVar("State", Status, RecipientStatus)
ERASED = object()  # told once, and erased since: any value may stand in the row


Handler = Callable[["TrailReplay", Entry, Any, Any], None]
HANDLERS: dict[str, Handler] = {}


def replays(event: type[EnvelopeEvent]) -> Callable[[Handler], Handler]:
    """Marks what an event tells of rows; events that tell of none have nothing here."""

    def mark(handler: Handler) -> Handler:
        HANDLERS[event.type] = handler
        return handler

    return mark


class TrailReplay:
    """
    `rows` maps (table, id, column) to what the entries tell of it.

    `contradictions` is what two entries tell differently, and what can follow from no state that
    was told before: rows were changed then, even if they were put back since. `unknown` are the
    tables whose rows were erased from the trail; `sent` is whether the envelope was.
    """

    def __init__(self, envelope_id: UUID, entries: Sequence[Entry]) -> None:
        self.rows: dict[Key, object] = {}
        self.contradictions: list[Key] = []
        self.unknown: set[str] = set()
        self.sent = False
        self._counted: dict[str, int] = {}
        self._attached: dict[str, tuple[object, ...]] = {}
        self._envelope = str(envelope_id)
        self._tell("envelopes", self._envelope, status=Status.DRAFT, sent_at=None)
        self._tell("envelopes", self._envelope, expires_at=None, certificate_sha256="")
        for entry in entries:
            values = self._values(entry)
            if entry.type in HANDLERS:
                HANDLERS[entry.type](self, entry, entry.data, values)

    def _values(self, entry: Entry) -> dict[str, Any]:
        """The personal values of an entry, ERASED where there is none any more."""
        there = {p.name: p.value for p in entry.personal}
        return dict.fromkeys(entry.commitments, ERASED) | there

    def _tell(self, table: str, id: str, **columns: object) -> None:
        self.rows.update({(table, id, name): value for name, value in columns.items()})

    def _moved(self, status: Status) -> None:
        self._check_move(("envelopes", self._envelope, "status"), status, MOVES)
        self._tell("envelopes", self._envelope, status=status)

    def _recipient_moved(self, id: str, status: RecipientStatus, **columns: object) -> None:
        self._check_move(("recipients", id, "status"), status, RECIPIENT_MOVES)
        self._tell("recipients", id, status=status, **columns)

    def _check_move(self, key: Key, after: State, moves: Mapping[State, frozenset[State]]) -> None:
        before = self.rows.get(key)
        if not any(before == state and after in states for state, states in moves.items()):
            self.contradictions.append(key)

    def _next(self, table: str) -> int:
        """The place of a row in the order in which they were told of."""
        number = self._counted.get(table, 0)
        self._counted[table] = number + 1
        return number

    def _ids(self, table: str) -> list[str]:
        return list(dict.fromkeys(id for name, id, _ in self.rows if name == table))

    # One for each event that a row has something of.

    @replays(EnvelopeCreated)
    def _envelope_created(self, entry: Entry, data: Any, values: Any) -> None:
        self._tell("envelopes", self._envelope, created_at=entry.at)

    @replays(DocumentAdded)
    def _document_added(self, entry: Entry, data: Any, values: Any) -> None:
        self._tell("documents", data["document_id"], original_sha256=data["sha256"])

    @replays(DocumentAccepted)
    def _document_accepted(self, entry: Entry, data: Any, values: Any) -> None:
        self._tell("documents", data["document_id"], canonical_sha256=data["canonical_sha256"])

    @replays(DocumentsCopied)
    @replays(TemplateUsed)
    def _documents_copied(self, entry: Entry, data: Any, values: Any) -> None:
        for id, sha256 in data["originals"].items():
            told = {"original_sha256": sha256, "canonical_sha256": data["canonicals"][id]}
            self._tell("documents", id, **told)

    @replays(DocumentRemoved)
    def _document_removed(self, entry: Entry, data: Any, values: Any) -> None:
        self._document_gone(data["document_id"])

    @replays(DocumentReplaced)
    def _document_replaced(self, entry: Entry, data: Any, values: Any) -> None:
        self._document_gone(data["replaced_id"])

    def _document_gone(self, id: str) -> None:
        gone = ("documents", id)
        self.rows = {key: value for key, value in self.rows.items() if key[:2] != gone}

    @replays(RecipientNamed)
    def _recipient_named(self, entry: Entry, data: Any, values: Any) -> None:
        self._tell(
            "recipients",
            data["recipient_id"],
            position=self._next("recipients"),
            name=values.get("name", ""),
            email=values.get("email", ""),
            role=data["role"],
            routing_order=data["routing_order"],
            status=RecipientStatus.CREATED,
            sent_at=None,
            delivered_at=None,
            completed_at=None,
        )

    @replays(RecipientCorrected)
    def _recipient_corrected(self, entry: Entry, data: Any, values: Any) -> None:
        self._tell(
            "recipients",
            data["recipient_id"],
            name=values.get("name", ""),
            email=values.get("email", ""),
        )

    @replays(FieldsPlaced)
    def _fields_placed(self, entry: Entry, data: Any, values: Any) -> None:
        if values.get("placements") is ERASED:
            self.unknown.add("fields")
            return
        for number, placed in enumerate(json.loads(values["placements"])):
            told = dict(zip(BOX, placed["box"], strict=True))
            told |= {
                "document_id": placed["document"],
                "recipient_ids": tuple(placed["recipients"]),
            }
            told |= {
                name: placed[name] for name in ("kind", "page", "required", "label", "properties")
            }
            if not placed["recipients"]:
                kind = kinds.named(placed["kind"])
                value = kind.value_of_sender(placed["properties"])
                told |= {"value": value, "filled_by": None}
            self._tell("fields", placed["id"], position=number, **told)

    @replays(EnvelopeSent)
    def _envelope_sent(self, entry: Entry, data: Any, values: Any) -> None:
        self.sent = True
        self._moved(Status.SENT)
        self._tell(
            "envelopes",
            self._envelope,
            name=values.get("name", ""),
            message=values.get("message", ""),
            sent_at=entry.at,
            expires_at=datetime.fromisoformat(data["expires_at"]),
        )
        self._documents_sent(values.get("documents", "[]"))

    def _documents_sent(self, written: Any) -> None:
        """They have to be those that were taken in."""
        if written is ERASED:
            self.unknown.add("documents")
            for id in self._ids("documents"):
                self._tell("documents", id, sealed_sha256="")
            return
        for number, sent in enumerate(json.loads(written)):
            id = sent.pop("id")
            for name in ("original_sha256", "canonical_sha256"):
                key = ("documents", id, name)
                if self.rows.setdefault(key, sent[name]) != sent[name]:
                    self.contradictions.append(key)
            self._tell("documents", id, position=number, sealed_sha256="", **sent)

    @replays(RecipientInvited)
    def _recipient_invited(self, entry: Entry, data: Any, values: Any) -> None:
        self._reached(entry, data, RecipientStatus.SENT, "sent_at")

    @replays(SelfSigningStarted)
    def _self_signing_started(self, entry: Entry, data: Any, values: Any) -> None:
        self._reached(entry, data, RecipientStatus.SENT, "sent_at")

    @replays(ConsentAccepted)
    def _consent_accepted(self, entry: Entry, data: Any, values: Any) -> None:
        self._tell(
            "consents",
            data["recipient_id"],
            version=data["disclosure"],
            sha256=data["disclosure_sha256"],
            language=data["language"],
            at=entry.at,
        )

    @replays(RecipientDelivered)
    def _recipient_delivered(self, entry: Entry, data: Any, values: Any) -> None:
        self._reached(entry, data, RecipientStatus.DELIVERED, "delivered_at")

    @replays(RecipientCompleted)
    def _recipient_completed(self, entry: Entry, data: Any, values: Any) -> None:
        self._reached(entry, data, RecipientStatus.COMPLETED, "completed_at")
        written = values.get("values", "{}")
        if written is ERASED:
            self.unknown.add("field_values")
            return
        for id, value in json.loads(written).items():
            self._filled_in(id, value, data["recipient_id"])
        self._check_logic(UUID(data["recipient_id"]))

    def _check_logic(self, recipient_id: UUID) -> None:
        """What was signed is what conditions and formulas say of what was filled in."""
        role = str(self.rows.get(("recipients", str(recipient_id), "role"), ""))
        if self.unknown & {"fields", "field_values"} or registry.named(role).must_open:
            return
        fields = [self._field(id) for id in self._ids("fields")]
        completed = {
            UUID(id)
            for id in self._ids("recipients")
            if self.rows.get(("recipients", id, "status")) is RecipientStatus.COMPLETED
        }
        standing = resolve(fields, recipient_id, completed - {recipient_id})
        for told, now in zip(fields, standing.fields, strict=True):
            if told.value != now.value:
                self.contradictions.append(("fields", str(told.id), "value"))

    def _field(self, id: str) -> Field:
        """As it was told of, without its place."""

        def told(column: str, otherwise: Any = None) -> Any:
            return self.rows.get(("fields", id, column), otherwise)

        by = told("filled_by")
        return Field(
            UUID(id),
            UUID(told("document_id")),
            tuple(map(UUID, self._recipients_of(id))),
            kinds.named(told("kind")),
            *(told("page"), 0, 0, 0, 0),
            required=told("required"),
            label=told("label"),
            value=told("value", ""),
            filled_by=UUID(by) if by else None,
            properties=told("properties"),
        )

    def _filled_in(self, id: str, value: str, recipient_id: str) -> None:
        """By one whose field it is and who came first, with a signature that is theirs as well."""
        whose, by = ("fields", id, "recipient_ids"), ("fields", id, "filled_by")
        signature = ("signatures", value, "recipient_id")
        is_signed = value and self.rows.get(("fields", id, "kind")) in kinds.ADOPTIONS
        if "fields" not in self.unknown:
            if ("fields", id, "kind") in self.rows and self._is_senders_with_logic(id):
                self._tell("fields", id, value=value)
                return
            if recipient_id not in self._recipients_of(id):
                self.contradictions.append(whose)
            if self.rows.get(by) not in (None, recipient_id):
                self.contradictions.append(by)
            if is_signed and self.rows.get(signature) != recipient_id:
                self.contradictions.append(signature)
            if value and self._is_uploaded(id) and not self._is_attached(id, value, recipient_id):
                self.contradictions.append(("fields", id, "value"))
        self._tell("fields", id, value=value, filled_by=recipient_id if value else None)

    def _is_uploaded(self, id: str) -> bool:
        kind = self.rows.get(("fields", id, "kind"))
        return isinstance(kind, str) and kinds.named(kind).is_uploaded

    def _is_senders_with_logic(self, id: str) -> bool:
        """What it says depends on what recipients fill in: each of them signs what it says then."""
        return not self._recipients_of(id) and has_logic(self._field(id))

    def _recipients_of(self, field_id: str) -> tuple[str, ...]:
        told = self.rows.get(("fields", field_id, "recipient_ids"), ())
        return told if isinstance(told, tuple) else ()

    @replays(AttachmentUploaded)
    def _attachment_uploaded(self, entry: Entry, data: Any, values: Any) -> None:
        told = (data["recipient_id"], data["field_id"], data["size"], data["sha256"])
        self._attached[data["attachment_id"]] = (*told, values.get("file_name", ""))

    @replays(AttachmentRemoved)
    def _attachment_removed(self, entry: Entry, data: Any, values: Any) -> None:
        self._attached.pop(data["attachment_id"], None)

    def _is_attached(self, id: str, value: str, recipient_id: str) -> bool:
        """Whether the value names the very file that one whose field it is has uploaded there."""
        try:
            file = attached_file.read(value)
        except Invalid:
            return False
        told = self._attached.get(str(file.id))
        if told is None:
            return False
        by, *what, name = told
        is_theirs = by == recipient_id or by in self._recipients_of(id)
        return is_theirs and what == [id, file.size, file.sha256] and name in (file.name, ERASED)

    @replays(RecipientDeclined)
    def _recipient_declined(self, entry: Entry, data: Any, values: Any) -> None:
        self._recipient_moved(data["recipient_id"], RecipientStatus.DECLINED)

    def _reached(self, entry: Entry, data: Any, status: RecipientStatus, column: str) -> None:
        self._recipient_moved(data["recipient_id"], status, **{column: entry.at})

    @replays(SupplementViewed)
    def _supplement_viewed(self, entry: Entry, data: Any, values: Any) -> None:
        self._acknowledged(entry, data, Supplement.VIEW)

    @replays(SupplementAccepted)
    def _supplement_accepted(self, entry: Entry, data: Any, values: Any) -> None:
        self._acknowledged(entry, data, Supplement.ACCEPT)

    def _acknowledged(self, entry: Entry, data: Any, supplement: Supplement) -> None:
        """As the document asked of its readers when it was sent."""
        asked = ("documents", data["document_id"], "supplement")
        if "documents" not in self.unknown and self.rows.get(asked) != supplement:
            self.contradictions.append(asked)
        key = f"{data['document_id']} {data['recipient_id']}"
        self._tell("acknowledgements", key, at=entry.at)

    @replays(SignatureAdopted)
    def _signature_adopted(self, entry: Entry, data: Any, values: Any) -> None:
        self._tell(
            "signatures",
            data["signature_id"],
            position=self._next("signatures"),
            recipient_id=data["recipient_id"],
            kind=data["kind"],
            method=data["method"],
            image_sha256=values.get("image_sha256", ""),
        )

    @replays(EnvelopeDelivered)
    def _envelope_delivered(self, entry: Entry, data: Any, values: Any) -> None:
        self._moved(Status.DELIVERED)

    @replays(EnvelopeSigned)
    def _envelope_signed(self, entry: Entry, data: Any, values: Any) -> None:
        self._moved(Status.SIGNED)

    @replays(EnvelopeDeclined)
    def _envelope_declined(self, entry: Entry, data: Any, values: Any) -> None:
        self._moved(Status.DECLINED)

    @replays(EnvelopeVoided)
    def _envelope_voided(self, entry: Entry, data: Any, values: Any) -> None:
        self._moved(Status.VOIDED)

    @replays(EnvelopeExpired)
    def _envelope_expired(self, entry: Entry, data: Any, values: Any) -> None:
        self._moved(Status.EXPIRED)

    @replays(EnvelopeCompleted)
    def _envelope_completed(self, entry: Entry, data: Any, values: Any) -> None:
        self._moved(Status.COMPLETED)
        self._tell("envelopes", self._envelope, certificate_sha256=data["certificate"])
        for id, sha256 in data["documents"].items():
            self._tell("documents", id, sealed_sha256=sha256)
        for id in self._ids("recipients"):
            if not registry.named(str(self.rows["recipients", id, "role"])).acts:
                told = {"status": RecipientStatus.COMPLETED, "completed_at": entry.at}
                self._tell("recipients", id, **told)


def field_box(field: Field) -> dict[str, object]:
    """Where a field lies, by column, as it is recorded."""
    return dict(zip(BOX, box(field), strict=True))
