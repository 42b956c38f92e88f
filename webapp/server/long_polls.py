"""
Requests that are answered when something happens: they wait in the event loop, not in a thread.

The application answers as things are, and says beside it what it waits for. The server keeps the
answer back, asks every half second for all who wait at once, and calls the application again for
those for whom something has happened; the others get the answer that was made when their time ends.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from wsgiref.types import WSGIEnvironment

from webapp.server.request_bodies import Receive

# What of several organizations has gone past the numbers that those who wait have reached.
Look = Callable[[Mapping[UUID, int]], set[UUID]]

KEY = "countersign.long_poll"
EVERY = 0.5
# Of one organization, and altogether, in each web process; whoever comes later does not wait.
WAITING_OF_ONE = 200
WAITING = 1_000

log = logging.getLogger(__name__)


@dataclass(slots=True)
class LongPoll:
    """What one request waits for, said by the application; kept for when it is called again."""

    organization_id: UUID | None = None
    seconds: float = 0
    number: int = 0
    reached: str = ""

    def wait(self, organization_id: UUID, seconds: float, number: int, reached: str) -> None:
        """
        Until the organization has something after `number`. `reached` is what the application
        wants to know of it when it is called again.
        """
        self.organization_id, self.seconds = organization_id, seconds
        self.number, self.reached = number, reached

    def take(self) -> float:
        """For how long the answer just made waits; only what was reached is kept."""
        seconds, self.seconds = self.seconds, 0
        return seconds


def of(environ: WSGIEnvironment) -> LongPoll:
    """That of this request; where no server waits, nothing comes of it."""
    found = environ.setdefault(KEY, LongPoll())
    assert isinstance(found, LongPoll)  # noqa: S101 - no header becomes a name like this
    return found


def is_repeated(environ: WSGIEnvironment) -> bool:
    """Whether the application is called again for a request that it was called for already."""
    return bool(of(environ).reached)


@dataclass(slots=True, eq=False)
class LongPollPlace:
    poll: LongPoll
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class LongPolls:
    """All that wait in this process; used in its event loop alone."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._waiting: dict[UUID, set[LongPollPlace]] = {}
        self._of_one: Counter[UUID] = Counter()
        self._asking: asyncio.Task[None] | None = None

    async def woken(
        self,
        poll: LongPoll,
        until: float,
        receive: Receive,
        run: Callable[[Callable[[], Any]], Awaitable[Any]],
    ) -> bool:
        """
        Wait; False when nothing happened until then (by the event loop's clock), when the client
        has gone, or when too many wait. `run` calls a function in a thread.
        """
        left = until - asyncio.get_running_loop().time()
        with self._place(poll) as mine:
            if mine is None or left <= 0:
                return False
            if self._asking is None:
                self._asking = asyncio.create_task(self._ask(run))
            happened = asyncio.create_task(mine.woken.wait())
            gone = asyncio.create_task(_gone(receive))
            try:
                await asyncio.wait(
                    (happened, gone), timeout=left, return_when=asyncio.FIRST_COMPLETED
                )
                return mine.woken.is_set()
            finally:
                happened.cancel()
                gone.cancel()

    @contextmanager
    def _place(self, poll: LongPoll) -> Iterator[LongPollPlace | None]:
        whose = poll.organization_id
        if whose is None or self._of_one[whose] >= WAITING_OF_ONE or self._full():
            yield None
            return
        mine = LongPollPlace(poll)
        self._of_one[whose] += 1
        self._waiting.setdefault(whose, set()).add(mine)
        try:
            yield mine
        finally:
            self._of_one[whose] -= 1
            self._waiting[whose].discard(mine)
            if not self._waiting[whose]:
                del self._waiting[whose], self._of_one[whose]

    def _full(self) -> bool:
        return self._of_one.total() >= WAITING

    async def _ask(self, run: Callable[[Callable[[], Any]], Awaitable[Any]]) -> None:
        """As long as anyone waits. What cannot be asked now is asked again."""
        try:
            while self._waiting:
                await asyncio.sleep(EVERY)
                least = {
                    whose: min(each.poll.number for each in waiting)
                    for whose, waiting in self._waiting.items()
                }
                try:
                    ahead = await run(lambda asked=least: self._look(asked))  # type: ignore[misc]
                except Exception:
                    log.error("It could not be asked for events.")
                    continue
                for whose in ahead:
                    for each in self._waiting.get(whose, ()):
                        each.woken.set()
        finally:
            self._asking = None


async def _gone(receive: Receive) -> None:
    """Until the client goes away."""
    while (await receive())["type"] != "http.disconnect":
        pass
