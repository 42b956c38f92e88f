"""The code by which a recipient proves that the mailbox is theirs, in a mail."""

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from actors.signing import send_email_code
from tenants.member import Member
from tests.actors.conftest import Postman
from tests.actors.delivery.test_role_mails import both_bodies
from tests.tenants import ceremonies
from tests.tenants.later_people import HOST, hosted
from tests.tenants.use_cases.signing.test_identity_proofs import (
    ask_code,
    asking,
    back,
    browser,
    enter,
)

pytestmark = pytest.mark.usefixtures("mailing")


def test_the_mailed_code_opens_and_is_in_no_subject(member: Member, postman: Postman) -> None:
    now = datetime.now(UTC)
    ceremony = back(member, browser(member, asking(member, ["email_code"], now=now)))
    ask_code(ceremony, at=now)

    send_email_code.send_email_code(ceremonies.lease_open(member, "send_email_code"))

    (mailed,) = postman.to("anna@example.com")
    code, again = re.findall(r"\b\d{6}\b", re.sub(r"#\d{6}", "", both_bodies(mailed)))
    assert code == again
    assert code not in str(mailed["Subject"])
    assert enter(ceremony, "email_code", code, at=now)


def test_a_code_that_was_sent_is_in_no_log_no_row_and_no_trail(
    member: Member, postman: Postman, caplog: pytest.LogCaptureFixture, services: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    now = datetime.now(UTC)
    envelope = asking(member, ["email_code"], now=now)
    ceremony = back(member, browser(member, envelope))
    ask_code(ceremony, at=now)
    send_email_code.send_email_code(ceremonies.lease_open(member, "send_email_code"))
    (mailed,) = postman.to("anna@example.com")
    code = re.findall(r"\b\d{6}\b", re.sub(r"#\d{6}", "", both_bodies(mailed)))[0]
    enter(ceremony, "email_code", code, at=now)

    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        tables = superuser.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            " where schemaname in ('tenant', 'directory')"
        ).fetchall()
        rows = [str(superuser.execute(f"select t::text from {t} t").fetchall()) for (t,) in tables]  # type: ignore[arg-type]
    with member.organization.transaction(member.principal) as tx:
        trail = [(e.text, e.personal) for e in tx.audit.of(envelope.id)]

    alone = re.compile(rf"(?<![0-9a-fA-F.:-]){code}(?![0-9a-fA-F.:-])")
    assert str(envelope.id) in "".join(rows) and "proof.given" in str(trail)
    # What the mail server of this test writes is the server's.
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.")]
    for written in (*rows, str(trail), *ours):
        assert not alone.search(written)


def test_a_code_that_waited_too_long_is_not_mailed(member: Member, postman: Postman) -> None:
    before = datetime.now(UTC) - timedelta(minutes=6)
    ceremony = back(member, browser(member, asking(member, ["email_code"], now=before)))
    ask_code(ceremony, at=before)

    send_email_code.send_email_code(ceremonies.lease_open(member, "send_email_code"))

    assert postman.letters == []


def test_a_code_goes_to_who_signs_in_person_and_not_to_their_host(
    member: Member, postman: Postman
) -> None:
    now, options = datetime.now(UTC), replace(HOST, proofs=("email_code",))
    envelope = hosted(member, now, options, "anna@example.com")
    ceremony = replace(back(member, browser(member, envelope)), given=frozenset({"in_person"}))
    ask_code(ceremony, at=now)

    send_email_code.send_email_code(ceremonies.lease_open(member, "send_email_code"))

    (mailed,) = postman.to("anna@example.com")
    assert "Your code" in str(mailed["Subject"])
    assert [m for m in postman.to("hanna@example.com") if "code" in str(m["Subject"])] == []
