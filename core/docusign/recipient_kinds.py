"""The kinds of recipients: the list in which each stands, and the role that it is here."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.envelopes.roles import registry
from core.envelopes.roles.role import Role


@dataclass(frozen=True, slots=True)
class RecipientKind:
    """
    `list` is the member of the recipients, `type` what one says of itself, `also` are roles that
    it is told of, though it is never read as them.
    """

    list: str
    role: str
    type: str
    also: tuple[str, ...] = ()

    @property
    def meaning(self) -> Role:
        return registry.named(self.role)


KINDS = (
    # DocuSign has no one who approves without signing: they are signers with a tab to approve.
    RecipientKind("signers", "signer", "signer", also=("approver",)),
    RecipientKind("inPersonSigners", "in_person", "inpersonsigner"),
    RecipientKind("witnesses", "witness", "witness"),
    RecipientKind("agents", "agent", "agent"),
    RecipientKind("editors", "editor", "editor"),
    RecipientKind("certifiedDeliveries", "viewer", "certifieddelivery"),
    RecipientKind("carbonCopies", "cc", "carboncopy"),
)
BY_LIST: Mapping[str, RecipientKind] = {kind.list: kind for kind in KINDS}
BY_ROLE: Mapping[str, RecipientKind] = {
    role: kind for kind in KINDS for role in (kind.role, *kind.also)
}


def of(role: Role) -> RecipientKind:
    return BY_ROLE[role.name]
