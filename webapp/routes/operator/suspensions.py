"""Suspending an organization, and lifting it again."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.use_cases.operator import managed_organizations
from webapp import current, notices
from webapp.routes.operator import organizations
from webapp.sessions import operator_sessions
from webapp.text.translation import gettext

bp = Blueprint("suspensions", __name__, url_prefix="/organizations/<uuid:organization_id>")


@bp.post("/suspension")
@operator_sessions.required
def create(organization_id: UUID) -> Response:
    reason = request.form.get("reason", "")
    try:
        with current.transaction() as tx:
            managed_organizations.suspend(tx, organization_id, reason, current.now())
    except Invalid as invalid:
        return organizations.page(organization_id, 422, errors=invalid.errors, reason=reason)
    return _back(
        organization_id,
        gettext("Suspended. People in the organization can see the reason you gave."),
    )


@bp.post("/suspension/lifting")
@operator_sessions.required
def lift(organization_id: UUID) -> Response:
    with current.transaction() as tx:
        managed_organizations.lift(tx, organization_id, current.now())
    return _back(
        organization_id, gettext("Suspension lifted. Waiting e-mails will be sent within minutes.")
    )


def _back(organization_id: UUID, sentence: str) -> Response:
    place = url_for("operator.organizations.show", organization_id=organization_id)
    return notices.leave(make_response(redirect(place, 303)), sentence)
