from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.envelopes import ending
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Envelope, Outcome
from core.organizations import summary
from core.organizations.summary import BOUNDS, Delta
from core.signing import adopting
from tests.core.builders import (
    NOW,
    SENDER,
    SHA256,
    consented,
    finish,
    make_envelope,
    sent,
    signature,
    signer,
)


def counted(before: Envelope, outcome: Outcome) -> dict[str, int]:
    return {d.metric: d.value for d in summary.deltas(before, outcome)}


def test_a_new_draft_is_counted_on_the_day_it_was_created() -> None:
    envelope = make_envelope()

    deltas = summary.deltas(envelope, draft.create(envelope))

    assert deltas == (Delta("created", NOW), Delta("now.draft", None))


def test_an_envelope_moves_from_one_state_to_the_other() -> None:
    envelope = make_envelope()

    assert counted(envelope, draft_sending.send(envelope, SENDER, NOW)) == {
        "sent": 1,
        "now.draft": -1,
        "now.sent": 1,
    }


def test_how_far_it_came_is_counted_on_the_day_it_was_sent() -> None:
    one = signer()
    envelope = sent(one)
    ready = adopting.adopt(consented(envelope, one), signature(one)).envelope

    deltas = summary.deltas(ready, finish(ready, one))

    assert Delta("signed", envelope.sent_at) in deltas
    assert Delta("now.signed", None) in deltas


def test_a_completed_envelope_tells_how_long_it_took() -> None:
    one = signer()
    ready = adopting.adopt(consented(sent(one), one), signature(one)).envelope
    signed = finish(ready, one).envelope
    later = NOW + timedelta(hours=5)
    sealed = {d.id: SHA256 for d in signed.documents}

    deltas = summary.deltas(signed, ending.complete(signed, sealed, SHA256, later))

    assert Delta("completed", later) in deltas
    assert Delta("finished", NOW) in deltas
    assert Delta("seconds", later, 5 * 3600) in deltas
    assert Delta(f"time.{summary.bucket(5 * 3600)}", later) in deltas


def test_a_draft_that_is_thrown_away_was_never_voided() -> None:
    envelope = make_envelope()
    thrown_away = ending.void(envelope, "", NOW)

    assert counted(envelope, thrown_away) == {"now.draft": -1, "now.voided": 1}
    assert counted(sent(), ending.void(sent(), "Wrong one", NOW))["voided"] == 1


def test_what_changes_no_state_is_not_counted() -> None:
    envelope = make_envelope()

    assert summary.deltas(envelope, Outcome(replace(envelope, name="Other"))) == ()


def test_no_interval_is_wider_than_a_fifth_of_it_from_ten_seconds_on() -> None:
    wide = [b / a for a, b in pairwise(BOUNDS) if a >= 10]

    assert max(wide) <= 1.25
    assert BOUNDS[-1] > timedelta(days=900).total_seconds()


@given(st.lists(st.integers(min_value=30, max_value=60_000_000), min_size=1, max_size=60))
def test_median_and_nine_of_ten_are_told_from_buckets(times: list[int]) -> None:
    told = summary.durations(Counter(summary.bucket(t) for t in times))

    ordered = sorted(times)
    half, nine = ordered[(len(times) - 1) // 2], ordered[-(-len(times) * 9 // 10) - 1]
    assert told.median is not None
    assert told.p90 is not None
    assert 0.85 < told.median.total_seconds() / half < 1.18
    assert 0.85 < told.p90.total_seconds() / nine < 1.18


def test_of_nothing_there_is_no_median() -> None:
    assert summary.durations({}) == summary.Durations(None, None)
