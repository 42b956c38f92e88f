"""When a webhook is tried again, and when its endpoint is left alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from core.webhooks import schedule
from core.webhooks.webhook_answer import WebhookAnswer
from core.webhooks.webhook_endpoint import (
    DisabledBecause,
    EndpointChoices,
    EndpointState,
    WebhookEndpoint,
)

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ENDPOINT = WebhookEndpoint(UUID(int=1), EndpointChoices("https://example.com"), None, NOW, NOW)


def test_the_schedule_is_that_of_the_specification_and_ends() -> None:
    waits = [schedule.wait(tries, 0) for tries in range(1, 11)]
    hours = [timedelta(hours=h) for h in (2, 5, 10, 14, 20, 24)]

    assert waits == [
        timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), *hours, None,
    ]  # fmt: skip


@given(st.integers(1, 9), st.floats(0, 1), st.integers(0, 10**7))
def test_a_wait_is_never_shorter_than_what_the_endpoint_asks_for(
    tries: int, chance: float, asked: int
) -> None:
    plain = schedule.WAITS[tries - 1]
    wait = schedule.wait(tries, chance, timedelta(seconds=asked))

    assert wait is not None
    assert wait >= max(plain, min(timedelta(seconds=asked), timedelta(hours=24)))
    assert wait <= max(plain, timedelta(hours=24)) + 0.1 * plain


def test_five_envelopes_without_a_success_in_between_hold_it_back() -> None:
    endpoint = ENDPOINT
    for _ in range(4):
        endpoint = endpoint.failed(uuid4(), NOW, 0, None)
    with_success = endpoint.succeeded(NOW).failed(uuid4(), NOW, 0, None)
    without = endpoint.failed(uuid4(), NOW, 0, None)

    assert with_success.state is EndpointState.ENABLED
    assert without.state is EndpointState.BACKED_OFF
    assert without.probe_at == NOW + timedelta(seconds=5)


def test_half_an_hour_on_one_envelope_holds_it_back_and_days_disable_it() -> None:
    one = uuid4()
    begun = ENDPOINT.failed(one, NOW, 0, None)
    later = begun.failed(one, NOW + timedelta(minutes=30), 0, None)
    days = later.failed(one, NOW + schedule.span() + timedelta(hours=1), 0, None)

    assert begun.state is EndpointState.ENABLED
    assert later.state is EndpointState.BACKED_OFF
    assert (days.state, days.because) == (EndpointState.DISABLED, DisabledBecause.FAILING)


def test_what_a_person_paused_stays_paused_whatever_comes_back() -> None:
    paused = ENDPOINT.paused()

    assert paused.succeeded(NOW).state is EndpointState.PAUSED
    assert paused.failed(uuid4(), NOW, 0, None).state is EndpointState.PAUSED


def test_retry_after_is_read_in_seconds_and_as_a_moment() -> None:
    def asked(value: str) -> timedelta | None:
        return WebhookAnswer(503, headers=(("Retry-After", value),)).retry_after(NOW)

    assert asked("120") == timedelta(seconds=120)
    assert asked("Fri, 02 Jan 2026 03:05:05 GMT") == timedelta(seconds=60)
    assert [asked(text) for text in ("", "soon", "-5", "²", "\N{ARABIC-INDIC DIGIT FIVE}")] == [
        None
    ] * 5


def test_only_2xx_is_success() -> None:
    assert [
        s for s in (0, 199, 200, 204, 299, 300, 302, 404, 410, 500) if WebhookAnswer(s).succeeded
    ] == [200, 204, 299]
