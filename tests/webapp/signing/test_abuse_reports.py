from datetime import datetime

import pytest
from flask import Flask

from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tenants.operator import Operator
from tenants.use_cases.envelopes import voiding
from tenants.use_cases.operator import abuse_reports, managed_organizations
from tenants.use_cases.operator.abuse_reports import AbuseReport
from tests.tenants import ceremonies, operators
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


@pytest.fixture(scope="module")
def operator(installation: Installation, services: dict[str, str]) -> Operator:
    return operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))


def reports(operator: Operator, member: Member) -> tuple[AbuseReport, ...]:
    return run(operator, abuse_reports.reports, None, member.organization.id, None).rows


def test_a_recipient_reports_before_agreeing_to_anything_and_is_thanked(
    app: Flask, member: Member, operator: Operator, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)

    assert "Report this sender" in signer.open().text
    page = signer.get(f"{signer.page}/report")
    answer = signer.post(f"{signer.page}/report", {"reason": "fraud", "words": "Not my bank."})

    assert "In your own words" in page.text
    assert answer.status_code == 303
    assert "Thank you for telling us." in signer.get(f"{signer.page}/report").text
    (report,) = reports(operator, member)
    assert (report.envelope_id, report.reason, report.words) == (
        *(envelope.id, "fraud", "Not my bank."),
    )
    assert (report.address, report.status) == ("", "open")


def test_the_address_goes_along_only_when_the_box_is_ticked_and_only_once(
    app: Flask, member: Member, operator: Operator, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.open()

    signer.post(f"{signer.page}/report", {"reason": "unknown", "write_back": "yes"})
    again = signer.post(f"{signer.page}/report", {"reason": "other", "words": "A second time."})

    assert again.status_code == 303
    (report,) = reports(operator, member)
    assert (report.reason, report.address) == ("unknown", signer.recipient.email)


def test_a_report_without_a_reason_keeps_what_was_written(
    app: Flask, member: Member, operator: Operator, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.open()

    answer = signer.post(f"{signer.page}/report", {"words": "My own words.", "write_back": "yes"})

    assert answer.status_code == 422
    assert "Choose what is wrong." in answer.text
    assert "My own words." in answer.text
    assert "checked" in answer.text
    assert reports(operator, member) == ()


def test_an_ended_envelope_can_still_be_reported(
    app: Flask, member: Member, operator: Operator, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    run(member, voiding.void, envelope.id, "A mistake", now)
    signer = Signer(app, member, envelope, 0)

    page = signer.open()
    signer.post(f"{signer.page}/report", {"reason": "unwanted"})

    assert f"{signer.page}/report" in page.text
    assert len(reports(operator, member)) == 1


def test_one_network_reports_only_so_often(app: Flask, member: Member, now: datetime) -> None:
    network = {"REMOTE_ADDR": "10.9.8.7"}
    answers = []
    for _ in range(6):
        envelope = ceremonies.sent(member, now)
        for number in (0, 1):
            signer = Signer(app, member, envelope, number)
            signer.open()
            answers.append(
                signer.client.post(
                    f"{signer.page}/report",
                    data={"csrf_token": signer.token, "reason": "other"},
                    environ_overrides=network,
                ).status_code
            )

    assert answers == [303] * 10 + [429] * 2


def test_a_report_of_another_recipient_cannot_be_made(
    app: Flask, member: Member, operator: Operator, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer, other = (Signer(app, member, envelope, n) for n in (0, 1))
    signer.open()

    answer = signer.post(f"{other.page}/report", {"reason": "other"})

    assert answer.status_code == 404
    assert reports(operator, member) == ()


def test_recipients_of_a_suspended_organization_see_a_kind_page_and_lose_nothing(
    app: Flask, member: Member, operator: Operator, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    run(operator, managed_organizations.suspend, member.organization.id, "Reported by many.", now)

    page = signer.get(signer.page)
    finish = signer.finish()

    assert page.status_code == 409
    assert "Signing is paused" in page.text
    assert "Reported by many." not in page.text
    assert finish.status_code == 409
    run(operator, managed_organizations.lift, member.organization.id, now)
    assert signer.get(signer.page).status_code == 200


def test_copies_of_what_is_completed_stay_open_while_it_is_suspended(
    app: Flask, member: Member, operator: Operator, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    with member.organization.transaction(SYSTEM) as tx:
        for status in ("delivered", "signed", "completed"):
            tx.rows.run("update envelopes set status = %s where id = %s", status, envelope.id)
    run(operator, managed_organizations.suspend, member.organization.id, "Unpaid.", now)

    page = Signer(app, member, envelope, 0).open()

    assert page.status_code == 200
    assert "Certificate of completion" in page.text
