"""The kinds of recipients: the list in which each stands, and the role that it is here."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.envelopes.roles.role import Role


@dataclass(frozen=True, slots=True)
class RecipientKind:
    """`list` is the member of the recipients, `type` what one says of itself."""

    list: str
    role: str
    type: str


KINDS = (
    RecipientKind("signers", "signer", "signer"),
    RecipientKind("inPersonSigners", "in_person", "inpersonsigner"),
    RecipientKind("witnesses", "witness", "witness"),
    RecipientKind("agents", "agent", "agent"),
    RecipientKind("editors", "editor", "editor"),
    RecipientKind("certifiedDeliveries", "viewer", "certifieddelivery"),
    RecipientKind("carbonCopies", "cc", "carboncopy"),
)
BY_LIST: Mapping[str, RecipientKind] = {kind.list: kind for kind in KINDS}
# DocuSign has no one who approves without signing: they are signers with a tab to approve.
BY_ROLE: Mapping[str, RecipientKind] = {kind.role: kind for kind in KINDS} | {
    "approver": BY_LIST["signers"]
}


def of(role: Role) -> RecipientKind:
    return BY_ROLE[role.name]
