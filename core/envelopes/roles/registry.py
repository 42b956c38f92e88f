"""All roles, in the order in which the sender is offered them."""

from collections.abc import Iterable

from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.cc import CC
from core.envelopes.roles.editor import EDITOR
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.envelopes.roles.viewer import VIEWER
from core.envelopes.roles.witness import WITNESS
from core.refusals import sentence

ROLES = (SIGNER, IN_PERSON_SIGNER, APPROVER, VIEWER, WITNESS, AGENT, EDITOR, CC)
FOR_GROUPS = (SIGNER, APPROVER, VIEWER)  # what any one of several people can do for all
BY_NAME = {role.name: role for role in ROLES}


def named(name: str) -> Role:
    """The role that is stored under this name. Raises ValueError when there is none."""
    try:
        return BY_NAME[name]
    except KeyError:
        raise ValueError(f"no role is called {name!r}") from None


def everybody_has_finished(roles: Iterable[Role]) -> str:
    """The clause that says so of an envelope with these roles."""
    if all(role.signs for role in roles if role.acts):
        return sentence("Everyone has signed")
    return sentence("Everyone has finished")
