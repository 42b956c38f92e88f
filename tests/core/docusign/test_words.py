from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.docusign import connect_events, scopes, status_words, times
from core.envelopes.envelope import Status
from core.webhooks import catalogue


def test_every_state_has_a_word_and_is_found_by_it() -> None:
    for status in Status:
        assert status in status_words.statuses(status_words.ENVELOPE[status])
    assert status_words.statuses("Sent, completed") == {Status.SENT, Status.COMPLETED}
    assert status_words.statuses("any") == frozenset()
    with pytest.raises(ValueError, match="gone"):
        status_words.statuses("gone")


def test_times_have_seven_decimals_and_are_in_utc() -> None:
    there = datetime(2026, 3, 31, 9, 0, 0, 123456, timezone(timedelta(hours=2)))

    assert times.written(there) == "2026-03-31T07:00:00.1234560Z"
    assert times.read("2026-03-31T09:00:00.1234567+02:00") == there
    assert times.read("2026-03-31T07:00:00Z") == datetime(2026, 3, 31, 7, tzinfo=UTC)
    assert times.written(None) is None


def test_each_event_of_connect_is_one_of_ours() -> None:
    assert set(connect_events.WORDS) <= set(catalogue.names())
    assert connect_events.ours(["envelope-voided"]) == ("envelope.voided", "envelope.expired")
    assert connect_events.theirs(["envelope.voided", "envelope.expired"]) == ["envelope-voided"]


def test_their_scopes_stand_for_all_that_was_granted() -> None:
    assert scopes.in_our_words("signature impersonation") is None
    assert scopes.in_our_words("envelopes:read") == {"envelopes:read"}
