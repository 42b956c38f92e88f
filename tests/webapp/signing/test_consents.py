from datetime import datetime

from flask import Flask

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def test_before_consent_there_is_the_disclosure_and_no_document(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    image = f"{signer.page}/documents/{envelope.documents[0].id}/pages/1"

    page = signer.open()

    assert "Signing electronically" in page.text
    assert "Paper instead" in page.text
    assert "/pages/1" not in page.text
    for path in (image, f"{image}/text", f"{signer.page}/print"):
        answer = signer.get(path)
        assert ceremonies.PNG not in answer.data
        assert "image" not in answer.mimetype


def test_consent_needs_the_tick_and_says_so(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.open()

    answer = signer.post(f"{signer.page}/consent")

    assert answer.status_code == 422
    assert "Please tick the box first" in answer.text
    assert not run(member, reading.envelope, envelope.id).recipients[0].consented


def test_consent_opens_the_documents_and_is_recorded_once(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)

    page = signer.consent()
    signer.post(f"{signer.page}/consent", {"agreed": "yes"})

    assert "0 of 2 done" in page.text
    assert f"/documents/{envelope.documents[0].id}/pages/1" in page.text
    events = [entry.type for entry in run(member, reading.timeline, envelope.id).entries]
    assert events.count("consent.accepted") == 1


def test_consent_out_of_turn_is_refused_with_the_page_for_waiting(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 1)
    signer.open()

    answer = signer.post(f"{signer.page}/consent", {"agreed": "yes"})

    assert answer.status_code == 409
    assert "It is not your turn yet" in answer.text
    assert not run(member, reading.envelope, envelope.id).recipients[1].consented
