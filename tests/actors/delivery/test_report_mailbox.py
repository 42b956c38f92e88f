"""Reports of mail servers, read from a mailbox by IMAP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actors.delivery import read_reports, report_mailbox
from actors.delivery.report_mailbox import MailboxAway
from core.delivery import delivery_report
from core.delivery.delivery_report import DeliveryReport
from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants import leased_job
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail, reading
from tests.actors.delivery import imap_server
from tests.actors.delivery.imap_server import Mailbox
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    with imap_server.standing_in(tmp_path_factory.mktemp("imap")) as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(server: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """Empty, and trusted as a real one is."""
    server.mails.clear()
    server.seen.clear()
    server.fetched.clear()
    monkeypatch.setattr(report_mailbox.ssl, "create_default_context", lambda: server.context)
    return server


def bounce(mark: str = "some mark", kind: str = "delivery-status") -> bytes:
    """As servers write it: lines end in CRLF."""
    status = "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; one@example.com\n"
    if kind == "delivery-status":
        status += "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n"
    text = (
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\nSubject: Back\n\n'
        f"--b\nContent-Type: text/plain\n\nIt did not work.\n"
        f"--b\nContent-Type: message/{kind}\n\n{status}\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nX-Countersign-Letter: {mark}\nTo: x\n\n--b--\n"
    )
    return text.replace("\n", "\r\n").encode()


def taken(mailbox: Mailbox, url: str = "") -> list[DeliveryReport]:
    found: list[DeliveryReport] = []
    report_mailbox.read(url or mailbox.url, found.append)
    return found


def test_what_was_not_seen_is_taken_once(mailbox: Mailbox) -> None:
    mailbox.add(bounce("first"))
    mailbox.add(b"Subject: Hello\r\n\r\nNo report.\r\n")
    mailbox.add(bounce("second", "feedback-report"))

    first, again = taken(mailbox), taken(mailbox)

    assert first == [DeliveryReport("first", 550), DeliveryReport("second", complaint=True)]
    assert again == []
    assert mailbox.seen == mailbox.mails.keys()


def test_what_was_not_taken_to_the_end_comes_again(mailbox: Mailbox) -> None:
    mailbox.add(bounce("first"))

    def die(_: DeliveryReport) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        report_mailbox.read(mailbox.url, die)

    assert taken(mailbox) == [DeliveryReport("first", 550)]


def test_what_is_too_large_is_never_fetched(mailbox: Mailbox) -> None:
    mailbox.add(b"x" * (delivery_report.LARGEST + 1))

    assert taken(mailbox) == []
    assert mailbox.fetched == []
    assert mailbox.seen == mailbox.mails.keys()


def test_a_full_mailbox_is_read_some_at_a_time(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_mailbox, "AT_ONCE", 2)
    for number in range(3):
        mailbox.add(bounce(f"mail {number}"))
    found: list[DeliveryReport] = []

    more = [report_mailbox.read(mailbox.url, found.append) for _ in range(2)]

    assert more == [True, False]
    assert [report.mark for report in found] == ["mail 0", "mail 1", "mail 2"]


def test_a_mailbox_that_cannot_be_read_says_nothing_of_its_password(mailbox: Mailbox) -> None:
    closed = mailbox.url.replace(f":{mailbox.port}/", ":1/")
    wrong = mailbox.url.replace("pass%20word", "guess")
    nowhere = mailbox.url.replace("/Reports", "/Nowhere")

    said = []
    for url in (closed, wrong, nowhere):
        with pytest.raises(MailboxAway) as away:
            taken(mailbox, url)
        said.append(str(away.value))

    assert all("guess" not in each and "example" not in each for each in said)


def test_a_certificate_of_no_one_is_not_trusted(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()

    with pytest.raises(MailboxAway, match="SSLCertVerificationError"):
        taken(mailbox)


def test_the_job_tells_the_sender_and_comes_again(
    member: Member, installation: Installation, mailbox: Mailbox
) -> None:
    envelope = ceremonies.sent(member, NOW)
    mailbox.add(bounce(mark_of(member, envelope)))
    before = installation.settings
    installation.settings = replace(before, bounce_mailbox=mailbox.url)
    try:
        read_reports.make_sure(installation)
        read_reports.make_sure(installation)
        read_reports.read_reports(waiting(installation)[0])
        left = waiting(installation)
    finally:
        installation.settings = before

    types = [entry.type for entry in run(member, reading.timeline, envelope.id).entries]
    assert types[-1] == "recipient.mail_bounced"
    assert len(left) == 1


def mark_of(member: Member, envelope: Envelope) -> str:
    job = ceremonies.lease_open(member, "mail_invitation", envelope.id)
    return run_job(job, envelope_mail.load).mark


def waiting(installation: Installation) -> list[leased_job.LeasedJob]:
    """All jobs that read the mailbox, leased."""
    platform = installation.platform
    with platform.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'read_reports'")
        rows = tx.rows.all(
            "select id from outbox where kind = 'read_reports' and state = 'open'"
            " and lease_until is null"
        )
    found = (leased_job.lease(platform, row["id"]) for row in rows)
    return [job for job in found if job]
