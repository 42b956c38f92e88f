"""How far a recipient has come with one proof of identity."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

TRIES = 5


@dataclass(frozen=True, slots=True)
class ProofState:
    """
    `failed`: wrong tries in a row. `code_id` names the code that was sent last, at `sent_at`
    (UTC); None once it was used. `undelivered`: that code could not be sent to where it was to go.
    """

    proof: str
    failed: int = 0
    code_id: UUID | None = None
    sent_at: datetime | None = None
    undelivered: bool = False

    @property
    def locked(self) -> bool:
        """No try counts any more, until the sender allows it."""
        return self.failed >= TRIES
