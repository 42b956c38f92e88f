"""When an envelope expires and whom it reminds."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response

from core.api.scope import Scope
from core.docusign import envelope_json
from tenants.use_cases.docusign import schedules
from tenants.use_cases.envelopes import reading
from webapp import current
from webapp.api.docusign import asked, guard
from webapp.api.docusign.answers import answer
from webapp.api.docusign.definitions import definition

bp = Blueprint("docusign_notifications", __name__)


@bp.get("/notification")
@guard.required(Scope.ENVELOPES_READ)
def show(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    return answer(envelope_json.notification(envelope.schedule))


@bp.put("/notification")
@guard.required(Scope.ENVELOPES_WRITE)
def change(envelope_id: UUID) -> Response:
    """All of a draft; of a sent envelope the day on which it expires."""
    days = definition.notification(asked.body())
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
        if envelope.sent_at is None:
            kept = schedules.choose(tx, envelope_id, days, current.now())
        else:
            unknown = sorted(days.keys() - {"expire_days"} - _same(envelope.schedule, days))
            if unknown:
                asked.refuse("reminders", "Reminders are set before an envelope is sent.")
            ends = envelope.sent_at + timedelta(days=days["expire_days"])
            kept = schedules.extend(tx, envelope_id, ends, current.now())
    return answer(envelope_json.notification(kept.schedule))


def _same(schedule: object, days: dict[str, int]) -> set[str]:
    return {name for name, value in days.items() if getattr(schedule, name) == value}
