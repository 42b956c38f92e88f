"""The proofs of identity that a sender can choose from."""

from core.signing.proofs import registry
from core.signing.proofs.proof import IdentityProof
from tenants.use_cases.signing import recipient_choices
from webapp import current


def offered() -> list[IdentityProof]:
    """Without those for which this installation or organization is not set up."""
    with current.transaction() as tx:
        return [p for p in registry.ASKED if not recipient_choices.why_not(tx, p.name)]
