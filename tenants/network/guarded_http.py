"""HTTP to addresses that other people chose: nothing private is reached, nothing takes long."""

import json
import math
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlencode

import certifi
import httpcore

from core.addresses import network_address
from core.addresses.network_address import Address, ForbiddenAddress, MalformedAddress

SECONDS = 5.0
SIZE_LIMIT = 1_000_000
# A resolver can take longer than anyone waits, and cannot be interrupted.
_resolving = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolving")


class Unreachable(Exception):
    """No answer, or none that may be had. The text is for the log and holds no address."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


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
    network = _Guarded(allow_private, min(until, time.monotonic() + SECONDS))
    sent = [("Accept", "application/json"), *headers.items()]
    body = None
    if form is not None:
        sent.append(("Content-Type", "application/x-www-form-urlencoded"))
        body = urlencode(form).encode()
    if sent_json is not None:
        sent.append(("Content-Type", "application/json"))
        body = json.dumps(sent_json).encode()
    try:
        network_address.check_url(url, allow_private)
        with (
            httpcore.ConnectionPool(
                ssl_context=_trust(), network_backend=network, max_connections=1
            ) as pool,
            pool.stream(method, url, headers=sent, content=body) as answer,
        ):
            return Answer(answer.status, _read(answer.iter_stream()))
    except (ForbiddenAddress, MalformedAddress) as error:
        raise Unreachable(type(error).__name__) from None
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise Unreachable(type(error).__name__) from None
    except (httpcore.UnsupportedProtocol, OSError, ValueError) as error:
        raise Unreachable(type(error).__name__) from None


def _read(parts: Iterable[bytes]) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > SIZE_LIMIT:
            raise Unreachable("too large")
    return bytes(body)


@cache
def _trust() -> ssl.SSLContext:
    """The public certification authorities, and those that this machine trusts besides."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _resolve(host: str, port: int, seconds: float) -> list[Address]:
    """Raises OSError, TimeoutError."""
    looked_up = _resolving.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(found[4][0])) for found in looked_up.result(timeout=max(seconds, 0.1))]


class _Guarded(httpcore.NetworkBackend):
    """Connects to public addresses only. TLS and the Host header still speak of the name."""

    def __init__(self, allow_private: bool, until: float) -> None:
        self._allow_private = allow_private
        self._until = until
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        found = _resolve(host, port, self._until - time.monotonic())
        chosen = network_address.choose(found, self._allow_private)
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
        self._stream.write(buffer, self._left())

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
