"""Who belongs to an organization, and what keeps it from losing its last owner."""

from datetime import timedelta

from core import access
from core.access import MemberRole
from core.people.refusals import LastOwner
from core.refusals import Forbidden, Invalid, sentence
from core.text.printable import cleaned, is_line, why_undrawable

INVITATION_LIFETIME = timedelta(days=7)
NAME_LIMIT = 120
# So many envelopes change hands in one transaction, each with an entry in its trail; those that a
# leaving owner has beyond that follow by jobs.
TRANSFERRED_AT_ONCE = 100


def change_role(
    by: MemberRole, old: MemberRole | None, new: MemberRole | None, owners: int
) -> None:
    """
    Whether a member of role `by` makes `old` (None: no one yet) into `new` (None: removed).

    `owners` is how many there are before. Raises Forbidden, LastOwner.
    """
    if not access.may_give(by, old, new):
        raise Forbidden
    keep_an_owner(old, new, owners)


def keep_an_owner(old: MemberRole | None, new: MemberRole | None, owners: int) -> None:
    """Also for those who leave by themselves, which everyone else may. Raises LastOwner."""
    if old is MemberRole.OWNER and new is not MemberRole.OWNER and owners < 2:
        raise LastOwner


def name(typed: str) -> str:
    """What a person is called. Raises Invalid(name=...)."""
    name = cleaned(typed)
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        raise Invalid(name=sentence("Enter your name, up to 120 characters."))
    if why := why_undrawable(name):
        raise Invalid(name=why)
    return name
