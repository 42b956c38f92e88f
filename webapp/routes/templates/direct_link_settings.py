"""The direct link of a template: on or off, for whom, how often, and what it asks."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.documents import merge_fields
from core.fields.field_name import NAME
from core.refusals import Invalid
from core.templates.direct_link import DirectLink
from tenants.use_cases.templates import direct_link_settings
from tenants.use_cases.templates.direct_link_settings import DirectLinkView
from webapp import current, notices
from webapp.http import compression
from webapp.pages.templates import direct_link_form
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("direct_link_settings", __name__, url_prefix="/templates/<uuid:template_id>/link")


@bp.get("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(template_id: UUID) -> Response:
    return _page(template_id)


@bp.post("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(template_id: UUID) -> Response:
    try:
        typed = direct_link_form.read(template_id)
        with current.transaction() as tx:
            direct_link_settings.change(tx, typed, current.now())
    except Invalid as invalid:
        return _page(template_id, invalid.errors, 422)
    words = gettext("The link is on.") if typed.active else gettext("Saved. The link is off.")
    return _done(template_id, words)


@bp.post("/renewal")
@member_sessions.required(Permission.SEND_ENVELOPES)
def renew(template_id: UUID) -> Response:
    with current.transaction() as tx:
        direct_link_settings.renew(tx, template_id, current.now())
    return _done(template_id, gettext("The link has a new address. The old one no longer works."))


def _page(
    template_id: UUID,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    with current.transaction() as tx:
        found, address = direct_link_settings.view(tx, template_id), tx.signing_address
    compression.keep_plain()  # the address is a secret
    link = found.link or DirectLink(template_id, template_id, "")
    shown: dict[str, Any] = {
        "active": link.active,
        "immediate": link.immediate,
        "role_name": link.role_name,
        "max_uses": link.max_uses or "",
        "expires_on": direct_link_form.day_of(link.expires_at),
    }
    rows = direct_link_form.stored(link.questions)
    if errors:  # all that was typed stands in the form again
        names = ("role_name", "max_uses", "expires_on")
        shown = {n: request.form.get(n, "") for n in names}
        for name in ("active", "immediate"):
            shown[name] = request.form.get(name) == "yes"
        rows = direct_link_form.typed()
    return render(
        "templates/direct_link.html",
        status=status,
        found=found,
        shown=shown,
        template_id=template_id,
        roles=[r.role_name for r in found.content.recipients if r.role_name],
        names=_names(found),
        questions=direct_link_form.offered(rows),
        base_url=address,
        is_open=found.link is not None and found.link.is_open(current.now()),
        errors=errors or {},
    )


def _names(found: DirectLinkView) -> dict[str, str]:
    """What an answer can fill in: fields, and what documents ask for."""
    fields = {NAME.of(f.properties): f for f in found.content.fields}
    named = {name: field.label or name for name, field in fields.items() if name}
    return {"": "–"} | {name: merge_fields.word(name) for name in found.merge_values} | named


def _done(template_id: UUID, sentence: str) -> Response:
    place = url_for("direct_link_settings.edit", template_id=template_id)
    return notices.leave(make_response(redirect(place, 303)), sentence)
