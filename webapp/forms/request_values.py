"""What was chosen in a form or stands in an address, parsed: ids, roles and times."""

from datetime import datetime
from uuid import UUID

from flask import request

from core.access import MemberRole
from core.refusals import Invalid, sentence


def id(name: str) -> UUID | None:
    """None when nothing was chosen, or what is no id."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


def time(name: str) -> datetime | None:
    """Of an address; None when there is none, or one without a zone."""
    try:
        at = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return at if at.tzinfo else None


def role() -> MemberRole:
    """Raises Invalid(role=...)."""
    try:
        return MemberRole(request.form.get("role", ""))
    except ValueError:
        raise Invalid(role=sentence("Choose a role from the list.")) from None
