"""The list of envelopes: the portal's boxes, search and filters, page by page."""

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.envelopes.listing.filters import Filters
from tenants.use_cases.envelopes.listing import envelope_list
from tenants.use_cases.envelopes.listing.envelope_list import (
    EnvelopeSummary,
    ListedEnvelopes,
    NotedValue,
)
from webapp import current
from webapp.api.v1 import authentication, cursors, queries, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.envelope_answers import answer_of
from webapp.api.v1.envelopes.list_models import (
    EXPANDED,
    EnvelopeListAnswer,
    EnvelopeQuery,
    ListedEnvelopeAnswer,
    ListedRecipientAnswer,
)

bp = Blueprint("envelope_list", __name__, url_prefix="/envelopes")
EXTERNAL_ID = ""


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=queries.reading(ListedEnvelopeAnswer, *EXPANDED, base=EnvelopeQuery),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=EnvelopeListAnswer),
    operation_id="list_envelopes",
)
def index() -> Response:
    """
    List and search envelopes

    All that the key's member may see, newest first. What was changed within the last second may be
    missing where something is searched or filtered.
    """
    asked: EnvelopeQuery = request.context.query  # type: ignore[attr-defined]
    filters, parts = (
        Filters.parse(asked.portal_filters),
        [p for p in EXPANDED if queries.expands(p)],
    )
    with current.transaction() as tx:
        found = envelope_list.each(
            *(tx, filters, _after(asked.cursor), asked.limit, _noted(asked)),
            whole=bool(parts),
        )
    items = [_item(row, found, parts) for row in found.rows]
    following = cursors.written(found.next) if found.next else None
    return responses.page(EnvelopeListAnswer, items, following)


def _after(cursor: str) -> str:
    place = cursors.read(cursor, str)
    return str(place[0]) if place else ""


def _noted(asked: EnvelopeQuery) -> NotedValue | None:
    if asked.external_id is not None:
        return NotedValue(EXTERNAL_ID, asked.external_id)
    where = asked.custom_field_id or asked.metadata_key
    return NotedValue(where, asked.value or "") if where else None


def _item(row: EnvelopeSummary, found: ListedEnvelopes, parts: list[str]) -> ListedEnvelopeAnswer:
    whole = answer_of(found.whole[row.id]) if row.id in found.whole else None
    return ListedEnvelopeAnswer(
        id=row.id,
        name=row.name,
        status=row.status,
        state=row.shown_status,
        status_at=row.status_at,
        created_at=row.created_at,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        sender_id=row.sender_id,
        folder_id=row.folder_id,
        template_id=row.template_id,
        bulk_send_id=row.bulk_send_id,
        tags=[tag.name for tag in row.tags],
        custom_fields=dict(row.noted),
        people=[
            ListedRecipientAnswer(name=r.name, role=r.role.name, status=r.status.value)
            for r in row.recipients
        ],
        **{part: getattr(whole, part) for part in parts if whole},
    )
