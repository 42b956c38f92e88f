"""Adding a signing group to the recipients of a draft."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Status
from core.envelopes.roles import registry as roles
from core.envelopes.roles.signer import SIGNER
from core.refusals import Invalid
from tenants.use_cases.envelopes import reading
from tenants.use_cases.people import group_choice, signing_groups
from webapp import current, notices
from webapp.forms.request_values import form_uuid
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("draft_groups", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/groups")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new(envelope_id: UUID) -> Response:
    return _page(envelope_id)


@bp.post("/envelopes/<uuid:envelope_id>/groups")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    role = request.form.get("role", SIGNER.name)
    try:
        with current.transaction() as tx:
            group_choice.add(tx, envelope_id, form_uuid("group_id"), role, current.now())
    except Invalid as invalid:
        return _page(envelope_id, invalid.errors, 422)
    place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="recipients")
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))


def _page(envelope_id: UUID, errors: Mapping[str, str] = {}, status: int = 200) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
        known = signing_groups.groups(tx)
    if envelope.status is not Status.DRAFT:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    usable = [group for group in known if group.members]
    return render(
        "envelopes/signing_groups/new.html",
        "panel",
        status=status,
        envelope=envelope,
        groups=usable,
        chosen=request.form.get("group_id") or (str(usable[0].id) if usable else ""),
        role=request.form.get("role", SIGNER.name),
        roles={role.name: gettext(role.words.choice) for role in roles.FOR_GROUPS},
        may_manage=current.member().may(Permission.MANAGE_SIGNING_GROUPS),
        errors=errors,
    )
