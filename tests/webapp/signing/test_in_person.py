"""Signing in person: the member says how they know the signer, and the device comes back locked."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.envelopes.roles.signer import SIGNER
from core.evidence import consistency
from core.signing.origin import Origin
from core.signing.proofs import registry
from core.signing.refusals import ProofNeeded
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.later_people import hosted
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def met(
    member: Member,
    now: datetime,
    in_person: bool = True,
) -> Envelope:
    """Without an address, for one who signs in person needs none."""
    draft = ceremonies.draft_with_document(member, now)
    role, email = (IN_PERSON_SIGNER, "") if in_person else (SIGNER, "anna@example.com")
    person = Recipient(uuid4(), "Anna Lind", email, role)
    run(member, drafting.name_recipients, draft.id, [person], now)
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    run(member, drafting.place_fields, draft.id, [field], now)
    return run(member, sending.send, draft.id, now)


def places(envelope: Envelope) -> tuple[str, str]:
    id = envelope.recipients[0].id
    return f"/envelopes/{envelope.id}/recipients/{id}/meeting", f"/sign/{id}"


def test_the_device_is_handed_over_signed_out_and_comes_back_locked(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = met(member, now)
    meeting, page = places(envelope)
    offered = sender.get(f"/envelopes/{envelope.id}")
    sender.get(meeting)

    handed = sender.post(meeting, means="passport")
    shown = sender.get(f"{page}/device")
    portal = sender.get("/envelopes")
    signing = sender.get(page)

    assert meeting in offered.text
    assert "who was e-mailed the link" not in offered.text and "E-mailed" not in offered.text
    assert "Remind" not in offered.text.split('id="envelope_recipients"')[0]
    assert handed.headers["Location"] == f"{page}/device"
    assert "Hand this device to Anna Lind" in shown.text
    assert portal.status_code == 303 and "/sign-in" in portal.headers["Location"]
    assert "Agree and continue" in signing.text and "asks you to sign" in signing.text

    ceremonies.sign(member, envelope.recipients[0], now)
    last = sender.get(page)
    back = sender.post(f"{page}/device")

    assert "Lock and hand the device back" in last.text
    assert back.status_code == 303 and back.headers["Location"] == "/sign-in"
    assert sender.get(page).status_code == 404


def test_the_trail_and_the_certificate_say_how_the_signer_was_known(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = met(member, now)
    meeting, _ = places(envelope)
    sender.get(meeting)

    sender.post(meeting, means="known")

    timeline = run(member, reading.timeline, envelope.id)
    (told,) = registry.stated(timeline.entries, envelope.recipients[0].id)
    types = [entry.type for entry in timeline.entries]
    assert told == f"signed in person, hosted by {member.name}, who knows them"
    assert "recipient.awaited" in types and "recipient.invited" not in types
    assert timeline.entries[-1].actor == member.actor
    assert consistency.differences(envelope, timeline.entries) == ()


def test_no_one_is_met_without_a_word_of_how_and_no_one_who_was_to_get_a_mail(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope, mailed = met(member, now), met(member, now, in_person=False)
    meeting, _ = places(envelope)
    other, _ = places(mailed)
    sender.get(meeting)

    silent = sender.post(meeting, means="")
    refused = sender.post(other, means="known")

    assert silent.status_code == 422 and "Say how you know who they are." in silent.text
    assert refused.status_code == 404
    assert sender.get("/envelopes").status_code == 200
    assert other not in sender.get(f"/envelopes/{mailed.id}").text


def test_another_organizations_recipient_is_met_by_no_one(
    stranger: Sender, member: Member, now: datetime
) -> None:
    meeting, page = places(met(member, now))
    stranger.get("/envelopes")

    assert stranger.get(meeting).status_code == 404
    assert stranger.post(meeting, means="known").status_code == 404
    assert stranger.get(f"{page}/device").status_code == 404


def test_a_session_of_a_mailed_link_is_no_handed_over_device(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.open()

    assert signer.get(f"{signer.page}/device").status_code == 404


def test_the_host_gets_the_link_says_who_it_is_and_hands_over_the_device(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = hosted(member, now)
    host = Signer(app, member, envelope, 0)
    _, page = places(envelope)

    host.open()
    asked = host.get(page)
    silent = host.post(f"{page}/host", {"means": ""})
    handed = host.post(f"{page}/host", {"means": "id_card"})
    signing = host.get(page)

    timeline = run(member, reading.timeline, envelope.id)
    (told,) = registry.stated(timeline.entries, envelope.recipients[0].id)
    assert "Is this" in asked.text and "Agree and continue" not in asked.text
    assert silent.status_code == 422 and "Say how you know who they are." in silent.text
    assert handed.headers["Location"] == f"{page}/device"
    assert "Agree and continue" in signing.text
    assert told == "signed in person, hosted by Hanna Host, who saw an ID card"
    assert "recipient.host_invited" in [entry.type for entry in timeline.entries]


def test_without_a_host_who_knows_them_nothing_is_accepted(member: Member, now: datetime) -> None:
    envelope = hosted(member, now)
    ceremony = ceremonies.enter(member, envelope.recipients[0])

    with pytest.raises(ProofNeeded):
        ceremonies.consent(ceremony, Origin("192.0.2.7", "a browser"), now)


def test_the_signer_asks_for_a_copy_and_the_device_is_locked(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = hosted(member, now)
    host = Signer(app, member, envelope, 0)
    _, page = places(envelope)
    host.open()
    host.post(f"{page}/host", {"means": "known"})
    ceremonies.sign(member, envelope.recipients[0], now)

    offered = host.get(page)
    wrong = host.post(f"{page}/copy", {"email": "nowhere"})
    asked = host.post(f"{page}/copy", {"email": "anna@example.com"})
    after = host.get(page)
    back = host.post(f"{page}/device")
    locked = host.get(back.headers["Location"])

    assert "Send me a copy" in offered.text
    assert wrong.status_code == 422 and asked.status_code == 303
    assert "Send me a copy" not in after.text and "anna@example.com" in after.text
    assert run(member, reading.changeable, envelope.id).recipients[0].email == "anna@example.com"
    assert "This device is locked" in locked.text
    assert host.get(page).status_code == 404


def handed(sender: Sender, envelope: Envelope, pin: str = "2468") -> str:
    """The signer has the device; where their pages are."""
    meeting, page = places(envelope)
    sender.get(meeting)
    assert sender.post(meeting, means="passport", pin=pin).status_code == 303
    return page


def test_the_host_unlocks_the_device_with_their_pin(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = met(member, now)
    page = handed(sender, envelope)
    outside = sender.get("/envelopes")
    sender.get(page)
    locked = sender.post(f"{page}/device")
    shown = sender.get(locked.headers["Location"])
    wrong = sender.post("/device-lock", pin="1357")

    unlocked = sender.post("/device-lock", pin="2468")

    assert outside.status_code == 303 and "/sign-in" in outside.headers["Location"]
    assert "This device is locked" in shown.text and envelope.name not in shown.text
    assert wrong.status_code == 422 and "This PIN is not right." in wrong.text
    assert unlocked.headers["Location"] == f"/envelopes/{envelope.id}"
    assert sender.get("/envelopes").status_code == 200
    assert sender.get("/device-lock").headers["Location"] == "/sign-in"


def test_who_unlocks_takes_the_signers_session_away(
    sender: Sender, member: Member, now: datetime
) -> None:
    page = handed(sender, met(member, now))
    open_before = sender.get(page).status_code
    sign_in = sender.get("/sign-in").text
    sender.get("/device-lock")

    sender.post("/device-lock", pin="2468")

    assert open_before == 200
    assert "Unlock this device with your PIN" in sign_in
    assert sender.get(page).status_code == 404
    assert sender.get("/envelopes").status_code == 200


def test_after_five_wrong_pins_the_host_has_to_sign_in(
    sender: Sender, member: Member, now: datetime
) -> None:
    handed(sender, met(member, now))
    sender.get("/device-lock")

    answers = [sender.post("/device-lock", pin=str(1000 + n)) for n in range(5)]
    over = sender.post("/device-lock", pin="2468")

    assert {a.status_code for a in answers} == {422}
    assert over.headers["Location"] == "/sign-in"
    assert sender.get("/envelopes").status_code == 303


def test_the_cookie_of_a_lock_opens_nothing_once_the_host_has_unlocked(
    app: Flask, sender: Sender, member: Member, now: datetime
) -> None:
    handed(sender, met(member, now))
    copied = sender.browser.get_cookie("countersign-parked")
    assert copied
    sender.get("/device-lock")
    sender.post("/device-lock", pin="2468")

    stranger = Sender(app, member)
    stranger.get("/sign-in")
    stranger.browser.set_cookie(copied.key, copied.value, domain="localhost")
    right = stranger.post("/device-lock", pin="2468")
    wrong = [stranger.post("/device-lock", pin=str(1000 + n)) for n in range(9)]

    assert right.headers["Location"] == "/sign-in"
    assert stranger.get("/envelopes").status_code == 303
    assert {a.status_code for a in wrong} <= {303, 422}
    assert sender.get("/envelopes").status_code == 200


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "\u0661\u0662\u0663\u0664"])
def test_what_is_no_pin_hands_over_nothing(
    sender: Sender, member: Member, now: datetime, pin: str
) -> None:
    meeting, page = places(met(member, now))
    sender.get(meeting)

    answer = sender.post(meeting, means="known", pin=pin)

    assert answer.status_code == 422 and "Choose a PIN of 4 to 8 digits." in answer.text
    assert sender.get("/envelopes").status_code == 200
    assert sender.get(page).status_code == 404


def test_a_lock_that_was_made_up_opens_nothing(app: Flask, sender: Sender) -> None:
    sender.get("/sign-in")
    name = "countersign-parked"
    sender.browser.set_cookie(name, "made up", domain="localhost")

    assert sender.post("/device-lock", pin="2468").status_code == 404
