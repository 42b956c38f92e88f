"""To whom an envelope is shown besides its owner: a team, everyone here, or by a link."""

from datetime import timedelta
from enum import StrEnum

from core.refusals import Invalid, sentence

# For how many days a link to read by may be open; the first is what is offered.
LINK_DAYS = (7, 1, 30)
LINKS_LIMIT = 20


class Visibility(StrEnum):
    """Who in the organization sees an envelope; who oversees all sees it anyway."""

    OWNER = "owner"
    TEAM = "team"
    ALL = "all"


def link_lifetime(days: int) -> timedelta:
    """Raises Invalid(days=...)."""
    if days not in LINK_DAYS:
        raise Invalid(days=sentence("Choose a time from the list."))
    return timedelta(days=days)
