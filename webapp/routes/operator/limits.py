"""How much an organization may use."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.operator import moderation
from core.organizations.quota import Limits
from core.refusals import sentence
from tenants.use_cases.operator import managed_organizations
from webapp import current, notices
from webapp.routes.operator import organizations
from webapp.sessions import operator_sessions
from webapp.text.translation import gettext

bp = Blueprint("limits", __name__, url_prefix="/organizations/<uuid:organization_id>")
UNITS = {"envelopes": 1, "storage": organizations.GIGABYTE, "api_calls": 1, "members": 1}


@bp.post("/limits")
@operator_sessions.required
def update(organization_id: UUID) -> Response:
    typed = {name: request.form.get(name, "") for name in UNITS}
    found: dict[str, int | None] = {}
    errors: dict[str, str] = {}
    for name, unit in UNITS.items():
        try:
            found[name] = moderation.limit(typed[name], unit)
        except ValueError:
            errors[name] = sentence("Enter a whole number, or leave the field empty for no limit.")
    if errors:
        return organizations.page(organization_id, 422, errors=errors, typed=typed)
    with current.transaction() as tx:
        new = Limits(*found.values())
        managed_organizations.set_limits(tx, organization_id, new, current.now())
    place = url_for("operator.organizations.show", organization_id=organization_id)
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))
