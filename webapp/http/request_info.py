"""Who asks: the request with htmx's headers, and the network address it came from."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, request
from htmx_flask import Htmx  # type: ignore[import-untyped]
from htmx_flask.requests import HtmxAwareRequest  # type: ignore[import-untyped]

from core.addresses import client_address
from core.refusals import NotFound
from core.signing.origin import Origin
from webapp import current
from webapp.forms.form_parser import FormParser

USER_AGENT_LIMIT = 400
OWN_NAMES = ("localhost", "127.0.0.1", "::1")


class Request(HtmxAwareRequest):  # type: ignore[misc]
    """Flask's request with `htmx`, whose library ships no annotations, and with our limits."""

    form_data_parser_class = FormParser


def register(app: Flask) -> None:
    Htmx(app)
    app.request_class = Request  # after Htmx, which sets one of its own
    app.before_request(_check_address)


def wants_fragment() -> bool:
    """htmx asks for a part of the page; when it restores its history it wants all of it."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def address() -> str:
    """
    Who is at the other end. Headers are believed of our own proxies alone: anyone can send them.
    """
    forwarded = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    proxies = current.settings().trusted_proxies
    return client_address.origin(request.remote_addr or "", forwarded, proxies)


def network() -> str:
    """What counts as one visitor: their address, or their IPv6 network."""
    return client_address.network(address())


def host_of(address: str) -> str:
    """The host and port of an address that was sent; "" when it is no address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def here() -> bool:
    """
    Whether it was asked for on this very machine, by one of its own names.

    Another name, resolved to this machine, is how a foreign page reads what is here;
    a proxy on this machine speaks for others.
    """
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
        local = ip_address(address()).is_loopback
    except ValueError:
        return False
    forwarded = any(h in request.headers for h in ("Forwarded", "X-Forwarded-For"))
    return local and name in OWN_NAMES and not forwarded


def origin() -> Origin:
    """Where the request comes from, as the audit trail records it."""
    browser = request.headers.get("User-Agent", "").replace("\0", "")
    return Origin(address(), browser[:USER_AGENT_LIMIT])


def _check_address() -> None:
    """No text in the database holds a NUL, and PostgreSQL takes none to look for."""
    if "\0" in request.path:
        raise NotFound
