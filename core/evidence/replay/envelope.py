"""The envelope itself: its state, its words and when it ends."""

import json
from datetime import datetime

from core.envelopes import steps
from core.envelopes.envelope import Envelope, Status
from core.envelopes.events.corrections import ExpiryChanged
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
from core.envelopes.events.timing import (
    EnvelopePaused,
    EnvelopeResumed,
    StepPlanned,
    StepStarted,
)
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import Show, ToldRows, Values, replays, shows


@shows
def envelope(envelope: Envelope, show: Show) -> None:
    show(
        "envelopes",
        envelope.id,
        status=envelope.status,
        name=envelope.name,
        message=envelope.message,
        created_at=envelope.created_at,
        sent_at=envelope.sent_at,
        expires_at=envelope.expires_at,
        certificate_sha256=envelope.certificate_sha256,
        steps=steps.as_json(envelope.steps),
        confirming=envelope.confirming.as_json(),
        starts_at=envelope.starts_at,
        paused_at=envelope.paused_at,
        fields_corrected_at=envelope.fields_corrected_at,
    )


@replays(EnvelopeCreated)
def created(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell_envelope(created_at=entry.at)


@replays(EnvelopeSent)
def sent(told: ToldRows, entry: Entry, values: Values) -> None:
    told.sent = True
    told.move_envelope(Status.SENT)
    told.tell_envelope(
        name=values.get("name", ""),
        message=values.get("message", ""),
        steps=json.loads(entry.data.get("steps") or "[]"),
        confirming=json.loads(entry.data.get("confirming") or "{}"),
        sent_at=entry.at,
        starts_at=None,
        paused_at=None,
        fields_corrected_at=None,
        expires_at=datetime.fromisoformat(entry.data["expires_at"]),
    )


@replays(StepPlanned)
def planned(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell_envelope(starts_at=datetime.fromisoformat(entry.data["starts_at"]))


@replays(StepStarted)
def started(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell_envelope(starts_at=None)


@replays(EnvelopePaused)
def paused(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell_envelope(paused_at=entry.at)


@replays(EnvelopeResumed)
def resumed(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell_envelope(paused_at=None)


@replays(ExpiryChanged)
def expiry_changed(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell_envelope(expires_at=datetime.fromisoformat(entry.data["new"]))


@replays(EnvelopeDelivered)
def delivered(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_envelope(Status.DELIVERED)


@replays(EnvelopeSigned)
def signed(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_envelope(Status.SIGNED)


@replays(EnvelopeDeclined)
def declined(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_envelope(Status.DECLINED)


@replays(EnvelopeVoided)
def voided(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_envelope(Status.VOIDED)


@replays(EnvelopeExpired)
def expired(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_envelope(Status.EXPIRED)


@replays(EnvelopeCompleted)
def completed(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_envelope(Status.COMPLETED)
    told.tell_envelope(certificate_sha256=entry.data["certificate"])
