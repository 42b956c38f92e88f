"""The code by which a recipient proves that the mailbox is theirs, in a mail."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from actors.signing import send_email_code
from tenants.member import Member
from tests.actors.conftest import Postman
from tests.actors.delivery.test_role_mails import both_bodies
from tests.tenants import ceremonies
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


def test_a_code_that_waited_too_long_is_not_mailed(member: Member, postman: Postman) -> None:
    before = datetime.now(UTC) - timedelta(minutes=6)
    ceremony = back(member, browser(member, asking(member, ["email_code"], now=before)))
    ask_code(ceremony, at=before)

    send_email_code.send_email_code(ceremonies.lease_open(member, "send_email_code"))

    assert postman.letters == []
