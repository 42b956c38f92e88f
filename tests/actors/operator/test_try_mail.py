from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from actors.operator import try_mail
from core.principal import SYSTEM
from core.refusals import Invalid, NotFound
from core.settings.settings import Settings
from tenants import leased_job
from tenants.installation import Installation
from tenants.operator import Operator
from tenants.use_cases.operator import mail_tests
from tests.actors.conftest import Postman
from tests.ports import free_port
from tests.tenants import operators
from tests.tenants.opening import run

NOW = datetime.now(UTC)


@pytest.fixture
def operator(installation: Installation, services: dict[str, str]) -> Operator:
    return operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))


@pytest.mark.usefixtures("mailing")
def test_an_operator_reads_what_the_mail_server_said(operator: Operator, postman: Postman) -> None:
    test_id = uuid4()
    run(operator, mail_tests.begin, test_id, " someone@example.com ", NOW)
    before = run(operator, mail_tests.result, test_id)
    platform = operator.installation.platform
    with platform.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where kind = 'try_mail' and arguments ->> 'test_id' = %s",
            str(test_id),
        )
    job = leased_job.lease(platform, row["id"])
    assert job is not None

    try_mail.try_mail(job)

    after = run(operator, mail_tests.result, test_id)
    (mailed,) = postman.letters
    assert (before.delivered, after.delivered) == (None, True)
    assert (after.step, after.code, after.answer) == ("message", 250, "OK")
    assert str(mailed["To"]) == after.address == "someone@example.com"
    assert leased_job.lease(platform, row["id"]) is None


@pytest.mark.usefixtures("mailing")
def test_a_refused_recipient_is_told_with_code_and_words(
    installation: Installation, postman: Postman
) -> None:
    postman.answer = "550 5.1.1 Nobody here"

    answer = try_mail.send("nobody@example.com", installation.settings, "1")

    assert (answer.step, answer.delivered, answer.code) == ("recipient", False, 550)
    assert answer.text == "5.1.1 Nobody here"


def test_a_server_that_is_away_or_wants_no_password_unencrypted_is_told(
    settings: Settings, postman: Postman
) -> None:
    away = replace(settings, smtp_url=f"smtp://127.0.0.1:{free_port()}")

    answer = try_mail.send("someone@example.com", away, "1")

    assert (answer.step, answer.delivered, answer.code) == ("connect", False, 0)
    assert "refused" in answer.text


def test_what_is_no_address_is_refused_and_an_unknown_test_is_not_found(
    operator: Operator,
) -> None:
    for address in ("", "nobody", "@example.com", "a@b\r\nRCPT TO:<c@example.com>"):
        with pytest.raises(Invalid):
            run(operator, mail_tests.begin, uuid4(), address, NOW)
    with pytest.raises(NotFound):
        run(operator, mail_tests.result, uuid4())
