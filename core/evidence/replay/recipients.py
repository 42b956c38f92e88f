"""The recipients: who they are, how far each has come and what they consented to."""

import json

from core.envelopes.envelope import Envelope
from core.envelopes.events.corrections import (
    RecipientOptionsChanged,
    RecipientRemoved,
    RecipientRerouted,
)
from core.envelopes.events.lifecycle import EnvelopeCompleted
from core.envelopes.events.reassigning import RecipientDelegated, RecipientReassigned
from core.envelopes.events.recipients import (
    HostInvited,
    PersonNamed,
    RecipientAwaited,
    RecipientCorrected,
    RecipientInvited,
    RecipientNamed,
    RecipientSkipped,
    SelfSigningStarted,
)
from core.envelopes.events.texts import RecipientTexted
from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles import registry
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import ERASED, Show, ToldRows, Values, replays, shows
from core.signing.events.consent import ConsentAccepted, ConsentWithdrawn
from core.signing.events.recipients import (
    CopyRequested,
    PaperRequested,
    RecipientCompleted,
    RecipientDeclined,
    RecipientDelivered,
)
from core.signing.proofs.proof_events import PhoneCorrected


@shows
def recipients(envelope: Envelope, show: Show) -> None:
    for number, r in enumerate(envelope.recipients):
        show("recipients", r.id, position=number, name=r.name, email=r.email, role=r.role.name)
        show("recipients", r.id, routing_order=r.routing_order, status=r.status)
        show("recipients", r.id, options=r.options.as_json())
        show("recipients", r.id, sent_at=r.sent_at, delivered_at=r.delivered_at)
        show("recipients", r.id, completed_at=r.completed_at, paper_asked_at=r.paper_asked_at)
        if r.consent:
            show("consents", r.id, version=r.consent.version, sha256=r.consent.sha256)
            show("consents", r.id, language=r.consent.language, at=r.consent.at)


@replays(RecipientNamed)
def named(told: ToldRows, entry: Entry, values: Values) -> None:
    options = values.get("options", "{}")
    told.tell(
        "recipients",
        entry.data["recipient_id"],
        options=options if options is ERASED else json.loads(options),
        position=told.next_position("recipients"),
        name=values.get("name", ""),
        email=values.get("email", ""),
        role=entry.data["role"],
        routing_order=entry.data["routing_order"],
        status=RecipientStatus.CREATED,
        sent_at=None,
        delivered_at=None,
        completed_at=None,
        paper_asked_at=None,
    )


@replays(RecipientCorrected)
@replays(PersonNamed)
def corrected(told: ToldRows, entry: Entry, values: Values) -> None:
    name, email = values.get("name", ""), values.get("email", "")
    told.tell("recipients", entry.data["recipient_id"], name=name, email=email)


@replays(CopyRequested)
def copy_requested(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell("recipients", entry.data["recipient_id"], email=values.get("email", ""))


@replays(PhoneCorrected)
def phone_corrected(told: ToldRows, entry: Entry, values: Values) -> None:
    id, phone = entry.data["recipient_id"], values.get("phone", "")
    options = told.told("recipients", id, "options", {})
    erased = ERASED in (options, phone)
    told.tell("recipients", id, options=ERASED if erased else options | {"phone": phone})


@replays(RecipientRerouted)
def rerouted(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell("recipients", entry.data["recipient_id"], routing_order=entry.data["order"])


@replays(RecipientOptionsChanged)
def chosen(told: ToldRows, entry: Entry, values: Values) -> None:
    options = values.get("new", "{}")
    options = options if options is ERASED else json.loads(options)
    told.tell("recipients", entry.data["recipient_id"], options=options)


@replays(RecipientRemoved)
@replays(RecipientSkipped)
def skipped(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_recipient(entry.data["recipient_id"], RecipientStatus.SKIPPED)


@replays(RecipientReassigned)
@replays(RecipientDelegated)
def reassigned(told: ToldRows, entry: Entry, values: Values) -> None:
    """Fields are the successor's from then on, and so is what was hidden."""
    old, new = entry.data["recipient_id"], entry.data["successor_id"]
    told.move_recipient(old, RecipientStatus.REASSIGNED)
    for id in told.ids("fields"):
        theirs = told.told("fields", id, "recipient_ids", ())
        if old in theirs:
            told.tell("fields", id, recipient_ids=tuple(sorted({*theirs, new} - {old})))
    for id in told.ids("documents"):
        hidden = told.told("documents", id, "hidden_from", [])
        told.tell("documents", id, hidden_from=[new if one == old else one for one in hidden])


@replays(RecipientAwaited)
@replays(RecipientInvited)
@replays(HostInvited)
@replays(SelfSigningStarted)
def invited(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_recipient(entry.data["recipient_id"], RecipientStatus.SENT, sent_at=entry.at)


@replays(RecipientTexted)
def texted(told: ToldRows, entry: Entry, values: Values) -> None:
    """An invitation, unless they have opened it: then it is the link at another number."""
    id = entry.data["recipient_id"]
    waiting = told.told("recipients", id, "status") in (
        RecipientStatus.CREATED,
        RecipientStatus.SENT,
    )
    if entry.data["letter"] == "invitation" and waiting:
        told.move_recipient(id, RecipientStatus.SENT, sent_at=entry.at)


@replays(ConsentAccepted)
def consented(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell(
        "consents",
        entry.data["recipient_id"],
        version=entry.data["disclosure"],
        sha256=entry.data["disclosure_sha256"],
        language=entry.data["language"],
        at=entry.at,
    )


@replays(ConsentWithdrawn)
def withdrawn(told: ToldRows, entry: Entry, values: Values) -> None:
    told.forget("consents", entry.data["recipient_id"])


@replays(PaperRequested)
def paper_asked(told: ToldRows, entry: Entry, values: Values) -> None:
    told.tell("recipients", entry.data["recipient_id"], paper_asked_at=entry.at)


@replays(RecipientDelivered)
def delivered(told: ToldRows, entry: Entry, values: Values) -> None:
    id = entry.data["recipient_id"]
    told.move_recipient(id, RecipientStatus.DELIVERED, delivered_at=entry.at)


@replays(RecipientCompleted)
def completed(told: ToldRows, entry: Entry, values: Values) -> None:
    id = entry.data["recipient_id"]
    told.move_recipient(id, RecipientStatus.COMPLETED, completed_at=entry.at)


@replays(RecipientDeclined)
def declined(told: ToldRows, entry: Entry, values: Values) -> None:
    told.move_recipient(entry.data["recipient_id"], RecipientStatus.DECLINED)


@replays(EnvelopeCompleted)
def copied_in(told: ToldRows, entry: Entry, values: Values) -> None:
    """Those who only get a copy are done when the envelope is."""
    for id in told.ids("recipients"):
        if not registry.named(str(told.rows["recipients", id, "role"])).acts:
            done = RecipientStatus.COMPLETED
            told.tell("recipients", id, status=done, completed_at=entry.at)
