"""The documents: which bytes they are and what the sender chose about them."""

import json

from core.documents.events import (
    DocumentAccepted,
    DocumentAdded,
    DocumentRemoved,
    DocumentReplaced,
)
from core.envelopes.envelope import Envelope
from core.envelopes.events.copying import DocumentsCopied, TemplateUsed
from core.envelopes.events.lifecycle import EnvelopeCompleted, EnvelopeSent
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import ERASED, Show, ToldRows, Values, replays, shows


@shows
def documents(envelope: Envelope, show: Show) -> None:
    for number, d in enumerate(envelope.documents):
        show("documents", d.id, position=number, name=d.name, pages=d.sizes)
        show("documents", d.id, original_sha256=d.original_sha256)
        show("documents", d.id, canonical_sha256=d.canonical_sha256)
        show("documents", d.id, sealed_sha256=d.sealed_sha256, handling=d.handling)
        show("documents", d.id, earlier=d.earlier.as_json() if d.earlier else None)
        show("documents", d.id, hidden_from=[str(id) for id in d.hidden_from])
        show("documents", d.id, supplement=d.supplement)


@replays(DocumentAdded)
def added(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell("documents", entry.data["document_id"], original_sha256=entry.data["sha256"])


@replays(DocumentAccepted)
def accepted(told: ToldRows, entry: Entry, values: Values) -> None:
    sha256 = entry.data["canonical_sha256"]
    told.tell("documents", entry.data["document_id"], canonical_sha256=sha256)


@replays(DocumentsCopied)
@replays(TemplateUsed)
def copied(told: ToldRows, entry: Entry, values: Values) -> None:
    for id, sha256 in entry.data["originals"].items():
        canonical = entry.data["canonicals"][id]
        told.tell("documents", id, original_sha256=sha256, canonical_sha256=canonical)


@replays(DocumentRemoved)
def removed(told: ToldRows, entry: Entry, values: Values) -> None:
    told.forget("documents", entry.data["document_id"])


@replays(DocumentReplaced)
def replaced(told: ToldRows, entry: Entry, values: Values) -> None:
    told.forget("documents", entry.data["replaced_id"])


@replays(EnvelopeSent)
def sent(told: ToldRows, entry: Entry, values: Values) -> None:
    """They have to be those that were taken in."""
    written = values.get("documents", "[]")
    if written is ERASED:
        told.unknown.add("documents")
        for id in told.ids("documents"):
            told.tell("documents", id, sealed_sha256="")
        return
    for number, document in enumerate(json.loads(written)):
        id = document.pop("id")
        for name in ("original_sha256", "canonical_sha256"):
            if told.told("documents", id, name, document[name]) != document[name]:
                told.contradict("documents", id, name)
        told.tell("documents", id, position=number, sealed_sha256="", **document)


@replays(EnvelopeCompleted)
def sealed(told: ToldRows, entry: Entry, values: Values) -> None:
    for id, sha256 in entry.data["documents"].items():
        told.tell("documents", id, sealed_sha256=sha256)
