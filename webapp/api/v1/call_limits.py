"""How much a program may ask for per minute: its key, its organization and its network address."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flask import Flask, Response, current_app, g, request
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage

from core.refusals import TooFast
from core.settings.settings import Settings
from webapp import current
from webapp.api.v1.documentation import documentation
from webapp.http import request_info
from webapp.server import long_polls

PERIOD = 60  # seconds
# An organization has several programs, and an address may be that of many organizations.
SHARED = 10
# Seconds. So long may Redis take, and so long it is not asked again once it did not answer.
PATIENCE, AWAY_FOR = 0.1, 5.0
log = logging.getLogger(__name__)


class Call(StrEnum):
    READS = "reads"
    LISTS = "lists"
    CREATES = "creates"


class CallCounts:
    """Shared by all processes through Redis; without it each process counts for itself."""

    def __init__(self, redis_url: str) -> None:
        self._shared = RedisStorage(
            redis_url.replace("unix:", "redis+unix:", 1),
            key_prefix="calls",
            wrap_exceptions=True,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
        )
        self._own = MemoryStorage()
        self._away_until = 0.0

    def add(self, key: str) -> int:
        """One more in this minute; how many there are."""
        if time.monotonic() >= self._away_until:
            try:
                return self._shared.incr(key, PERIOD)
            except StorageError as error:
                self._away_until = time.monotonic() + AWAY_FOR
                log.warning("Calls are counted by each process alone: %s", error)
        return self._own.incr(key, PERIOD)


def kind_of(view: Callable[..., object]) -> Call | None:
    """
    Told by its answers: pages of a list, something new. None for changes of what is there, and for
    a request that waited and is looked at again.
    """
    if (declared := getattr(view, "calls", None)) is not None:
        return declared.get(request.method)  # type: ignore[no-any-return]
    answers = documentation.answers_of(view)
    if answers is None or request.method not in ("GET", "POST"):
        return None
    if long_polls.is_repeated(request.environ):
        return None
    if request.method == "POST":
        return Call.CREATES if "HTTP_201" in (*answers.codes, *answers.code_models) else None
    found = answers.find_model(200)
    return Call.LISTS if found and "next_cursor" in found.model_fields else Call.READS


def register(app: Flask, settings: Settings) -> None:
    app.extensions["call_counts"] = CallCounts(settings.redis_url)


def count(call: Call, organization_id: UUID, program: str) -> None:
    """`program` names the key or client in trails. Raises TooFast."""
    counts: CallCounts = current_app.extensions["call_counts"]
    most = limits(current.settings())[call]
    minute, elapsed = divmod(time.time(), PERIOD)
    reset = max(1, round(PERIOD - elapsed))
    of_the_key = counts.add(f"{call}:{minute:.0f}:{program}")
    g.call_limit = (call, most, max(0, most - of_the_key), reset)
    shared = (str(organization_id), request_info.network())
    if of_the_key > most or any(
        counts.add(f"{call}:{minute:.0f}:{whose}") > most * SHARED for whose in shared
    ):
        g.call_limit = (call, most, 0, reset)
        raise TooFast(timedelta(seconds=reset))


def limits(settings: Settings) -> dict[Call, int]:
    """How often one key may call per minute."""
    return {
        Call.READS: settings.rate_api_reads,
        Call.LISTS: settings.rate_api_lists,
        Call.CREATES: settings.rate_api_creates,
    }


def announce(response: Response) -> Response:
    """What is left, in the headers of draft-ietf-httpapi-ratelimit-headers, for the key alone."""
    if "call_limit" in g:
        call, most, left, reset = g.call_limit
        response.headers["RateLimit-Policy"] = f'"{call}";q={most};w={PERIOD}'
        response.headers["RateLimit"] = f'"{call}";r={left};t={reset}'
    return response
