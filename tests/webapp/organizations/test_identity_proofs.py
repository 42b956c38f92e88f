"""What an organization asks of every recipient, and a sender of everyone in one envelope."""

from datetime import datetime
from uuid import uuid4

from flask import Flask

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.organizations import organization_profile
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

PAGE = "/settings/identity-proofs"


def prepared(sender: Sender, now: datetime) -> Envelope:
    draft = ceremonies.draft_with_document(sender.member, now)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(sender.member, drafting.name_recipients, draft.id, [person], now)
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    return run(sender.member, drafting.place_fields, draft.id, [field], now)


def test_what_the_organization_requires_is_asked_of_drafts_that_were_there_already(
    app: Flask, sender: Sender, now: datetime
) -> None:
    draft = prepared(sender, now)

    answer = sender.post(PAGE, proofs="email_code")

    assert answer.headers["Location"] == PAGE
    assert run(sender.member, organization_profile.profile).proofs == ("email_code",)
    envelope = run(sender.member, sending.send, draft.id, now)
    assert envelope.recipients[0].options.proofs == ("email_code",)
    signer = Signer(app, sender.member, envelope, 0)
    assert "Confirm that it is you" in signer.get(signer.link).text


def test_a_sender_asks_everyone_in_one_envelope(sender: Sender, now: datetime) -> None:
    draft = prepared(sender, now)
    run(sender.member, organization_profile.require_proofs, ["email_code"], now)
    page = f"/envelopes/{draft.id}/proofs"

    shown = sender.get(page).text
    answer = sender.post(page, proofs="sms_code")

    assert "Your organization requires it." in shown
    assert answer.headers["Location"] == f"/envelopes/{draft.id}#recipients"
    stored = run(sender.member, reading.envelope, draft.id)
    assert (stored.proofs, stored.minimum_proofs) == (("sms_code",), ("email_code",))
    told = sender.get(f"/envelopes/{draft.id}").text
    assert "Code by SMS" in told and "Code by e-mail" in told
    options = sender.get(f"/envelopes/{draft.id}/recipients/{draft.recipients[0].id}/options")
    assert options.text.count("Everyone is asked for it.") == 2


def test_an_unknown_proof_is_refused_on_both_pages(sender: Sender, now: datetime) -> None:
    draft = prepared(sender, now)

    answers = [sender.post(p, proofs="blood") for p in (PAGE, f"/envelopes/{draft.id}/proofs")]

    assert [a.status_code for a in answers] == [422, 422]
    assert all("from the list" in a.text for a in answers)


def test_what_was_sent_is_no_longer_changed(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    page = f"/envelopes/{envelope.id}/proofs"

    seen, refused = sender.get(page), sender.post(page, proofs="email_code")

    assert seen.headers["Location"] == f"/envelopes/{envelope.id}"
    assert refused.status_code == 409
