"""The stream of events: read by cursor, and waited for without a thread."""

from flask import Blueprint, Response, request

from core.api.event_stream import StreamEvent
from core.api.scope import Scope
from tenants.use_cases.api import event_stream
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.events.event_models import EventAnswer, EventListAnswer, EventQuery
from webapp.server import long_polls

bp = Blueprint("events", __name__, url_prefix="/events")


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=EventQuery,
    resp=answers(401, 403, 410, 422, 429, HTTP_200=EventListAnswer),
    operation_id="list_events",
)
def index() -> Response:
    """
    Read events

    In the order in which they became final; the same cursor always gives the same. Go on with
    next_cursor. With “wait”, the answer comes with the first event, or empty after that time.
    """
    asked: EventQuery = request.context.query  # type: ignore[attr-defined]
    types = [name for name in asked.types.split(",") if name]
    poll = long_polls.of(request.environ)
    with current.transaction() as tx:
        page = event_stream.page(tx, poll.reached or asked.after, types, asked.limit)
    if not page.events and page.at_end and asked.wait:
        poll.wait(current.organization().id, asked.wait, page.next.number, str(page.next))
    items = [_shown(event) for event in page.events]
    return responses.shown(EventListAnswer(items=items, next_cursor=str(page.next)))


def _shown(event: StreamEvent) -> EventAnswer:
    return EventAnswer(
        id=event.id,
        type=event.type,
        envelope_id=event.envelope_id,
        sequence=event.sequence,
        at=event.at,
        data=dict(event.data),
    )
