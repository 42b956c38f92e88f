"""A recipient of an envelope, and what each role is there for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    SIGNER = "signer"
    CC = "cc"

    @property
    def acts(self) -> bool:
        """Whether the envelope waits for this recipient."""
        return self is not Role.CC


class RecipientStatus(StrEnum):
    CREATED = "created"
    SENT = "sent"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Times are UTC. Equal routing orders act at the same time, rising ones in sequence."""

    id: UUID
    name: str
    email: str
    role: Role = Role.SIGNER
    routing_order: int = 1
    status: RecipientStatus = RecipientStatus.CREATED
    link_generation: int = 1
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def finished(self) -> bool:
        """Nothing more is expected of this recipient."""
        return not self.role.acts or self.status is RecipientStatus.COMPLETED

    @property
    def consented(self) -> bool:
        """The disclosure was accepted, which is what opens the documents."""
        return self.delivered_at is not None


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a recipient acted, as far as the connection tells."""

    address: str = ""
    user_agent: str = ""
