"""The admin audit log: what was changed in the organization, and by whom."""

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.evidence.audit import Entry
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.use_cases.organizations import admin_log
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.organizations.admin_event_models import (
    AdminEventAnswer,
    AdminEventListAnswer,
    AdminEventQuery,
)
from webapp.api.v1.queries import reading
from webapp.pages.organizations import admin_log_sentences
from webapp.text.translation import gettext

bp = Blueprint("admin_events", __name__, url_prefix="/admin-events")


@bp.get("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(AdminEventAnswer, base=AdminEventQuery),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=AdminEventListAnswer),
    operation_id="list_admin_events",
)
def index() -> Response:
    """
    List entries of the admin audit log

    With “words”, a page looks through 10,000 entries: it may be empty and still have a next one.
    """
    asked: AdminEventQuery = request.context.query  # type: ignore[attr-defined]
    wanted = LogFilter(
        types=(asked.type,) if asked.type else (),
        actor=asked.actor,
        first=asked.first,
        last=asked.last,
        words=asked.words,
    )
    (before,) = cursors.read(asked.cursor, int) or (None,)
    with current.transaction() as tx:
        found = admin_log.page(tx, wanted, before, asked.limit)
    following = cursors.written(found.next) if found.next else None
    entries = [_answer(entry, found.names) for entry in found.entries]
    return responses.page(AdminEventListAnswer, entries, following)


def _answer(entry: Entry, names: dict[str, str]) -> AdminEventAnswer:
    known = {"operator": gettext("An operator"), "sso": gettext("Single sign-on")} | names
    return AdminEventAnswer(
        number=entry.sequence,
        type=entry.type,
        at=entry.at,
        actor=entry.actor,
        told=admin_log_sentences.sentence(entry, known, gettext("Countersign")),
        data=entry.data,
        personal={value.name: value.value for value in entry.personal},
        hash=entry.hash,
    )
