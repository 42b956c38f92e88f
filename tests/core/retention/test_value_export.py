from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.retention.value_export import HEAD, ExportedEnvelope, ExportedValue, lines, moment

LEASE = ExportedEnvelope("Lease", "1", "4711", "sent", "Sender", "2026-01-02 03:04:05", "")


def test_every_value_is_a_line_that_says_of_which_envelope() -> None:
    city = ExportedValue("Recipient", "City", "Paris", "Signer One", "lease.pdf")

    (line,) = lines(LEASE, [city])

    assert dict(zip(HEAD, line, strict=True)) == {
        "Envelope": "Lease",
        "Envelope id": "1",
        "External ID": "4711",
        "Status": "sent",
        "Sender": "Sender",
        "Sent": "2026-01-02 03:04:05",
        "Completed": "",
        "Source": "Recipient",
        "Recipient": "Signer One",
        "Document": "lease.pdf",
        "Field": "City",
        "Value": "Paris",
    }


def test_an_envelope_without_a_value_has_a_line_too() -> None:
    (line,) = lines(LEASE, [])

    assert line[0] == "Lease"
    assert line[-1] == ""


def test_times_are_those_of_the_organization() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert moment(at, ZoneInfo("Europe/Paris")) == "2026-07-02 00:30:00"
    assert moment(None, ZoneInfo("UTC")) == ""
