"""Letters about accounts, as they reach whoever opens them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from actors.sign_in import mail_account
from core.access import MemberRole
from core.organizations.sign_up import Foundation
from core.principal import SYSTEM
from tenants import leased_job
from tenants.installation import Organization
from tenants.member import Member
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.people import inviting
from tests.actors.conftest import Postman
from tests.tenants import ceremonies, journeys, operators
from tests.tenants.opening import run
from tests.tenants.people import colleague

NOW = datetime.now(UTC)

pytestmark = pytest.mark.usefixtures("mailing")


def deliver(organization: Organization) -> None:
    """All open letters about accounts."""
    with organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select id from outbox where kind = 'mail_account' and state = 'open'")
    for row in rows:
        job = leased_job.lease(organization, row["id"])
        if job is not None:
            mail_account.mail_account(job)


def received(postman: Postman, address: str) -> tuple[str, str, str]:
    """Subject, text and HTML of the only letter to this address."""
    (found,) = [letter for letter in postman.letters if address in str(letter["To"])]
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert html is not None
    return str(found["Subject"]), text.get_content(), html.get_content()


def test_an_invitation_to_join_names_who_invites_and_carries_its_link(
    member: Member, postman: Postman
) -> None:
    email = f"new-{uuid4().hex}@example.com"
    run(member, inviting.invite, email, MemberRole.SENDER, NOW)

    deliver(member.organization)

    subject, text, html = received(postman, email)
    assert subject == f"{member.name} has invited you to join {member.organization_name}"
    (link,) = [line for line in text.splitlines() if "/invitations/" in line]
    assert f'href="{link}"' in html
    assert "within seven days" in text


def test_the_mail_of_a_sign_up_carries_no_word_that_was_typed(
    member: Member, postman: Postman
) -> None:
    installation, email = member.organization.installation, f"{uuid4().hex}@example.com"
    slug = f"office-{uuid4().hex[:9]}"
    wanted = Foundation("Win at prizes.example", slug, owner_name="Click http://prizes.example")
    journeys.ask_sign_up(installation, wanted, email, uuid4().hex, ("en",))

    deliver(installation.platform)

    subject, text, html = received(postman, email)
    assert subject == "Create your organization on Countersign"
    assert "/sign-ups/" in text
    assert "/sign-ups/" in html
    for typed in ("prizes", "Click", slug):
        assert typed not in subject + text + html


def test_names_in_an_invitation_become_no_links(member: Member, postman: Postman) -> None:
    email = f"{uuid4().hex}@example.com"
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set name = 'Win at https://prizes.example/now'")
    run(member, inviting.invite, email, MemberRole.SENDER, NOW)

    deliver(member.organization)

    subject, text, html = received(postman, email)
    assert "prizes" in subject
    for written in (subject, text, html):
        assert "https://prizes" not in written
        assert "prizes.example" not in written


def test_an_operators_invitation_says_what_it_is(member: Member, postman: Postman) -> None:
    installation, email = member.organization.installation, f"{uuid4().hex}@example.com"
    operators.invite_founder(installation, email, NOW)

    deliver(installation.platform)

    subject, text, _ = received(postman, email)
    assert subject == "You are invited to create an organization on Countersign"
    assert "/sign-ups/" in text


def test_whoever_an_envelope_is_shared_with_is_told_where_it_is(
    member: Member, postman: Postman
) -> None:
    sender, envelope = colleague(member, MemberRole.SENDER), ceremonies.sent(member, NOW)
    run(member, sharing.share, envelope.id, sender.person_id, NOW)

    deliver(member.organization)

    subject, text, html = received(postman, sender.email)
    assert subject == f"{member.name} shared “{envelope.name}” with you"
    assert f"/envelopes/{envelope.id}" in text
    assert f"/envelopes/{envelope.id}" in html
