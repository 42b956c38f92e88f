"""All roles, in the order in which the sender is offered them."""

from collections.abc import Iterable

from core.envelopes.roles.cc import CC
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER

ROLES = (SIGNER, CC)
BY_NAME = {role.name: role for role in ROLES}


def named(name: str) -> Role:
    """The role that is stored under this name. Raises KeyError."""
    return BY_NAME[name]


def all_sign(roles: Iterable[Role]) -> bool:
    """Whether everybody whom an envelope with these roles waits for signs it."""
    return all(role.signs for role in roles if role.acts)
