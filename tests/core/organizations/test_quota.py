from datetime import date

import pytest

from core.organizations import quota
from core.organizations.quota import Kind, Limits, Usage
from core.organizations.refusals import QuotaReached


def test_the_last_place_may_be_taken_and_none_after_it() -> None:
    quota.require(Usage(Kind.ENVELOPES, 9, 10), 1)

    with pytest.raises(QuotaReached):
        quota.require(Usage(Kind.ENVELOPES, 10, 10), 1)


def test_without_a_limit_there_is_always_room() -> None:
    quota.require(Usage(Kind.STORAGE, 10**15, None), 10**9)

    assert not quota.close(Usage(Kind.STORAGE, 10**15, None), 10**9)


def test_a_refusal_says_how_much_of_how_much_and_when_it_starts_anew() -> None:
    with pytest.raises(QuotaReached) as caught:
        quota.require(Usage(Kind.ENVELOPES, 10, 10, date(2026, 4, 1)), 1)

    assert caught.value.values == {"used": 10, "limit": 10, "renews": date(2026, 4, 1)}
    assert "%(renews)s" in caught.value.message


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_limit_of_its_own_and_words(kind: Kind) -> None:
    limits = Limits(1, 2, 3, 4)

    assert limits.of(kind) == list(Kind).index(kind) + 1
    assert quota.MESSAGES[kind] % {"used": 1, "limit": 1, "renews": "x"}


def test_far_from_a_limit_nobody_waits() -> None:
    assert not quota.close(Usage(Kind.ENVELOPES, 100, 1_000), 1)
    assert quota.close(Usage(Kind.ENVELOPES, 980, 1_000), 1)


def test_four_fifths_are_near_and_only_all_is_a_hundred_percent() -> None:
    assert Usage(Kind.ENVELOPES, 80, 100).near
    assert not Usage(Kind.ENVELOPES, 79, 100).near
    assert Usage(Kind.ENVELOPES, 999, 1000).percent == 99
    assert Usage(Kind.ENVELOPES, 0, 0).percent == 100
