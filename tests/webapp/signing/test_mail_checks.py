"""The public page that says whether an e-mail is one of ours."""

from datetime import datetime

from flask import Flask

from core.envelopes.correcting import Correction
from core.signing import link, mail_check
from tenants.member import Member
from tenants.use_cases.envelopes import correcting
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Visitor


def test_a_code_of_ours_says_who_sent_what_to_whom(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    recipient = envelope.recipients[0]
    visitor, code = Visitor(app), code_for(member, ceremonies.token_of(member, recipient))
    visitor.get("/check")

    answer = visitor.post("/check", {"code": code.lower()})

    assert answer.status_code == 200
    assert "Yes, this e-mail is ours" in answer.text
    assert envelope.name in answer.text
    assert recipient.email not in answer.text
    assert f"{recipient.email[0]}…@" in answer.text


def test_other_codes_are_not_ours(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    code = code_for(member, ceremonies.token_of(member, envelope.recipients[0]))
    forged = code[:-1] + ("A" if code[-1] != "A" else "B")
    visitor = Visitor(app)
    visitor.get("/check")

    answers = [visitor.post("/check", {"code": typed}) for typed in (forged, "x", "%00", "")]

    assert [a.status_code for a in answers] == [404, 404, 404, 422]
    assert "We did not send an e-mail with this code" in answers[0].text


def test_the_code_of_a_link_that_was_replaced_counts_no_more(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    recipient = envelope.recipients[0]
    code = code_for(member, ceremonies.token_of(member, recipient))
    other = Correction("Ben Okoro", "ben@example.com")
    run(member, correcting.correct, envelope.id, recipient.id, other, now)
    visitor = Visitor(app)
    visitor.get("/check")

    assert visitor.post("/check", {"code": code}).status_code == 404


def test_guessing_is_slowed_down(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.get("/check")

    answers = [visitor.post("/check", {"code": f"guess {n}"}).status_code for n in range(12)]

    assert answers == [404] * 10 + [429] * 2


def code_for(member: Member, token: str) -> str:
    key = member.organization.installation.settings.link_key
    return mail_check.code(key, link.digest(token))
