"""Whose language a signer's pages and mails speak: their own choice first, then others'."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from actors.delivery import mail_message
from core.evidence import consistency
from core.principal import SYSTEM
from templates import language
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail, voiding
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job
from tests.webapp.visitors import Signer, Visitor

GERMAN, ARABIC = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}, {"Accept-Language": "ar"}
OTHERS = {"Accept-Language": "tlh"}
HTML = '<html lang="{}" dir="{}">'


def chosen(member: Member, tag: str) -> None:
    """What the sender would have chosen for everyone on the draft."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update recipients set options = jsonb_build_object('language', %s::text)", tag)


def spoken_by_organization(member: Member, tag: str) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set locale = %s", tag)


def test_a_page_speaks_the_language_of_the_browser(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)

    assert HTML.format("de", "ltr") in signer.get(signer.link, headers=GERMAN).text
    assert HTML.format("ar", "rtl") in signer.get(signer.link, headers=ARABIC).text
    assert HTML.format("en", "ltr") in signer.get(signer.link, headers=OTHERS).text


def test_what_the_sender_chose_comes_before_the_browser(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    chosen(member, "de")

    page = Signer(app, member, envelope, 0)

    assert HTML.format("de", "ltr") in page.get(page.link, headers=ARABIC).text


def test_the_language_of_the_organization_is_the_last_resort(
    app: Flask, member: Member, now: datetime
) -> None:
    spoken_by_organization(member, "ar")
    signer = Signer(app, member, ceremonies.sent(member, now), 0)

    assert HTML.format("ar", "rtl") in signer.get(signer.link, headers=OTHERS).text
    assert HTML.format("de", "ltr") in signer.get(signer.link, headers=GERMAN).text


def test_what_the_reader_chooses_on_the_page_comes_first(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    chosen(member, "de")
    signer = Signer(app, member, envelope, 0)
    assert f"/language?next={signer.page}" in signer.open().text
    offer = signer.get(f"/language?next={signer.page}")
    assert 'lang="ar">العربية</button>' in offer.text

    answer = signer.post("/language", {"language": "ar", "next": signer.page})

    assert answer.status_code == 303 and answer.headers["Location"] == signer.page
    assert HTML.format("ar", "rtl") in signer.get(signer.page).text
    assert signer.post("/language", {"language": "tlh"}).status_code == 404


def test_a_choice_leads_nowhere_else(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.get("/verify")

    answer = visitor.post("/language", {"language": "de", "next": "//elsewhere.example"})

    assert answer.headers["Location"] == "/verify"
    assert HTML.format("de", "ltr") in visitor.get("/verify").text
    assert "Ist dieses Dokument echt?" in visitor.get("/verify").text


@pytest.mark.parametrize(("tag", "subject"), [("de", "bittet Sie"), ("", "asks you")])
def test_a_recipient_is_written_to_in_the_language_that_was_chosen_for_them(
    member: Member, now: datetime, tag: str, subject: str
) -> None:
    ceremonies.sent(member, now)
    chosen(member, tag)
    letter = run_job(ceremonies.lease_open(member, "mail_invitation"), envelope_mail.load)

    message = mail_message.compose(letter, "invitation", "Countersign <sign@example.com>")

    html = message.get_body(("html",)).get_content()
    assert subject in message["Subject"]
    assert HTML.format(tag or "en", "ltr") in html


def test_mail_to_members_speaks_a_language_of_the_portal(member: Member, now: datetime) -> None:
    """One half in their language and one in English would help nobody."""
    envelope = ceremonies.sent(member, now)
    run(member, voiding.void, envelope.id, "A mistake in it.", now)
    mailed = run_job(ceremonies.lease_open(member, "mail_ending"), envelope_mail.load)
    letter = replace(mailed, recipient=None, language="ar")

    message = mail_message.compose(letter, "sender", "Countersign <sign@example.com>")

    assert "ar" in language.for_signers() and "ar" not in language.for_portal()
    assert HTML.format("en", "ltr") in message.get_body(("html",)).get_content()


def test_a_certificate_keeps_the_language_that_the_organization_had_when_it_sent(
    member: Member, now: datetime
) -> None:
    spoken_by_organization(member, "de")
    envelope = ceremonies.sent(member, now)
    spoken_by_organization(member, "ar")

    with member.organization.transaction(SYSTEM) as tx:
        entries = tx.audit.of(envelope.id)

    assert consistency.sender(entries).language == "de"
