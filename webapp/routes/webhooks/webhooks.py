"""Webhook endpoints: made, changed, rotated, paused, tested, deleted."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from core.webhooks import catalogue
from core.webhooks import webhook_endpoint as rules
from core.webhooks.webhook_endpoint import EndpointChoices
from tenants.identifiers import new_id
from tenants.use_cases.webhooks import delivery_log, endpoints
from tenants.use_cases.webhooks.endpoints import MadeEndpoint
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.webhooks import endpoint_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("webhooks", __name__)


@bp.get("/settings/webhooks")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def index() -> Response:
    with current.transaction() as tx:
        listed = endpoints.listed(tx)
    return render("webhooks/index.html", endpoints=listed, most=rules.MOST)


@bp.get("/settings/webhooks/new")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def new() -> Response:
    return _form({"events": [], "ordering": "envelope", "payload": "thin", "signing": "hmac"})


@bp.post("/settings/webhooks")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def create() -> Response:
    """The answer shows the secret, so it is no redirect: the same form again shows none."""
    try:
        choices = _chosen()
    except Invalid as invalid:
        return _form(_typed(), invalid.errors, status=422)
    with current.transaction() as tx:
        endpoint_id = request_values.form_uuid("id") or new_id()
        made = endpoints.create(tx, endpoint_id, choices, current.now())
    if not made.secret:
        said = gettext("This endpoint already exists. Its secret was shown when it was created.")
        return _back(made.endpoint.id, said)
    return _secret(made, rotated=False)


@bp.get("/settings/webhooks/<uuid:endpoint_id>")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def show(endpoint_id: UUID) -> Response:
    """With what was delivered to it: its log, filtered by the address."""
    return endpoint_page.shown(endpoint_id)


@bp.get("/settings/webhooks/<uuid:endpoint_id>/edit")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def edit(endpoint_id: UUID) -> Response:
    with current.transaction() as tx:
        chosen = endpoints.get(tx, endpoint_id).choices
    typed = {
        "url": chosen.url,
        "description": chosen.description,
        "events": chosen.events,
        "ordering": chosen.ordering.value,
        "payload": chosen.payload.value,
        "signing": chosen.signing.value,
    }
    return _form(typed, endpoint_id=endpoint_id)


@bp.post("/settings/webhooks/<uuid:endpoint_id>")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def change(endpoint_id: UUID) -> Response:
    with current.transaction() as tx:
        endpoints.get(tx, endpoint_id)
    try:
        choices = _chosen()
    except Invalid as invalid:
        return _form(_typed(), invalid.errors, endpoint_id, status=422)
    with current.transaction() as tx:
        endpoints.change(tx, endpoint_id, choices, current.now())
    return _back(endpoint_id, gettext("Webhook endpoint saved."))


@bp.post("/settings/webhooks/<uuid:endpoint_id>/secret")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def rotate(endpoint_id: UUID) -> Response:
    with current.transaction() as tx:
        made = endpoints.rotate(tx, endpoint_id, current.now())
    return _secret(made, rotated=True)


@bp.post("/settings/webhooks/<uuid:endpoint_id>/pause")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def pause(endpoint_id: UUID) -> Response:
    with current.transaction() as tx:
        endpoints.pause(tx, endpoint_id, current.now())
    return _back(endpoint_id, gettext("Paused. Events are kept until you resume it."))


@bp.post("/settings/webhooks/<uuid:endpoint_id>/resumption")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def resume(endpoint_id: UUID) -> Response:
    with current.transaction() as tx:
        endpoints.resume(tx, endpoint_id, current.now())
    return _back(endpoint_id, gettext("Resumed. What was waiting is being sent now."))


@bp.post("/settings/webhooks/<uuid:endpoint_id>/test")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def test(endpoint_id: UUID) -> Response:
    with current.transaction() as tx:
        ping = delivery_log.ping(tx, endpoint_id, current.now())
    place = url_for("webhook_deliveries.show", endpoint_id=endpoint_id, delivery_id=ping.id)
    return make_response(redirect(place, 303))


@bp.post("/settings/webhooks/<uuid:endpoint_id>/deletion")
@member_sessions.required(Permission.MANAGE_WEBHOOKS)
def delete(endpoint_id: UUID) -> Response:
    with current.transaction() as tx:
        endpoints.delete(tx, endpoint_id, current.now())
    place = make_response(redirect(url_for("webhooks.index"), 303))
    return notices.leave(place, gettext("Webhook endpoint deleted."))


def _chosen() -> EndpointChoices:
    """What the form says, once its address could be delivered to. Raises Invalid."""
    typed = _typed()
    errors: dict[str, str] = {}
    try:
        endpoints.check_url(typed["url"], current.settings())
    except Invalid as invalid:
        errors |= invalid.errors
    try:
        choices = rules.chosen(**typed)
    except Invalid as invalid:
        errors |= invalid.errors
    if errors:
        raise Invalid(**errors)
    return choices


def _typed() -> dict[str, Any]:
    form = request.form
    one = {
        name: form.get(name, "")
        for name in ("url", "description", "ordering", "payload", "signing")
    }
    return one | {"events": form.getlist("events")}


def _form(
    typed: dict[str, Any],
    errors: dict[str, str] | None = None,
    endpoint_id: UUID | None = None,
    status: int = 200,
) -> Response:
    return render(
        "webhooks/edit.html",
        status=status,
        typed={"url": "", "description": ""} | typed,
        errors=errors or {},
        endpoint_id=endpoint_id,
        new_id=new_id(),
        groups=catalogue.groups(),
    )


def _secret(made: MadeEndpoint, rotated: bool) -> Response:
    return render("webhooks/secret.html", made=made, rotated=rotated)


def _back(endpoint_id: UUID, sentence: str) -> Response:
    place = redirect(url_for("webhooks.show", endpoint_id=endpoint_id), 303)
    return notices.leave(make_response(place), sentence)
