"""The page of all people: members, and those who were invited."""

from typing import Any

from flask import Response, request

from core import access
from core.access import MemberRole
from tenants.use_cases.people import inviting, members
from webapp import current
from webapp.render import render


def show(*blocks: str, status: int = 200, **changed: Any) -> Response:
    search, after = request.args.get("search", "").strip(), request.args.get("after", "")
    with current.transaction() as tx:
        found = members.listed(tx, search, after)
        # On the first page only, like the form that makes them.
        invitations = () if after else inviting.invitations(tx, search)
    context: dict[str, Any] = {
        "found": found,
        "invitations": invitations,
        "shown": inviting.SHOWN,
        "search": search,
        "after": after,
        "roles": givable(None),
        "now": current.now(),
        "email": "",
        "role": MemberRole.SENDER,
        "errors": {},
    }
    return render("people/index.html", *blocks, status=status, **(context | changed))


def givable(old: MemberRole | None) -> tuple[MemberRole, ...]:
    """The roles that a member of this role may be given, most powerful first."""
    mine = current.member().role
    return tuple(role for role in MemberRole if access.may_give(mine, old, role))
