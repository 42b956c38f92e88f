"""The organizations of this installation: what they are called and how much they use."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.organizations.quota import Limits
from tenants.use_cases.operator import abuse_reports, managed_organizations
from tenants.use_cases.operator.managed_organizations import OrganizationCursor
from webapp import current
from webapp.render import render
from webapp.sessions import operator_sessions

GIGABYTE = 1_000_000_000
bp = Blueprint("organizations", __name__)


@bp.get("")
@operator_sessions.required
def begin() -> Response:
    """The address that operators are told to remember."""
    return make_response(redirect(url_for("operator.organizations.index"), 303))


@bp.get("/organizations")
@operator_sessions.required
def index() -> Response:
    words, state = request.args.get("words", "")[:100], request.args.get("state", "all")
    state = state if state in managed_organizations.STATES else "all"
    after = place(request.args.get("after", ""))
    with current.transaction() as tx:
        found = managed_organizations.organizations(tx, words, state, after)
    return render(
        "operator/organizations.html",
        "organization_rows",
        found=found,
        words=words,
        state=state,
        after=after,
        next=_next(found),
    )


@bp.get("/organizations/<uuid:organization_id>")
@operator_sessions.required
def show(organization_id: UUID) -> Response:
    return page(organization_id)


def page(organization_id: UUID, status: int = 200, **typed: Any) -> Response:
    """An organization's page, perhaps with a form on it that has to be mended."""
    with current.transaction() as tx:
        limits, inherited = managed_organizations.limits(tx, organization_id)
        organization = managed_organizations.organization(tx, organization_id)
        reports = abuse_reports.reports(tx, None, organization_id, None)
    context: dict[str, Any] = {"errors": {}, "reason": "", "typed": shown(limits)} | typed
    return render(
        "operator/organization.html",
        status=status,
        organization=organization,
        reports=reports,
        inherited=inherited,
        **context,
    )


def shown(limits: Limits) -> dict[str, str]:
    """Limits as they are typed: storage in gigabytes, nothing for no limit."""
    given = {
        "envelopes": limits.envelopes_per_month,
        "storage": limits.storage_bytes and limits.storage_bytes // GIGABYTE,
        "api_calls": limits.api_calls_per_month,
        "members": limits.members,
    }
    return {name: "" if value is None else str(value) for name, value in given.items()}


def place(text: str) -> OrganizationCursor | None:
    """The last row of the page before, as an address names it."""
    at, _, id = text.partition("~")
    try:
        found = OrganizationCursor(datetime.fromisoformat(at), UUID(id))
    except ValueError:
        return None
    return found if found.at.tzinfo else None


def _next(found: managed_organizations.FoundOrganizations) -> str:
    last = found.rows[-1] if found.more else None
    return f"{last.created_at.isoformat()}~{last.id}" if last else ""
