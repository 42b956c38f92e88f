"""The cookie of a browser that signed in before (see known_devices.py)."""

from flask import Response, request

from tenants.installation import email_hash
from tenants.use_cases.sign_in import known_devices
from webapp import current
from webapp.http import security

COOKIE = "device"
LIFETIME = 400 * 24 * 3600  # no browser keeps a cookie for longer


def kept() -> str:
    return request.cookies.get(security.cookie_name(COOKIE), "")


def remember(response: Response, email: str) -> Response:
    """After a sign-in with this address."""
    marks = known_devices.add(current.installation(), kept(), email_hash(email))
    security.set_cookie(response, COOKIE, marks, max_age=LIFETIME)
    return response
