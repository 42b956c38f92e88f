"""Reports as mail servers write them (RFC 3464, RFC 5965), and what is none."""

import pytest

from core.delivery import delivery_report, letter_mark
from core.delivery.delivery_report import DeliveryReport
from core.delivery.letter_mark import LetterMark
from tests.core.builders import new_id

KEY = b"k" * 32
MARK = LetterMark(new_id(), new_id(), new_id(), 3)
TEXT = letter_mark.make(KEY, MARK)

BOUNCE = """\
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
To: bounces@sign.example.com
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
MIME-Version: 1.0

--B
Content-Type: text/plain

This is the mail system at host mx.example.com.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; one@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--B
Content-Type: text/rfc822-headers

From: sign@example.com
X-Countersign-Letter: {mark}
Message-ID: <1@example.com>

--B--
"""
COMPLAINT = """\
From: <abuse@example.com>
Content-Type: multipart/report; report-type=feedback-report; boundary="B"
MIME-Version: 1.0

--B
Content-Type: text/plain

This is an email abuse report.

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--B
Content-Type: message/rfc822

From: sign@example.com
X-Countersign-Letter: {mark}
Subject: Please sign

Hello
--B--
"""


def bounce(action: str = "failed", status: str = "5.1.1", said: str = "550 5.1.1 no one") -> bytes:
    folded = TEXT.replace(" ", "\n ")
    return BOUNCE.format(action=action, status=status, said=said, mark=folded).encode()


def test_a_mail_that_was_rejected_for_good_is_known_by_the_mark_in_its_headers() -> None:
    report = delivery_report.read(bounce())

    assert report == DeliveryReport(TEXT, 550)
    assert letter_mark.read(KEY, report.mark) == MARK


@pytest.mark.parametrize(
    ("said", "code"), [("552 5.2.2 mailbox full", 552), ("unknown user", 550), ("", 550)]
)
def test_the_code_is_what_the_server_said(said: str, code: int) -> None:
    assert delivery_report.read(bounce(said=said)) == DeliveryReport(TEXT, code)


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "4.4.7")]
)
def test_a_delay_is_no_news(action: str, status: str) -> None:
    assert delivery_report.read(bounce(action, status)) is None


def test_a_complaint_is_one() -> None:
    data = COMPLAINT.format(mark=TEXT).encode()

    assert delivery_report.read(data) == DeliveryReport(TEXT, complaint=True)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"Subject: Hello\n\nHello", bounce().replace(b"X-Countersign", b"X-Other")],
)
def test_what_is_no_report_of_ours_is_none(data: bytes) -> None:
    assert delivery_report.read(data) is None


@pytest.mark.parametrize("text", ["", "a b", TEXT[:-1], "b" + TEXT[1:], TEXT + "a"])
def test_a_mark_that_was_made_up_is_none(text: str) -> None:
    assert letter_mark.read(KEY, text) is None
    assert letter_mark.read(b"o" * 32, TEXT) is None


def test_a_mark_survives_folding_and_change_of_case() -> None:
    assert letter_mark.read(KEY, TEXT.upper().replace(" ", "\r\n\t")) == MARK


HEAD = 'Content-Type: multipart/report; report-type=delivery-status; boundary="0"\n\n'
NESTED = "".join(
    f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(3_000)
)
FORWARDED = "--0\n" + "Content-Type: message/rfc822\n\n" * 20_000


@pytest.mark.parametrize("parts", [NESTED, FORWARDED])
def test_parts_in_parts_by_the_thousand_are_no_report(parts: str) -> None:
    assert delivery_report.read((HEAD + parts).encode()) is None


@pytest.mark.parametrize("header", ["Action", "Status", "Diagnostic-Code", "X-Countersign-Letter"])
def test_bytes_beyond_ascii_in_any_header_break_nothing(header: str) -> None:
    mail = BOUNCE.format(action="failed", status="5.1.1", said="550 5.1.1 no", mark=TEXT).encode()
    odd = mail.replace(f"{header}: ".encode(), f"{header}: \xfc\xff".encode("latin-1"))

    report = delivery_report.read(odd)

    assert odd != mail
    assert report is None or report.code == 550
