"""The page of all people: members, and those who were invited."""

from typing import Any

from flask import Response

from core import access
from core.access import MemberRole
from tenants.use_cases import inviting, staffing
from webapp import current
from webapp.render import render


def show(status: int = 200, **changed: Any) -> Response:
    member = current.member()
    context: dict[str, Any] = {
        "people": staffing.members(member),
        "invitations": inviting.invitations(member),
        "roles": givable(None),
        "now": current.now(),
        "email": "",
        "role": MemberRole.SENDER,
        "errors": {},
    }
    return render("people/index.html", status=status, **(context | changed))


def givable(old: MemberRole | None) -> tuple[MemberRole, ...]:
    """The roles that may be given to somebody of this role, most powerful first."""
    mine = current.member().role
    return tuple(role for role in MemberRole if access.may_give(mine, old, role))
