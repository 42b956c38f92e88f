"""What the organization uses of what it may use."""

from flask import Blueprint, Response

from core.access import Permission
from tenants.use_cases.organizations import quotas
from webapp import current
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("usage", __name__)


@bp.get("/settings/usage")
@member_sessions.required(Permission.READ_REPORTS)
def show() -> Response:
    with current.transaction() as tx:
        usages = quotas.usages(tx, current.now())
    return render("organizations/usage/show.html", usages=usages)
