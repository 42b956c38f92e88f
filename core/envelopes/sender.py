"""Who sends an envelope, as it is recorded at the moment of sending, and who owns it later."""

from dataclasses import dataclass, replace
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.lifecycle import EnvelopeTransferred
from core.organizations.date_format import DateFormat


@dataclass(frozen=True, slots=True)
class Sender:
    """
    What the seal and the certificate print of the sending side.

    A later change of the person, or of the organization's name, time zone, date format or language
    changes none of it.
    """

    person_id: UUID
    name: str
    email: str
    organization: str
    time_zone: str
    date_format: str = DateFormat.ISO
    language: str = "en"


def transfer(envelope: Envelope, owner_id: UUID, name: str) -> Outcome:
    """
    The envelope with another owner, who is called `name`.

    Who sent it stays as it was recorded: the seal and the certificate name them.
    """
    old = envelope.sender_id
    if owner_id == old:
        return Outcome(envelope)
    event = EnvelopeTransferred(old_owner_id=old, person_id=owner_id, name=name)
    return Outcome(replace(envelope, sender_id=owner_id), (event,))
