"""An operator of the platform, signed in with both factors, and the transactions they open."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from core.principal import OperatorPrincipal
from tenants.installation import Installation
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Operator:
    """What the use cases of the operator's portal are asked by."""

    installation: Installation
    id: UUID
    name: str
    session: bytes

    @property
    def actor(self) -> str:
        """How the operators' log names this person."""
        return f"operator:{self.id}"

    @property
    def principal(self) -> OperatorPrincipal:
        return OperatorPrincipal(self.id, self.name, self.session)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """
        The only way in for an operator: `tx.operator_functions` for metadata, and their log.

        The database asks for their session again at each look-up and each act.
        """
        with self.installation.platform.transaction(self.principal) as tx:
            yield tx
