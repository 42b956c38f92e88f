"""The pages on which a recipient proves who they are, and what the sender sees of it."""

from datetime import datetime

from flask import Flask

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tests.tenants.use_cases.signing.test_identity_proofs import CODE, asking
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def arrived(app: Flask, member: Member, envelope: Envelope) -> tuple[Signer, str]:
    signer = Signer(app, member, envelope, 0)
    return signer, signer.get(signer.link).text


def test_the_access_code_is_asked_before_consent_and_no_page_is_shown(
    app: Flask, member: Member, now: datetime
) -> None:
    signer, first = arrived(app, member, asking(member, ["access_code"], CODE, now))

    assert "Enter your access code" in first
    assert "Agree" not in first
    answer = signer.post(f"{signer.page}/proofs/access_code", {"code": CODE})
    assert answer.headers["Location"] == signer.page
    assert "Agree and continue" in signer.get(signer.page).text


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_locks(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = asking(sender.member, ["access_code"], CODE, now)
    signer, _ = arrived(app, sender.member, envelope)

    answers = [signer.post(f"{signer.page}/proofs/access_code", {"code": "no"}) for _ in range(5)]

    assert [a.status_code for a in answers] == [422, 422, 422, 422, 409]
    assert "You can try 4 more times." in answers[0].text
    assert "You can try 1 more time." in answers[3].text
    assert "Too many wrong tries" in answers[4].text
    page = sender.get(f"/envelopes/{envelope.id}").text
    assert "Locked out after five wrong codes." in page
    unlocked = sender.post(f"/envelopes/{envelope.id}/recipients/{signer.recipient.id}/proof-tries")
    assert unlocked.status_code == 303
    assert "Enter your access code" in signer.get(signer.page).text


def test_an_empty_code_is_no_try(app: Flask, member: Member, now: datetime) -> None:
    signer, _ = arrived(app, member, asking(member, ["access_code"], CODE, now))

    answers = [signer.post(f"{signer.page}/proofs/access_code", {"code": " "}) for _ in range(6)]

    assert {a.status_code for a in answers} == {422}
    assert "Enter the code." in answers[-1].text


def test_no_code_is_mailed_before_it_is_asked_for(
    app: Flask, member: Member, now: datetime
) -> None:
    signer, first = arrived(app, member, asking(member, ["email_code"], now=now))

    asked = signer.post(f"{signer.page}/proofs/email_code/codes")
    again = signer.post(f"{signer.page}/proofs/email_code/codes")

    assert "Send me a code" in first and "anna@example.com" in first
    assert asked.status_code == 303
    assert again.status_code == 409
    assert "less than a minute ago" in again.text
    assert "We e-mailed a code to" in signer.get(signer.page).text


def test_pages_images_and_acts_are_closed_without_the_proof(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = asking(member, ["access_code"], CODE, now)
    signer, _ = arrived(app, member, envelope)
    document = envelope.documents[0].id

    image = signer.get(f"{signer.page}/documents/{document}/pages/1")
    consent = signer.post(f"{signer.page}/consent", {"agreed": "yes"})
    finish = signer.post(f"{signer.page}/completion")

    assert {image.status_code, consent.status_code, finish.status_code} == {409}
    assert "image/" not in (image.content_type or "")
