"""Limits of volume, per address or organization. Those that are security count in PostgreSQL."""

import time
from datetime import timedelta
from uuid import UUID

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits import RateLimitItemPerMinute

from core.refusals import TooFast
from webapp import current
from webapp.http import request_info, security

# In memory and so per process: a lost Redis must not close the doors.
limiter = Limiter(request_info.network, storage_uri="memory://", headers_enabled=False)
A_MINUTE = "60"


def register(app: Flask) -> None:
    limiter.init_app(app)
    app.after_request(_say_when)


def count_write(organization_id: UUID) -> None:
    """Count a change that a member of an organization asks for. Raises TooFast."""
    if request.method in security.SAFE or not limiter.enabled:
        return
    most = RateLimitItemPerMinute(current.settings().rate_writes)
    whose = ("writes", str(organization_id))
    if not limiter.limiter.hit(most, *whose):
        left = limiter.limiter.get_window_stats(most, *whose).reset_time - time.time()
        raise TooFast(timedelta(seconds=max(1, round(left))))


def _say_when(response: Response) -> Response:
    if response.status_code == 429 and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = A_MINUTE
    return response
