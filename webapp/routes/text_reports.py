"""
Webhooks of what sends our SMS: answers of phones, and SMS that could not be delivered.

Twilio signs what it sends (https://www.twilio.com/docs/usage/security), another gateway sends the
secret that it was given. Both send the members of a form that Twilio's has. What was sent once
changes nothing a second time.
"""

import base64
import hashlib
import hmac
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request

from core.settings.settings import Settings
from tenants.openers import text_reports
from webapp import current
from webapp.http.problem_json import API
from webapp.http.rate_limits import limiter

bp = Blueprint("text_reports", __name__)
FAILED = ("failed", "undelivered")
LETTERS = ("invitation", "reminder", "expiry_warning", "completion")


@bp.post(f"{API}sms-reports/<mark>/<letter>")
@limiter.limit("600 per minute")
def create(mark: str, letter: str) -> Response:
    """What became of an SMS."""
    if not _proven(current.installation().settings) or letter not in LETTERS:
        return Response(status=403)
    if request.form.get("MessageStatus") in FAILED:
        code = request.form.get("ErrorCode", "")
        number = int(code) if code.isdecimal() and len(code) < 10 else 0
        text_reports.failed(current.installation(), mark, letter, number, current.now())
    return Response(status=204)


@bp.post(f"{API}sms-answers")
@limiter.limit("600 per minute")
def answer() -> Response:
    """What a phone answered. Twilio has answered for us where it says OptOutType."""
    if not _proven(current.installation().settings):
        return Response(status=403)
    form = request.form
    given = (form.get("From", ""), form.get("Body", ""), form.get("MessageSid", ""))
    if not all(given):
        return Response(status=400)
    said = text_reports.answered(current.installation(), *given, current.now())
    if "OptOutType" in form:
        said = ""
    message = f"<Message>{escape(said)}</Message>" if said else ""
    return Response(f"<Response>{message}</Response>", mimetype="text/xml")


def _proven(settings: Settings) -> bool:
    secret = settings.sms_hook_secret
    if not secret:
        return False
    given = request.headers.get("X-Twilio-Signature", "")
    if given:
        right = _signature(secret, settings.base_url)
    else:
        given, right = request.headers.get("Authorization", ""), f"Bearer {secret}"
    return hmac.compare_digest(given.encode(), right.encode())


def _signature(secret: str, base_url: str) -> str:
    """Of the address as Twilio has it, and all of the form by the names of its members."""
    address = base_url + request.full_path.removesuffix("?")
    pairs = sorted(request.form.items(multi=True))
    signed = address + "".join(f"{name}{value}" for name, value in pairs)
    digest = hmac.digest(secret.encode(), signed.encode(), hashlib.sha1)
    return base64.b64encode(digest).decode()
