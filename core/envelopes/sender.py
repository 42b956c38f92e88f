"""Who sends an envelope, as it is recorded at the moment of sending."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sender:
    """
    What the seal and the certificate print of the sending side.

    A later change of the person, of the organization's name or of its time zone changes none of it.
    """

    person_id: UUID
    name: str
    email: str
    organization: str
    time_zone: str
