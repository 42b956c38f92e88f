"""A team: some members of an organization, to whom envelopes can be shown together."""

from dataclasses import dataclass
from uuid import UUID

from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line

NAME_LIMIT = 60
NO_MEMBERS = sentence("Nobody in this organization has this id: %(ids)s.")
TAKEN = sentence("There is already a team with this name. Choose another name.")


@dataclass(frozen=True, slots=True)
class Team:
    """`mine`: the member who asks is in it."""

    id: UUID
    name: str
    members: int
    mine: bool


def name(typed: str) -> str:
    """What a team is called. Raises Invalid(name=...)."""
    name = cleaned(typed)
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        raise Invalid(name=sentence("Enter a name for the team, up to 60 characters."))
    return name
