from datetime import datetime

from flask import Flask

from core.envelopes.envelope import Status
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def test_declining_needs_a_reason_and_keeps_what_was_written(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    empty = signer.post(f"{signer.page}/refusal", {"reason": " "})
    long = signer.post(f"{signer.page}/refusal", {"reason": "z" * 1_001})

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Say briefly why" in empty.text
    assert "z" * 1_001 in long.text
    assert run(member, reading.envelope, envelope.id).status is Status.DELIVERED


def test_declining_closes_the_envelope_for_everybody(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer, next_one = (Signer(app, member, envelope, n) for n in (0, 1))
    signer.consent()

    answer = signer.post(f"{signer.page}/refusal", {"reason": "Page 3 is wrong."})

    assert answer.status_code == 303
    assert "You declined to sign." in signer.get(signer.page).text
    assert "Somebody declined." in next_one.open().text
    assert run(member, reading.envelope, envelope.id).status is Status.DECLINED


def test_who_has_not_consented_may_decline_too(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.open()
    signer.get(f"{signer.page}/refusal")

    signer.post(f"{signer.page}/refusal", {"reason": "On paper, please."})

    assert "You declined to sign." in signer.get(signer.page).text


def test_who_has_signed_finds_nothing_to_decline(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    ceremonies.sign(member, envelope.recipients[0], now)
    signer = Signer(app, member, envelope, 0)
    signer.open()

    page = signer.get(f"{signer.page}/refusal")
    answer = signer.post(f"{signer.page}/refusal", {"reason": "Too late."})

    assert "You have signed." in page.text
    assert answer.status_code == 409
    assert "notice--problem" in answer.text
    assert run(member, reading.envelope, envelope.id).status is Status.DELIVERED
