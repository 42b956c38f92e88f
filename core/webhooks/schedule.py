"""When a delivery is tried again, and when an endpoint is left alone for a while."""

from datetime import timedelta

# Between one try and the next (Standard Webhooks): ten tries within a little more than three days.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
JITTER = 0.1  # at most this part of a wait is added, so that what failed together comes apart
# While an endpoint is backed off one delivery asks whether it is back, and nothing else is sent.
PROBES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 300, 900))
LONGEST_RETRY_AFTER = timedelta(hours=24)
# Without a success in between: for so long, or on so many envelopes.
FAILS_FOR = timedelta(minutes=30)
FAILS_ON = 5


def wait(tries: int, chance: float, retry_after: timedelta | None = None) -> timedelta | None:
    """
    How long to wait after so many tries have failed; None: the schedule is over.

    `chance` is a random number from 0 to 1. The endpoint's own Retry-After can only make it longer.
    """
    if tries > len(WAITS):
        return None
    return _longer(WAITS[max(tries, 1) - 1], chance, retry_after)


def probe_wait(probes: int, chance: float, retry_after: timedelta | None = None) -> timedelta:
    """How long to wait after so many probes have failed."""
    return _longer(PROBES[min(max(probes, 1), len(PROBES)) - 1], chance, retry_after)


def span() -> timedelta:
    """How long an endpoint may fail before it is disabled."""
    return sum(WAITS, timedelta())


def _longer(wait: timedelta, chance: float, retry_after: timedelta | None) -> timedelta:
    asked = min(retry_after or timedelta(), LONGEST_RETRY_AFTER)
    return max(wait, asked) + JITTER * chance * wait
