from datetime import datetime
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import reading, voiding
from tests.tenants import ceremonies
from tests.tenants.conftest import found_member
from tests.tenants.opening import run
from tests.webapp.visitors import Signer, Visitor


def test_a_link_sets_a_cookie_for_its_page_alone_and_leads_there(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)

    answer = signer.client.get(signer.link)

    assert answer.status_code == 303
    assert answer.headers["Location"] == signer.page
    cookie = answer.headers["Set-Cookie"]
    assert f"Path={signer.page}" in cookie
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_uses_nothing_up_and_counts_nothing(
    app: Flask, member: Member, now: datetime, method: str
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    before = run(member, reading.version, envelope.id)

    for _ in range(3):
        assert signer.client.open(signer.link, method=method).status_code == 303

    assert run(member, reading.version, envelope.id) == before


def test_no_answer_of_a_ceremony_may_be_kept_or_tell_where_it_was(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)

    answers = [signer.client.get(signer.link), signer.open(), signer.consent(), signer.get("/s/no")]

    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_forged_link_is_a_page_that_says_what_to_do(app: Flask) -> None:
    answer = Visitor(app).get(f"/s/{'a' * 43}")

    assert answer.status_code == 404
    assert "This link does not work" in answer.text
    assert "Please open our e-mail again" in answer.text


def test_a_link_that_was_replaced_names_the_latest_mail(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update recipients set link_generation = 2 where id = %s", signer.recipient.id)

    answer = signer.open()

    assert answer.status_code == 409
    assert "use the link in our latest e-mail" in answer.text


def test_without_the_cookie_a_page_is_not_found(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)

    assert Visitor(app).get(signer.page).status_code == 404


def test_one_recipients_cookie_opens_no_other_recipients_page(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    first, second = (Signer(app, member, envelope, n) for n in (0, 1))
    first.consent()
    cookie = first.client.get_cookie("ceremony", path=first.page)
    assert cookie is not None
    first.client.set_cookie("ceremony", cookie.value, path=second.page)

    assert first.get(second.page).status_code == 404


def test_the_cookie_holds_a_session_and_not_the_links_secret(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    secret = signer.link.removeprefix("/s/")
    asked_twice = [signer.client.get(signer.link).headers["Set-Cookie"] for _ in range(2)]

    assert not any(secret in cookie for cookie in asked_twice)
    assert asked_twice[0] != asked_twice[1]
    signer.client.set_cookie("ceremony", secret, path=signer.page)
    assert signer.get(signer.page).status_code == 404


def test_headers_alone_begin_no_session(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)

    answer = signer.client.head(signer.link)

    assert answer.status_code == 303
    assert "ceremony" not in answer.headers.get("Set-Cookie", "")


def test_a_session_ends_with_its_row_and_the_link_begins_another(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    assert signer.open().status_code == 200
    with member.organization.transaction(SYSTEM) as tx:
        ended = tx.ceremonies.end_sessions(signer.recipient.id)

    assert ended == 1
    assert signer.get(signer.page).status_code == 404
    assert signer.open().status_code == 200


def test_another_organization_ends_no_session(
    app: Flask, member: Member, installation: Installation, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.open()

    with found_member(installation).organization.transaction(SYSTEM) as tx:
        assert tx.ceremonies.end_sessions(signer.recipient.id) == 0

    assert signer.get(signer.page).status_code == 200


def test_a_session_that_began_before_a_correction_says_that_the_link_was_replaced(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.open()
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update recipients set link_generation = 2 where id = %s", signer.recipient.id)

    assert signer.get(signer.page).status_code == 409


def test_of_very_many_openings_the_newest_sessions_are_kept(
    app: Flask, member: Member, services: dict[str, str], now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    for _ in range(52):
        signer.client.get(signer.link)

    assert signer.get(signer.page).status_code == 200
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        counted = superuser.execute(
            "select count(*) from recipient_sessions where recipient_id = %s",
            (signer.recipient.id,),
        ).fetchone()
    assert counted == (50,)


def test_a_recipient_of_one_envelope_finds_no_page_of_another(
    app: Flask, member: Member, now: datetime
) -> None:
    mine, other = ceremonies.sent(member, now), ceremonies.sent(member, now)
    signer = Signer(app, member, mine, 0)
    signer.consent()

    own = signer.get(f"{signer.page}/documents/{mine.documents[0].id}/pages/1")
    foreign = signer.get(f"{signer.page}/documents/{other.documents[0].id}/pages/1")
    invented = signer.get(f"{signer.page}/documents/{uuid4()}/pages/1")

    assert own.status_code == 200
    assert (foreign.status_code, invented.status_code) == (404, 404)


def test_who_is_not_yet_asked_reads_that_somebody_else_signs_first(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 1)

    answer = signer.open()

    assert answer.status_code == 200
    assert "It is not your turn yet." in answer.text


def test_who_only_gets_a_copy_reads_that_there_is_nothing_to_sign(
    app: Flask, member: Member, now: datetime
) -> None:
    answer = Signer(app, member, ceremonies.sent(member, now), 2).open()

    assert "You will get a copy." in answer.text


def test_a_voided_envelope_says_so_and_shows_no_document(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    run(member, voiding.void, envelope.id, "The wrong document", now)

    answer = signer.get(signer.page)

    assert "has voided this" in answer.text
    assert "/pages/1" not in answer.text
    page = f"{signer.page}/documents/{envelope.documents[0].id}/pages/1"
    assert signer.get(page).status_code == 409
    assert signer.get(f"{page}/text").status_code == 409
    assert "/pages/1" not in signer.get(f"{signer.page}/print").text


@pytest.mark.parametrize(
    ("column", "status", "words"),
    [
        ("envelopes", "voided", "has voided this envelope."),
        ("envelopes", "expired", "This envelope has expired."),
        ("envelopes", "declined", "Someone declined."),
        ("recipients", "declined", "You declined to sign."),
        ("recipients", "skipped", "You are no longer needed here"),
        ("recipients", "reassigned", "Someone else takes your place"),
        ("recipients", "completed", "You have signed."),
    ],
)
def test_a_link_that_is_used_later_has_a_page_for_what_became_of_it(
    app: Flask, member: Member, now: datetime, column: str, status: str, words: str
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    id = envelope.id if column == "envelopes" else signer.recipient.id
    with member.organization.transaction(SYSTEM) as tx:
        if column == "envelopes" and status == "declined":
            tx.rows.run("update envelopes set status = 'delivered' where id = %s", id)
        tx.rows.run(f"update {column} set status = %s where id = %s", status, id)

    page = signer.open()
    acts = [signer.post(f"{signer.page}/{act}") for act in ("completion", "refusal", "paper")]

    assert page.status_code == 200
    assert words in page.text
    assert "Agree and continue" not in page.text
    assert all(act.status_code in (303, 409) for act in acts)
