import re
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants import leased_job
from tenants.installation import Installation
from tenants.use_cases.operator.mail_tests import MailTestAnswer
from tests.tenants import journeys
from tests.webapp.operator.desks import DeskBrowser

FORM = "/operator/mail-tests"
TEST_ID = re.compile(r'name="test_id" value="([^"]+)"')


def begin(desk: DeskBrowser) -> str:
    """The address of a test that waits for its answer."""
    found = TEST_ID.search(desk.get(FORM).text)
    assert found is not None
    answer = desk.post(FORM, email="night-shift@example.com", test_id=found[1])
    assert answer.status_code == 303
    return answer.headers["Location"]


def answer(installation: Installation, said: MailTestAnswer, now: datetime) -> None:
    """What a worker does when the mail server has spoken."""
    with installation.platform.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where kind = 'try_mail' order by id desc limit 1")
    job = leased_job.lease(installation.platform, row["id"])
    assert job is not None
    journeys.answer_mail_test(job, said, now)


def test_the_page_asks_again_until_the_mail_server_has_answered(
    desk: DeskBrowser, installation: Installation, now: datetime
) -> None:
    place = begin(desk)

    waiting = desk.get(place, **{"HX-Request": "true"})
    whole = desk.get(place)
    answer(installation, MailTestAnswer("message", True, 250, "2.0.0 Ok: <queued>"), now)
    answered = desk.get(place, **{"HX-Request": "true"})

    assert f'hx-get="{place}"' in waiting.text
    assert waiting.text.lstrip().startswith('<section id="mail_answer"')
    assert "Check again" in whole.text
    assert "hx-get" not in answered.text
    assert "The mail server accepted the e-mail to night-shift@example.com." in answered.text
    assert "250" in answered.text
    assert "2.0.0 Ok: &lt;queued&gt;" in answered.text


def test_what_the_mail_server_refuses_is_said_with_its_own_words(
    desk: DeskBrowser, installation: Installation, now: datetime
) -> None:
    for step, sentence in (
        ("connect", "cannot be reached"),
        ("encrypt", "does not offer encryption"),
        ("login", "rejected the username or password"),
        ("sender", "rejected the sender"),
        ("recipient", "rejected the recipient’s address"),
        ("message", "rejected the message itself"),
    ):
        place = begin(desk)
        answer(installation, MailTestAnswer(step, False, 550, f"5.7.1 at {step}"), now)

        page = desk.get(place).text

        assert sentence in page, step
        assert f"5.7.1 at {step}" in page, step


def test_an_address_that_is_none_is_said_beside_the_field_and_kept(desk: DeskBrowser) -> None:
    desk.get(FORM)

    for typed in ("nobody", "", "a@b@example.com", "two@example.com, three@example.com"):
        wrong = desk.post(FORM, email=typed)

        assert wrong.status_code == 422, typed
        assert f'value="{typed}"' in wrong.text, typed
        assert 'id="email-error"' in wrong.text, typed


def test_a_form_sent_twice_sends_one_mail(
    desk: DeskBrowser, installation: Installation, now: datetime
) -> None:
    found = TEST_ID.search(desk.get(FORM).text)
    assert found is not None

    places = {
        desk.post(FORM, email="night-shift@example.com", test_id=found[1]).headers["Location"]
        for _ in range(2)
    }

    assert places == {f"{FORM}/{found[1]}"}
    with installation.platform.transaction(SYSTEM) as tx:
        jobs = tx.rows.one(
            "select count(*) from outbox where kind = 'try_mail' and arguments->>'test_id' = %s",
            found[1],
        )
    assert jobs["count"] == 1


def test_a_test_that_is_not_there_is_not_found(desk: DeskBrowser) -> None:
    assert desk.get(f"{FORM}/11111111-1111-4111-8111-111111111111").status_code == 404


def test_an_sms_is_offered_where_a_gateway_is_named(
    app: Flask, desk: DeskBrowser, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = replace(settings, sms_url="https://gateway.example.com/", sms_from="Countersign")
    without = desk.get(FORM).text
    monkeypatch.setitem(app.extensions, "settings", told)

    page = desk.get(FORM).text
    wrong = desk.post("/operator/sms-tests", phone="0151 1234567")
    begun = desk.post("/operator/sms-tests", phone="+49 151 1234567")
    waiting = desk.get(begun.headers["Location"]).text

    assert "SMS_URL and SMS_FROM" in without and 'action="/operator/sms-tests"' not in without
    assert 'action="/operator/sms-tests"' in page
    assert wrong.status_code == 422
    assert 'value="0151 1234567"' in wrong.text and 'id="phone-error"' in wrong.text
    assert "Contacting the SMS gateway." in waiting
    assert 'value="+491511234567"' in waiting


def test_without_a_gateway_no_sms_is_sent(desk: DeskBrowser) -> None:
    desk.get(FORM)

    assert desk.post("/operator/sms-tests", phone="+49 151 1234567").status_code == 404
