"""Signers while others attack: two hundred clients that take their time, and twenty people."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request

from core.settings.settings import Settings
from deploy.bench import page_bench
from deploy.demo.journey import Journey
from deploy.demo.visitor import VisitedPage, Visitor

PEOPLE = 20
CLIENTS = 200
ALLOWED_MS = 2_000  # that anyone who signs may wait for an answer
ADDRESSES = 8  # that they come from, where this machine has them all
BODY = "POST /verify HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
# What each holds back: most of its body, most of its head, or its hands from the answer.
KINDS = (
    f"{BODY}Host: {{host}}\r\nContent-Length: 90000000\r\n\r\n--x\r\n",
    "GET /sign-in HTTP/1.1\r\nHost: {host}\r\nX-Slow: ",
    "GET /source.tar.gz HTTP/1.1\r\nHost: {host}\r\n\r\n",
)


def measure(settings: Settings, sample: Path) -> dict[str, Any]:
    """Each person's requests from the mailed link to the last click, all people at once."""
    data = page_bench.document(sample)
    journeys = [_prepared(settings, data) for _ in range(2 * PEOPLE)]
    for _ in range(8):  # packed once in each process, which is no part of what is asked here
        Visitor(settings.base_url).get("/source.tar.gz")
    quiet = _sign(settings, journeys[:PEOPLE])
    with _slow_clients(settings.base_url) as clients:
        attacked = _sign(settings, journeys[PEOPLE:])
        held = sum(_is_held(client) for client in clients)
    beside = _figures(attacked)
    return {
        "people": PEOPLE,
        "quiet": _figures(quiet),
        "with_slow_clients": beside,
        "slow_clients": {"begun": CLIENTS, "held_at_the_end": held},
        "allowed_ms": ALLOWED_MS,
        "held": beside["slowest_ms"] <= ALLOWED_MS,
    }


class _Waiting(Visitor):
    """Notes how long each answer was waited for, in seconds."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.waits: list[float] = []

    def _open(self, request: Request) -> VisitedPage:
        began = time.monotonic()
        page = super()._open(request)
        self.waits.append(time.monotonic() - began)
        return page


def _prepared(settings: Settings, data: bytes) -> tuple[Journey, str]:
    """An envelope that was sent, and the link of its first signer."""
    journey = Journey(settings.base_url, settings.demo_password, say=lambda _: None)
    journey.sign_in()
    journey.upload("attacked.pdf", data)
    journey.wait_for_pages("")
    journey.place_fields(journey.name_recipients()[:2])
    journey.send()
    return journey, journey.mailed_link(journey.address(1))


def _sign(settings: Settings, journeys: list[tuple[Journey, str]]) -> list[float]:
    """All at once; how long each of their requests took."""

    def one(prepared: tuple[Journey, str]) -> list[float]:
        journey, link = prepared
        signer = _Waiting(settings.base_url)
        page = journey.open(signer, link)
        journey.finish(signer, journey.fill(signer, page, 1), 1)
        return signer.waits

    with ThreadPoolExecutor(PEOPLE) as people:
        return [wait for waits in people.map(one, journeys) for wait in waits]


@contextmanager
def _slow_clients(base_url: str) -> Iterator[list[socket.socket]]:
    place = urlsplit(base_url)
    host, port = place.hostname or "localhost", place.port or 80
    with ExitStack() as stack:
        clients = []
        for number in range(CLIENTS):
            client = stack.enter_context(_connect(port, 1 + number % ADDRESSES))
            client.sendall(KINDS[number % len(KINDS)].format(host=f"{host}:{port}").encode())
            clients.append(client)
        yield clients


def _connect(port: int, number: int) -> socket.socket:
    try:
        return socket.create_connection(
            ("127.0.0.1", port), 10, source_address=(f"127.0.1.{number}", 0)
        )
    except OSError:  # macOS has 127.0.0.1 alone
        return socket.create_connection(("127.0.0.1", port), 10)


def _is_held(client: socket.socket) -> bool:
    """Whether the server has not closed it."""
    client.setblocking(False)
    try:
        return bool(client.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return True
    except OSError:
        return False


def _figures(waits: list[float]) -> dict[str, Any]:
    return {
        "requests": len(waits),
        "median_ms": round(1000 * median(waits), 1),
        "slowest_ms": round(1000 * max(waits), 1),
    }
