"""What was chosen in a form, parsed: ids and roles."""

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


def role() -> MemberRole:
    """Raises Invalid(role=...)."""
    try:
        return MemberRole(request.form.get("role", ""))
    except ValueError:
        raise Invalid(role=sentence("Choose a role from the list.")) from None
