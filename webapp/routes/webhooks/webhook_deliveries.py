"""Deliveries of webhooks: read, and sent again."""

import json
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, sentence
from core.webhooks.webhook_answer import FAILURE_WORDS, Failure
from tenants.use_cases.webhooks import delivery_log
from webapp import current, notices
from webapp.pages.webhooks import endpoint_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext, ngettext

bp = Blueprint("webhook_deliveries", __name__)


@bp.get("/settings/webhooks/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def show(endpoint_id: UUID, delivery_id: UUID) -> Response:
    with current.transaction() as tx:
        found = delivery_log.read(tx, endpoint_id, delivery_id)
    said = json.loads(found.payload) if found.payload else None
    payload = json.dumps(said, indent=2, ensure_ascii=False) if said else ""
    return render(
        "webhooks/delivery.html",
        endpoint=found.endpoint,
        delivery=found.delivery,
        payload=payload,
        attempts=found.attempts,
        words={failure.value: FAILURE_WORDS[failure] for failure in Failure},
    )


@bp.post("/settings/webhooks/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>/replay")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def replay(endpoint_id: UUID, delivery_id: UUID) -> Response:
    with current.transaction() as tx:
        delivery_log.replay(tx, endpoint_id, delivery_id, current.now())
    place = redirect(
        url_for("webhook_deliveries.show", endpoint_id=endpoint_id, delivery_id=delivery_id), 303
    )
    return notices.leave(make_response(place), gettext("It is being sent again."))


@bp.post("/settings/webhooks/<uuid:endpoint_id>/replays")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def replay_many(endpoint_id: UUID) -> Response:
    """Those that failed, or all since a moment."""
    only_dead = request.form.get("which") != "all"
    try:
        since = None if only_dead else _moment("since")
        until = None if only_dead or not request.form.get("until") else _moment("until")
    except Invalid as invalid:
        typed = {name: request.form.get(name, "") for name in ("since", "until")}
        return endpoint_page.shown(endpoint_id, invalid.errors, typed, 422)
    with current.transaction() as tx:
        count = delivery_log.replay_many(tx, endpoint_id, only_dead, since, until, current.now())
    said = ngettext(
        "%(num)d event is being sent again.", "%(num)d events are being sent again.", count
    )
    place = redirect(url_for("webhooks.show", endpoint_id=endpoint_id), 303)
    return notices.leave(make_response(place), said)


def _moment(name: str) -> datetime:
    """As typed, in the organization's time zone. Raises Invalid."""
    try:
        at = datetime.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise Invalid(**{name: sentence("Enter a date and a time.")}) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(current.member().time_zone))
