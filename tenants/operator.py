"""An operator of the platform, signed in with both factors, and the transactions they open."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.event import AdminEvent
from core.principal import OperatorPrincipal
from tenants.installation import Installation
from tenants.transaction import Transaction


class OperatorTransaction(Transaction):
    """
    The old way. New code takes a Transaction: its `desk`, `record_admin`, and `enter` for the log
    of the organization that something is done to.
    """

    def log(self, *events: AdminEvent, now: datetime) -> None:
        """Write down in the operators' log what this transaction does."""
        self.record_admin(events, self.principal.actor, now)

    def tell(self, organization_id: UUID, events: Iterable[AdminEvent], now: datetime) -> None:
        """Write it down in the log of the organization it was done to, too: by `operator`."""
        with self.enter(organization_id) as theirs:
            theirs.record_admin(events, "operator", now)


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
    def transaction(self) -> Iterator[OperatorTransaction]:
        """
        The only way in for an operator: metadata through `desk`, and the operators' log.

        The database asks for their session again at each look-up and each act.
        """
        with self.installation.platform.transaction(self.principal) as tx:
            yield OperatorTransaction(tx.rows, self.principal, tx.settings)
