"""Who asks: the request with htmx's headers, and the network address it came from."""

from flask import Flask, request
from htmx_flask import Htmx  # type: ignore[import-untyped]
from htmx_flask.requests import HtmxAwareRequest  # type: ignore[import-untyped]

from core.recipient import Origin

USER_AGENT_LIMIT = 400


class Request(HtmxAwareRequest):  # type: ignore[misc]
    """Flask's request with `htmx`, whose library ships no annotations."""


def register(app: Flask) -> None:
    Htmx(app)


def wants_fragment() -> bool:
    """htmx asks for a part of the page; when it restores its history it wants all of it."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def address() -> str:
    """The other end of the connection. No header is believed: anybody can send those."""
    return request.remote_addr or ""


def origin() -> Origin:
    """What the audit trail records about where somebody acted from."""
    return Origin(address(), request.headers.get("User-Agent", "")[:USER_AGENT_LIMIT])
