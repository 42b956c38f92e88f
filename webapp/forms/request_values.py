"""What forms and addresses say, as values: ids, numbers, times and roles."""

from datetime import datetime
from uuid import UUID

from flask import request

from core.access import MemberRole
from core.refusals import Invalid, NotFound, sentence


def uuid_of(text: str) -> UUID:
    """Raises NotFound."""
    found = uuid_or_none(text)
    if found is None:
        raise NotFound
    return found


def uuid_or_none(text: str) -> UUID | None:
    """None for nothing. Raises NotFound for what is no id of ours."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def number_of(text: str, otherwise: int = 0) -> int:
    """`otherwise` for what is no number, or a larger one than any column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def form_uuid(name: str) -> UUID | None:
    """None when nothing was chosen in the form, or what is no id."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


def form_role() -> MemberRole:
    """Raises Invalid(role=...)."""
    try:
        return MemberRole(request.form.get("role", ""))
    except ValueError:
        raise Invalid(role=sentence("Choose a role from the list.")) from None


def query_time(name: str) -> datetime | None:
    """None when the address has none, or one without a zone."""
    try:
        at = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return at if at.tzinfo else None
