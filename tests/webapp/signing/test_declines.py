from datetime import datetime

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope, Status
from core.signing.decline_reasons import REASONS
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def reason_of(member: Member, envelope: Envelope) -> str:
    entries = run(member, reading.timeline, envelope.id).entries
    (declined,) = (entry for entry in entries if entry.type == "recipient.declined")
    return {each.name: str(each.value) for each in declined.personal}.get("reason", "")


def test_a_reason_that_is_too_long_is_refused_and_kept(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    long = signer.post(f"{signer.page}/refusal", {"choice": "mind", "reason": "z" * 1_001})

    assert long.status_code == 422
    assert "up to 1,000 characters" in long.text
    assert "z" * 1_001 in long.text
    assert 'value="mind" checked' in long.text
    assert run(member, reading.envelope, envelope.id).status is Status.DELIVERED


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ""),
        ({"choice": "other"}, ""),
        ({"choice": "nonsense", "reason": "Page 3."}, "Page 3."),
        ({"choice": "person"}, "I am not the right person"),
        ({"choice": "person", "reason": "Ask Ben."}, "I am not the right person: Ask Ben."),
    ],
)
def test_a_reason_is_offered_and_the_sender_reads_it_or_none(
    app: Flask, member: Member, now: datetime, given: dict[str, str], told: str
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.open()

    page = signer.get(f"{signer.page}/refusal")
    answer = signer.post(f"{signer.page}/refusal", given)

    assert "I am not the right person" in page.text
    assert "can then send it to the right person." in page.text
    assert answer.status_code == 303
    assert reason_of(member, envelope) == told
    assert run(member, reading.envelope, envelope.id).status is Status.DECLINED


def test_declining_closes_the_envelope_for_everybody(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer, next_one = (Signer(app, member, envelope, n) for n in (0, 1))
    signer.consent()

    answer = signer.post(f"{signer.page}/refusal", {"reason": "Page 3 is wrong."})

    assert answer.status_code == 303
    assert "You declined to sign." in signer.get(signer.page).text
    assert "Someone declined." in next_one.open().text
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


@pytest.mark.parametrize("choice", REASONS)
def test_all_that_the_page_lets_one_write_is_accepted_with_each_reason(
    app: Flask, member: Member, now: datetime, choice: str
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    longest = int(signer.get(f"{signer.page}/refusal").text.split('maxlength="')[1].split('"')[0])

    answer = signer.post(f"{signer.page}/refusal", {"choice": choice, "reason": "z" * longest})

    assert answer.status_code == 303
    assert reason_of(member, envelope).endswith("z" * longest)
