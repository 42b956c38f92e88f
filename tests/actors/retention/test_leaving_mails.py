"""Letters about leaving: an export that is ready, an organization that is closed or kept."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from actors.retention.make_export import make_export
from actors.retention.notify_members import notify_members
from tenants.member import Member
from tenants.use_cases.retention import organization_closing, organization_export
from tests.actors.conftest import Postman
from tests.actors.sign_in.test_mail_account import deliver, received
from tests.tenants import ceremonies, retention_requests
from tests.tenants.conftest import PASSWORD
from tests.tenants.opening import run

NOW = datetime.now(UTC)

pytestmark = pytest.mark.usefixtures("mailing")


def test_whoever_asked_for_an_export_is_told_where_it_is(member: Member, postman: Postman) -> None:
    run(member, organization_export.start, uuid4(), NOW)
    make_export(ceremonies.lease_open(member, "make_export"))

    deliver(member.organization)

    subject, text, html = received(postman, member.email)
    assert subject == f"Your export of {member.organization_name} is ready"
    assert "/settings/exports" in text
    assert "/settings/exports" in html


def test_members_are_told_the_day_and_that_it_was_called_off(
    member: Member, postman: Postman
) -> None:
    retention_requests.close(member, member.slug, PASSWORD, NOW)
    notify_members(ceremonies.lease_open(member, "notify_members"))
    deliver(member.organization)
    subject, text, _ = received(postman, member.email)
    assert subject == f"{member.organization_name} will be closed"
    day = (NOW + organization_closing.GRACE).date()
    assert f"{day.day} {day:%B %Y}" in text
    postman.letters.clear()

    run(member, organization_closing.keep, NOW)
    notify_members(ceremonies.lease_open(member, "notify_members"))
    deliver(member.organization)

    assert received(postman, member.email)[0] == f"{member.organization_name} stays open"
