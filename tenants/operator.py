"""Somebody who runs the platform, signed in with both factors, and the transactions they open."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.envelope_events import Event
from tenants.installation import Installation
from tenants.organization import Transaction
from tenants.store.operator.operator_functions import Desk


class OperatorTransaction(Transaction):
    """A transaction in the platform's own organization, which holds the operators' log."""

    def __init__(self, transaction: Transaction, operator: "Operator") -> None:
        super().__init__(transaction.organization_id, transaction.connection, transaction.keyring)
        self.operator = operator
        self.desk = Desk(transaction.connection, operator.session)

    def log(self, *events: Event, now: datetime) -> None:
        """Write down in the operators' log what this transaction does."""
        self.administer(events, self.operator.actor, now)

    def tell(self, organization_id: UUID, events: Iterable[Event], now: datetime) -> None:
        """Write it down in the log of the organization it was done to, too: by `operator`."""
        self.within(organization_id).administer(events, "operator", now)
        self.within(self.organization_id)


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

    @contextmanager
    def transaction(self) -> Iterator[OperatorTransaction]:
        """
        The only way in for an operator: metadata through `desk`, and the operators' log.

        The database asks for their session again at each look-up and each act.
        """
        with self.installation.platform.transaction() as tx:
            yield OperatorTransaction(tx, self)
