"""What keeps strangers out: content security policy, headers, CSRF tokens, cookies."""

import base64
import hmac
import secrets
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, request

from core.api.oauth import redirect_uri
from core.request_errors import ForeignRequest
from webapp import current
from webapp.forms import csrf_field
from webapp.http import hosts, request_info
from webapp.http.docusign_errors import PATH as DOCUSIGN
from webapp.http.problem_json import API
from webapp.sessions import frame_session

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_FIELD = "csrf_token"  # noqa: S105 - a name
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - a name
SECRET_SIZE = 24  # bytes
# Blueprints that look at no cookie: whoever asks has to prove who they are in the request itself.
FOR_PROGRAMS = frozenset({"oauth_tokens"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages are one person's; static files and page images say otherwise themselves.
    "Cache-Control": "no-store",
}


def register(app: Flask) -> None:
    app.jinja_env.globals["csrf_token"] = csrf_token
    frame_session.register(app)
    app.before_request(check_origin)
    app.after_request(_harden)


def allow_frames(origins: Iterable[str]) -> None:
    """The page of this request may be shown in a frame of pages from these origins."""
    g.frame_origins = tuple(origins)


def allow_form_action(address: str) -> None:
    """What the form of this page answers with may lead there; browsers ask the policy for that."""
    origin = redirect_uri.origin(address)
    # An address in brackets is none that a policy can name.
    g.form_action = origin.partition(":")[0] + ":" if "[" in origin else origin


def allow_location() -> None:
    """The page of this request may ask its visitor where they are."""
    g.may_locate = True


def csrf_token() -> str:
    """
    For forms and for hx-headers: belongs to this browser, useless in any other.

    Masked anew in each answer, so that the size of a compressed page tells nothing of it.
    """
    if "csrf_token" not in g:
        seed = _frame_seed()
        if not seed:
            seed = g.csrf_seed = request.cookies.get(cookie_name("csrf")) or secrets.token_urlsafe(
                18
            )
        mask = secrets.token_bytes(SECRET_SIZE)
        g.csrf_token = base64.urlsafe_b64encode(mask + _xor(_secret(seed), mask)).decode()
    return str(g.csrf_token)


def check_origin() -> None:
    """Refuse a change that another site's page asked for. The APIs know no cookies."""
    if request.method in SAFE or request.path.startswith((API, DOCUSIGN)):
        return
    if _is_for_programs():
        return
    seed = _frame_seed() or request.cookies.get(cookie_name("csrf"), "")
    if not seed or not _from_here():
        raise ForeignRequest
    given = request.headers.get(TOKEN_HEADER) or csrf_field.sent(TOKEN_FIELD)
    if not hmac.compare_digest(_unmasked(given), _secret(seed)):
        raise ForeignRequest


def _is_for_programs() -> bool:
    return (request.blueprints or [""])[-1] in FOR_PROGRAMS


def cookie_name(name: str) -> str:
    """The prefix makes browsers refuse such a cookie from neighbouring hosts."""
    return f"__Host-{name}" if _secure() else f"countersign-{name}"


def set_cookie(response: Response, name: str, value: str, **options: Any) -> None:
    """A cookie that scripts cannot read and other sites cannot make a browser send."""
    response.set_cookie(
        cookie_name(name),
        value,
        path="/",
        secure=_secure(),
        httponly=True,
        samesite="Lax",
        **options,
    )


def delete_cookie(response: Response, name: str) -> None:
    response.delete_cookie(
        cookie_name(name), path="/", secure=_secure(), httponly=True, samesite="Lax"
    )


def _frame_seed() -> str:
    """In a frame there is no cookie of ours but the session's, and maybe none at all."""
    session = frame_session.secret()
    return f"frame\0{session}" if session else ""


def _secret(seed: str) -> bytes:
    key = current.settings().session_key
    return hmac.digest(key, b"csrf\0" + seed.encode(), "sha256")[:SECRET_SIZE]


def _unmasked(token: str) -> bytes:
    """The secret in a token; b"" when it is none."""
    try:
        given = base64.urlsafe_b64decode(token)
    except ValueError:
        return b""
    mask, masked = given[:SECRET_SIZE], given[SECRET_SIZE:]
    return _xor(mask, masked) if len(masked) == SECRET_SIZE else b""


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _from_here() -> bool:
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    ours = {request.host}
    if not hosts.elsewhere():
        ours.add(request_info.host_of(current.settings().base_url))
    return request_info.host_of(origin) in ours


def _secure() -> bool:
    return current.settings().base_url.startswith("https://")


def _harden(response: Response) -> Response:
    origins = g.get("frame_origins")
    for name, value in HEADERS.items():
        if origins and name == "X-Frame-Options":
            continue  # knows no list of origins; browsers that know frame-ancestors ignore it
        if origins and name == "Content-Security-Policy":
            value = POLICY.replace("frame-ancestors 'none'", "frame-ancestors " + " ".join(origins))
        if name == "Content-Security-Policy" and g.get("form_action"):
            value = value.replace("form-action 'self'", f"form-action 'self' {g.form_action}")
        if name == "Permissions-Policy" and g.get("may_locate"):
            value = value.replace("geolocation=()", "geolocation=(self)")
        response.headers.setdefault(name, value)
    if _secure():
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    seed = g.get("csrf_seed")
    if seed and request.cookies.get(cookie_name("csrf")) != seed:
        set_cookie(response, "csrf", seed)
    return response


def keep_address_private(response: Response) -> Response:
    """For pages whose address is a secret: nothing carries it to another site or keeps the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
