"""HTTP to addresses that other people chose: nothing private is reached, nothing takes long."""

import json
import math
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import IO
from urllib.parse import urlencode, urlsplit

import certifi
import httpcore

from core.addresses import network_address
from core.addresses.network_address import Address, ForbiddenAddress, MalformedAddress, Network

SECONDS = 5.0
SIZE_LIMIT = 1_000_000
# A resolver can take longer than anyone waits, and cannot be interrupted. People wait for some
# answers: what no one waits for has threads of its own.
_resolving = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolving")
_resolving_later = ThreadPoolExecutor(max_workers=32, thread_name_prefix="resolving-later")

Headers = Sequence[tuple[str, str]]


class Unreachable(Exception):
    """
    No answer, or none that may be had. The text is for the log and holds no address.

    `why` is a word: forbidden_address, bad_address, unknown_host, not_connected, not_secure,
    timed_out or no_http.
    """

    def __init__(self, text: str, why: str = "no_http") -> None:
        super().__init__(text)
        self.why = why


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None,
    allow_private: bool,
    until: float = math.inf,
    sent_json: object = None,
) -> Answer:
    """
    One question, one answer; a redirect is an answer as any other.

    The address that was judged is the one that is connected to: there is no second look-up that
    could give another. `until` is a moment of the monotonic clock, if that is sooner than a few
    seconds from now. Raises Unreachable.
    """
    sent = [("Accept", "application/json"), *headers.items()]
    body = None
    if form is not None:
        sent.append(("Content-Type", "application/x-www-form-urlencoded"))
        body = urlencode(form).encode()
    if sent_json is not None:
        sent.append(("Content-Type", "application/json"))
        body = json.dumps(sent_json).encode()
    network = _Guarded(
        lambda found: network_address.choose(found, allow_private),
        min(until, time.monotonic() + SECONDS),
        _resolving,
    )
    with _asked(network) as pool:
        network_address.check_url(url, allow_private)
        with pool.stream(method, url, headers=sent, content=body) as answer:
            return Answer(answer.status, _whole(answer.iter_stream()))


def post(
    url: str,
    headers: Headers,
    body: bytes,
    networks: tuple[Network, ...],
    seconds: float,
    kept: int,
) -> Answer:
    """Tell another system something: `send` with POST. Raises Unreachable."""
    try:
        network_address.check_target(url, networks)
    except MalformedAddress as error:
        raise Unreachable(type(error).__name__, "bad_address") from None
    return send("POST", url, headers, body, networks, seconds, kept)


def send(
    method: str,
    url: str,
    headers: Headers,
    body: bytes,
    networks: tuple[Network, ...],
    seconds: float,
    kept: int,
) -> Answer:
    """
    What another system is told or given; of its answer at most `kept` bytes are read.

    It may lie in one of these private networks as well. All of it takes at most so many `seconds`,
    however slowly the other side drips. No redirect is followed. Raises Unreachable.
    """
    with _asked(_reachable(url, networks, seconds)) as pool:
        parts = urlsplit(url)  # what comes after the host may be longer than anyone types
        network_address.check_target(f"{parts.scheme}://{parts.netloc}/", networks)
        with pool.stream(method, url, headers=list(headers), content=body) as answer:
            told = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in answer.headers)
            return Answer(answer.status, _beginning(answer.iter_stream(), kept), told)


def fetch(
    url: str, into: IO[bytes], networks: tuple[Network, ...], seconds: float, most: int
) -> int:
    """
    The status of the answer; with 200, the file goes `into` a file, a piece at a time, as long as
    it is not larger than `most` bytes by more than a piece. As `send` besides.
    """
    with _asked(_reachable(url, networks, seconds)) as pool:
        network_address.check_target(url, networks)
        with pool.stream("GET", url, headers=[("Accept", "*/*")]) as answer:
            size = 0
            for part in answer.iter_stream() if answer.status == 200 else ():
                into.write(part)
                size += len(part)
                if size > most:
                    break
            return answer.status


def _reachable(url: str, networks: tuple[Network, ...], seconds: float) -> "_Guarded":
    in_clear = url.startswith("http:")
    return _Guarded(
        lambda found: network_address.choose_reachable(found, networks, in_clear),
        time.monotonic() + seconds,
        _resolving_later,
    )


def check_host(url: str, networks: tuple[Network, ...]) -> None:
    """
    Whether `post` would connect to it at this moment: for the page where it is typed.

    Raises MalformedAddress, ForbiddenAddress; OSError when the name is not found.
    """
    network_address.check_target(url, networks)
    parts = urlsplit(url)
    found = _resolve(_resolving, parts.hostname or "", parts.port or 443, SECONDS)
    network_address.choose_reachable(found, networks, parts.scheme == "http")


@contextmanager
def _asked(network: "_Guarded") -> Iterator[httpcore.ConnectionPool]:
    """A connection, and its errors as Unreachable."""
    try:
        with httpcore.ConnectionPool(
            ssl_context=_trust(), network_backend=network, max_connections=1
        ) as pool:
            yield pool
    except ForbiddenAddress as error:
        raise Unreachable(type(error).__name__, "forbidden_address") from None
    except (MalformedAddress, httpcore.UnsupportedProtocol) as error:
        raise Unreachable(type(error).__name__, "bad_address") from None
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise Unreachable(type(error).__name__, "timed_out") from None
    except httpcore.NetworkError as error:
        tls = isinstance(error.__cause__ or error.__context__, ssl.SSLError)
        why = "not_secure" if tls else "not_connected"
        raise Unreachable(type(error).__name__, why) from None
    except socket.gaierror as error:
        raise Unreachable(type(error).__name__, "unknown_host") from None
    except (httpcore.ProtocolError, OSError, ValueError) as error:
        raise Unreachable(type(error).__name__) from None


def _whole(parts: Iterable[bytes]) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > SIZE_LIMIT:
            raise Unreachable("too large")
    return bytes(body)


def _beginning(parts: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) >= most:
            break
    return bytes(body[:most])


@cache
def _trust() -> ssl.SSLContext:
    """The public certification authorities, and those that this machine trusts besides."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _resolve(pool: ThreadPoolExecutor, host: str, port: int, seconds: float) -> list[Address]:
    """Raises OSError, TimeoutError."""
    looked_up = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(found[4][0])) for found in looked_up.result(timeout=max(seconds, 0.1))]


class _Guarded(httpcore.NetworkBackend):
    """Connects to chosen addresses only. TLS and the Host header still speak of the name."""

    def __init__(
        self,
        choose: Callable[[list[Address]], Address],
        until: float,
        resolving: ThreadPoolExecutor,
    ) -> None:
        self._choose = choose
        self._until = until
        self._resolving = resolving
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        found = _resolve(self._resolving, host, port, self._until - time.monotonic())
        chosen = self._choose(found)
        left = max(self._until - time.monotonic(), 0.1)
        return _Timed(self._network.connect_tcp(str(chosen), port, timeout=left), self._until)


class _Timed(httpcore.NetworkStream):
    """A connection that ends at one moment, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        sock: socket.socket = self._stream.get_extra_info("socket")
        left = memoryview(buffer)
        while left:  # not httpcore's loop, which gives each piece all of the time
            sock.settimeout(self._left())
            try:
                left = left[sock.send(left) :]
            except TimeoutError as error:
                raise httpcore.WriteTimeout(str(error)) from error
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left())
        return _Timed(secured, self._until)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long")
        return left
