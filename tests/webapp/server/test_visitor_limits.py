"""Who waits, for how long, and who makes way: in an event loop of its own, without a network."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from webapp.server import request_bodies, visitor_limits
from webapp.server.request_bodies import ClientGone
from webapp.server.thread_pools import ThreadPool, ThreadPools
from webapp.server.visitor_limits import TooSlow, VisitorLimitReached, VisitorLimits

PART = {"type": "http.request", "body": b"0123456789", "more_body": True}
END = {"type": "http.request", "body": b"", "more_body": False}


def sender(*messages: Any, pause: float = 0) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What a client sends; after the last of it nothing more comes."""
    left = iter(messages)

    async def receive() -> dict[str, Any]:
        message = next(left, None)
        if message is None:
            await asyncio.Event().wait()
        elif message is END:
            await asyncio.sleep(pause)
        return message

    return receive


async def received(limit: int, receive: Any, held: VisitorLimits | None = None) -> bytes:
    with (held or VisitorLimits()).visit("192.0.2.1") as visit:
        body, _ = await request_bodies.receive(receive, visit, limit)
        with body:
            return body.read()


def test_a_body_that_stops_coming_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "GRACE", 0.01)

    with pytest.raises(TooSlow):
        asyncio.run(received(100, sender(PART)))


def test_whoever_sends_at_the_rate_gets_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "GRACE", 0.05)
    monkeypatch.setattr(request_bodies, "RATE", 1)

    assert asyncio.run(received(100, sender(PART, END, pause=0.1))) == PART["body"]


def test_no_body_takes_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "RATE", 1)
    monkeypatch.setattr(request_bodies, "LONGEST", 0.01)

    with pytest.raises(TooSlow):
        asyncio.run(received(100, sender(PART, PART)))


def test_a_client_that_goes_away_is_asked_for_nothing_more() -> None:
    with pytest.raises(ClientGone):
        asyncio.run(received(100, sender(PART, {"type": "http.disconnect"})))


def test_one_visitor_cannot_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "BYTES_OF_ONE", 15)

    with pytest.raises(VisitorLimitReached):
        asyncio.run(received(100, sender(PART, PART, END)))


def test_what_was_held_is_free_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "BYTES_OF_ONE", 15)
    one = VisitorLimits()

    for _ in range(3):
        assert asyncio.run(received(100, sender(PART, END), one)) == PART["body"]


def test_a_visitor_has_so_many_requests_at_once_and_others_have_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(visitor_limits, "REQUESTS_OF_ONE", 1)
    one = VisitorLimits()

    with (
        one.visit("192.0.2.1"),
        one.visit("192.0.2.2"),
        pytest.raises(VisitorLimitReached),
        one.visit("192.0.2.1"),
    ):
        pass
    with one.visit("192.0.2.1"):
        pass


@pytest.mark.parametrize("limit", ["WAITING_OF_ONE", "WAITING"])
def test_who_was_waited_for_longest_makes_way_for_the_next(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(visitor_limits, limit, 2)

    async def three() -> list[str]:
        one, ended = VisitorLimits(), []

        async def wait(name: str) -> None:
            with one.visit("192.0.2.1") as visit:
                try:
                    async with visit.waiting(60):
                        await asyncio.Event().wait()
                except TooSlow:
                    ended.append(name)

        tasks = []
        for name in ("first", "second", "third"):
            tasks.append(asyncio.create_task(wait(name)))
            await asyncio.sleep(0)
        await tasks[0]
        for task in tasks[1:]:
            task.cancel()
        return ended

    assert asyncio.run(three()) == ["first"]


def test_one_visitor_never_stands_in_line_before_all_others() -> None:
    async def order() -> list[str]:
        pool, gate, done = ThreadPool("test", 1), threading.Event(), []

        def call(name: str) -> Callable[[], None]:
            def run() -> None:
                gate.wait(60)
                done.append(name)

            return run

        many = [asyncio.create_task(pool.run("192.0.2.1", call(f"one {n}"))) for n in range(5)]
        await asyncio.sleep(0)
        other = asyncio.create_task(pool.run("192.0.2.2", call("other")))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*many, other)
        return done

    assert asyncio.run(order()).index("other") == 1


def test_signers_have_threads_of_their_own() -> None:
    pools = ThreadPools()

    assert pools.of("/sign/1/completion") is pools.of("/s/token") is pools.of("/static/1/style.css")
    assert pools.of("/sign/1") is not pools.of("/verify")
    assert pools.of("/sign-in") is pools.of("/envelopes") is pools.of("/verify")
