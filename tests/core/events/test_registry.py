import re
from dataclasses import fields
from pathlib import Path

from core.envelopes.envelope import EnvelopeEvent
from core.events import registry
from core.events.event import AdminEvent, Event
from core.registry import declared

LIST = Path(__file__).parent / "types.txt"
EVENTS = registry.events()
# What the certificate of completion says: how the documents came, who was asked, what they did.
PRINTED = {
    "attachment.removed",
    "attachment.uploaded",
    "consent.accepted",
    "consent.withdrawn",
    "direct_link.used",
    "document.accepted",
    "document.added",
    "document.pages_edited",
    "document.pages_restored",
    "document.password_given",
    "document.rejected",
    "document.removed",
    "document.replaced",
    "document.tried_again",
    "document.values_lifted",
    "documents.copied",
    "envelope.completed",
    "envelope.created",
    "envelope.declined",
    "envelope.delivered",
    "envelope.expired",
    "envelope.expiry_changed",
    "envelope.expiry_warned",
    "envelope.paused",
    "envelope.resumed",
    "envelope.sending_requested",
    "envelope.sent",
    "envelope.signed",
    "envelope.values_erased",
    "envelope.voided",
    "fields.corrected",
    "fields.placed",
    "paper.requested",
    "proof.authenticator_reset",
    "signature.confirmed",
    "proof.code_sent",
    "proof.code_undelivered",
    "proof.failed",
    "proof.given",
    "proof.identity_mismatched",
    "proof.locked",
    "proof.passkey_reset",
    "proof.quiz_started",
    "proof.unlocked",
    "recipient.auto_reminded",
    "recipient.awaited",
    "recipient.came_by_form",
    "recipient.came_embedded",
    "recipient.completed",
    "recipient.copy_requested",
    "recipient.corrected",
    "recipient.location_given",
    "recipient.location_not_given",
    "recipient.declined",
    "recipient.delegated",
    "recipient.delivered",
    "recipient.expiry_warned",
    "recipient.host_invited",
    "recipient.invited",
    "recipient.link_handed_over",
    "recipient.mail_bounced",
    "recipient.mail_complained",
    "recipient.met_in_person",
    "recipient.named",
    "recipient.person_named",
    "recipient.options_changed",
    "recipient.phone_corrected",
    "recipient.reassigned",
    "recipient.reminded",
    "recipient.reminder_lost",
    "recipient.removed",
    "recipient.rerouted",
    "recipient.self_signing_started",
    "recipient.signed_in",
    "recipient.skipped",
    "recipient.text_failed",
    "recipient.text_reminder_lost",
    "recipient.texted",
    "recipient.texts_resumed",
    "recipient.texts_stopped",
    "sender.named",
    "signature.adopted",
    "step.planned",
    "step.started",
    "supplement.accepted",
    "supplement.viewed",
    "template.used",
}


def test_every_event_has_a_type_of_its_own_in_two_words_of_snake_case() -> None:
    kinds = [e for e in declared(Event) if e not in (Event, EnvelopeEvent, AdminEvent)]

    assert len(EVENTS) == len(kinds)
    assert all("type" in vars(event) for event in kinds)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", type) for type in EVENTS)


def test_the_types_and_members_are_those_of_the_list_and_none_was_taken_away() -> None:
    listed = LIST.read_text().splitlines()

    assert listed == [line_of(event) for event in EVENTS.values()]


def test_every_event_is_told_in_a_sentence() -> None:
    assert all(event.narration.endswith(".") for event in EVENTS.values())
    assert not any(event.timeline.endswith(".") for event in EVENTS.values())


def test_the_certificate_says_what_was_sent_and_signed_and_nothing_of_how_it_is_filed() -> None:
    assert {event.type for event in EVENTS.values() if event.printed} == PRINTED


def test_webhooks_of_a_log_tell_of_templates_and_bulk_sends_and_others_of_envelopes() -> None:
    of_logs = {event.webhook for event in registry.of_logs().values()} - {""}
    of_envelopes = {event.webhook for event in registry.of_envelopes().values()} - {""}

    assert {name.partition(".")[0] for name in of_logs} == {"template", "bulk_send"}
    assert not of_logs & of_envelopes
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", name) for name in of_logs | of_envelopes)


def test_an_event_belongs_to_an_envelope_or_to_a_log() -> None:
    assert set(registry.of_envelopes()) | set(registry.of_logs()) == set(EVENTS)
    assert all(issubclass(e, EnvelopeEvent) for e in registry.of_envelopes().values())


def line_of(event: type[Event]) -> str:
    """As types.txt has it: type, public and personal members, whether webhooks tell of it."""
    public = ", ".join(f.name for f in fields(event) if not f.metadata)
    personal = ", ".join(f.name for f in fields(event) if f.metadata)
    return f"{event.type} | {public} | {personal} | {event.webhook} | {event.narration}"
