"""Mails speak to each recipient, and of each, in the words of their role."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest

from actors.envelopes import (
    expire_envelope,
    mail_completion,
    mail_invitation,
    mail_progress,
    mail_reminder,
    mail_sender,
)
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.role import Role
from core.envelopes.roles.viewer import VIEWER
from core.principal import SYSTEM
from core.signing.origin import Origin
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail, reminding
from tests.actors.conftest import Postman
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job
from tests.tenants.use_cases.envelopes.test_shared_addresses import sent_to

NOW = datetime.now(UTC)
pytestmark = pytest.mark.usefixtures("mailing")

ASKED = [
    (APPROVER, "asks you to approve “Lease” by ", "asks you to read and approve"),
    (VIEWER, "asks you to read “Lease” by ", "asks you to open and read"),
]
REMINDED = [
    (APPROVER, "Reminder: please approve “Lease” by "),
    (VIEWER, "Reminder: please read “Lease” by "),
]


def somebody(role: Role, order: int = 1) -> Recipient:
    return Recipient(uuid4(), "First One", "first@example.com", role, order)


def words(postman: Postman) -> tuple[str, str, str]:
    """Subject, text and HTML of the only mail."""
    (mailed,) = postman.letters
    return str(mailed["Subject"]), body(mailed, "plain"), body(mailed, "html")


def body(mailed: EmailMessage, kind: str) -> str:
    found = mailed.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def both_bodies(mailed: EmailMessage) -> str:
    return body(mailed, "plain") + body(mailed, "html")


def test_a_private_message_is_in_the_mail_to_its_recipient_only(
    member: Member, postman: Postman
) -> None:
    chosen = RecipientOptions(note="The key is with the caretaker.")
    first = replace(somebody(APPROVER), options=chosen)
    second = Recipient(uuid4(), "Second One", "second@example.com", APPROVER)
    sent_to(member, first, second, now=NOW)

    for _ in range(2):
        mail_invitation.mail_invitation(ceremonies.lease_open(member, "mail_invitation"))

    said = {m["To"].addresses[0].addr_spec: both_bodies(m) for m in postman.letters}
    assert said["first@example.com"].count(chosen.note) == 2
    assert chosen.note not in said["second@example.com"]


@pytest.mark.parametrize(("role", "asks", "first_line"), ASKED)
def test_the_invitation_asks_for_what_the_role_is_there_for(
    member: Member, postman: Postman, role: Role, asks: str, first_line: str
) -> None:
    sent_to(member, somebody(role), now=NOW)

    mail_invitation.mail_invitation(ceremonies.lease_open(member, "mail_invitation"))

    subject, text, html = words(postman)
    assert asks in subject
    for body in (text, html):
        assert first_line in " ".join(body.split())
        assert not re.search(r"\bsign\b", body)


@pytest.mark.parametrize(("role", "reminds"), REMINDED)
def test_the_reminder_does_too(member: Member, postman: Postman, role: Role, reminds: str) -> None:
    envelope = sent_to(member, somebody(role), now=NOW - timedelta(hours=3))
    run(member, reminding.remind, envelope.id, NOW)

    mail_reminder.mail_reminder(ceremonies.lease_open(member, "mail_reminder"))

    assert words(postman)[0].startswith(reminds)


def test_the_sender_reads_that_somebody_approved(member: Member, postman: Postman) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into preferences (organization_id, person_id, notifications)"
            " values (%s, %s, '{\"signed\": true}')",
            *(tx.organization_id, member.person_id),
        )
    first = somebody(APPROVER)
    two = Recipient(uuid4(), "Two", "two@example.com", routing_order=2)
    envelope = sent_to(member, first, two, now=NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    jobs = [ceremonies.lease_open(member, "mail_progress") for _ in range(2)]

    for job in jobs:
        mail_progress.mail_progress(job)

    subject, text, _ = words(postman)
    assert subject == "First One has approved: “Lease”"
    assert "First One has approved. You sent “Lease” for " in text


def test_whoever_gets_the_end_reads_that_everybody_finished(
    member: Member, postman: Postman
) -> None:
    envelope = sent_to(member, somebody(APPROVER), now=NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    sealed = {envelope.documents[0].id: ceremonies.SEALED}
    assert ceremonies.complete(job, sealed, b"%PDF-1.7 certificate", NOW)

    mail_completion.mail_completion(ceremonies.lease_open(member, "mail_completion"))

    subject, text, _ = words(postman)
    assert subject == "Everyone has finished: “Lease”"
    assert text.count("has finished. ") == 1


def test_mail_about_nobody_in_particular_has_the_words_of_a_signer(member: Member) -> None:
    envelope = sent_to(member, somebody(APPROVER), now=NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)

    letter = run_job(ceremonies.lease_open(member, "mail_progress"), envelope_mail.load)

    assert letter.recipient is None
    assert letter.words.choice == "Signer"


@pytest.mark.parametrize(
    ("role", "line"),
    [(APPROVER, "First One did not approve."), (VIEWER, "First One did not open it.")],
)
def test_the_sender_reads_who_let_the_time_pass(
    member: Member, postman: Postman, role: Role, line: str
) -> None:
    long_ago = NOW - timedelta(days=200)
    sent_to(member, somebody(role), now=long_ago)

    expire_envelope.expire_envelope(ceremonies.lease_open(member, "expire_envelope"))
    mail_sender.mail_sender(ceremonies.lease_open(member, "mail_sender"))

    subject, text, html = words(postman)
    assert subject == "Expired: “Lease”"
    assert line in text
    assert line in html


@pytest.mark.parametrize(
    ("role", "line"),
    [
        (APPROVER, "First One declined to approve and wrote:"),
        (VIEWER, "First One declined to open it and wrote:"),
    ],
)
def test_the_sender_reads_who_declined_what(
    member: Member, postman: Postman, role: Role, line: str
) -> None:
    envelope = sent_to(member, somebody(role), now=NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.decline(ceremony, "Too dear.", Origin("192.0.2.7", "a browser"), NOW)

    mail_sender.mail_sender(ceremonies.lease_open(member, "mail_sender"))

    _, text, html = words(postman)
    assert line.removesuffix(" and wrote:") + "." in text
    assert line in html
