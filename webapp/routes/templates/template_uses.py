"""Starting an envelope from one template or several: who takes the roles, then a draft or mail."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.refusals import NothingToSend
from core.envelopes.roles.registry import FOR_GROUPS
from core.refusals import Invalid, NotFound, Refusal
from core.templates.refusals import NotWholeYet
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import requested_sending, sending
from tenants.use_cases.templates import using
from tenants.use_cases.templates.using import UsableTemplates
from webapp import current
from webapp.forms import request_values
from webapp.pages.templates import role_form
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import problem_text

bp = Blueprint("template_uses", __name__, url_prefix="/templates/use")
MOST = 20


@bp.get("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new() -> Response:
    """`template` is the id of each, in the order in which their documents come."""
    ids = _ids(request.args.getlist("template"))
    with current.transaction() as tx:
        found = using.usable(tx, ids)
    return _page(ids, found)


@bp.post("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    """A draft to edit, or sent at once."""
    ids, at_once = _ids(request.form.getlist("template")), request.form.get("action") == "send"
    envelope_id = request_values.form_uuid("envelope_id") or new_id()
    if at_once:
        sending.count(current.organization())
    with current.transaction() as tx:
        found = using.usable(tx, ids)
    rows = role_form.rows(found.roles, request.form)
    values = role_form.value_rows(found.contents, request.form)
    merged = role_form.merge_rows(found.merge_values, request.form)
    name, message = request.form.get("name", "").strip(), request.form.get("message", "")
    try:
        filling = role_form.filling(rows, values, merged, at_once, found.groups)
        with current.transaction() as tx:
            using.use(tx, ids, envelope_id, filling, current.now(), name, message)
            if at_once:
                requested_sending.request(tx, envelope_id, current.now())
    except Invalid as invalid:
        return _page(ids, found, 422, invalid.errors)
    except NothingToSend:
        return _page(ids, found, 409, refusal=NotWholeYet())
    except Refusal as refusal:
        return _page(ids, found, refusal.status, refusal=refusal)
    return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))


def _page(
    ids: Sequence[UUID],
    found: UsableTemplates,
    status: int = 200,
    errors: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    return render(
        "templates/use.html",
        status=status,
        notice=problem_text.message(refusal) if refusal else "",
        ids=ids,
        found=found,
        roles_of_groups=FOR_GROUPS,
        rows=role_form.rows(found.roles, request.form),
        values=role_form.value_rows(found.contents, request.form),
        merged=role_form.merge_rows(found.merge_values, request.form),
        name=request.form.get("name", found.contents[0].name),
        message=request.form.get("message", found.contents[0].message),
        errors=errors or {},
        envelope_id=request_values.form_uuid("envelope_id") or new_id(),
    )


def _ids(texts: Sequence[str]) -> list[UUID]:
    ids = [request_values.uuid_or_none(text) for text in texts[:MOST]]
    if not ids or None in ids:
        raise NotFound
    return [id for id in dict.fromkeys(ids) if id is not None]
