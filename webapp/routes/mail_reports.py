"""
Webhook of the mail provider Mailgun: mails that failed after it had taken them, and complaints.

https://documentation.mailgun.com/docs/mailgun/user-manual/tracking-messages
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request

from core.delivery import delivery_report
from core.delivery.delivery_report import DeliveryReport
from tenants.openers import delivery_reports
from webapp import current
from webapp.http.problem_json import API
from webapp.http.rate_limits import limiter

bp = Blueprint("mail_reports", __name__)
FRESH = timedelta(minutes=15)
# What Mailgun understands as “do not send it again” and “taken”.
REFUSED, TAKEN = 406, 200


@bp.post(f"{API}mail-reports/mailgun")
@limiter.limit("600 per minute")
def create() -> Response:
    key = current.installation().settings.mailgun_key
    body = request.get_json(silent=True)
    if not key or not isinstance(body, dict) or not _signed(key, _part(body, "signature")):
        return Response(status=REFUSED)
    report = _report(_part(body, "event-data"))
    if report:
        delivery_reports.take(current.installation(), report, current.now())
    return Response(status=TAKEN)


def _signed(key: str, signature: dict[str, Any]) -> bool:
    stamp, token = str(signature.get("timestamp", "")), str(signature.get("token", ""))
    right = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right, str(signature.get("signature", ""))):
        return False
    at = datetime.fromtimestamp(int(stamp) if stamp.isdigit() and len(stamp) < 12 else 0, UTC)
    return abs(current.now() - at) <= FRESH


def _report(event: dict[str, Any]) -> DeliveryReport | None:
    """None for what is no news to a sender, such as a delay."""
    mark = str(_part(event, "user-variables").get("letter", ""))
    kind = event.get("event")
    if kind == "complained":
        return DeliveryReport(mark, complaint=True)
    if kind == "failed" and event.get("severity") == "permanent":
        said = delivery_report.SMTP_CODE.fullmatch(
            str(_part(event, "delivery-status").get("code", ""))
        )
        return DeliveryReport(mark, int(said.group(1)) if said else 550)
    return None


def _part(value: dict[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}
