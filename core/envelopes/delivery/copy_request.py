"""Where the copy goes of someone who signed in person and has given no address before."""

from dataclasses import replace
from uuid import UUID

from core.addresses.email_address import is_well_formed
from core.envelopes.envelope import Envelope, Outcome, with_recipients
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import Reachable
from core.refusals import Invalid, NotFound, sentence
from core.signing.events.recipients import CopyRequested
from core.text.printable import cleaned

NO_ADDRESS = sentence("Enter a complete e-mail address, such as name@example.com.")


def may_request(recipient: Recipient) -> bool:
    """Once they have signed, and once only."""
    signed = recipient.role.in_person and recipient.completed_at is not None
    return signed and not recipient.email


def request(
    envelope: Envelope, recipient_id: UUID, typed: str, reachable: Reachable = is_well_formed
) -> Outcome:
    """The same address again changes nothing. Raises NotFound, Invalid with `email`."""
    recipient, email = envelope.recipient(recipient_id), cleaned(typed)
    if recipient.role.in_person and recipient.email == email != "":
        return Outcome(envelope)
    if not may_request(recipient):
        raise NotFound
    if not is_well_formed(email) or not reachable(email):
        raise Invalid(email=NO_ADDRESS)
    event = CopyRequested(recipient_id=recipient_id, email=email)
    return Outcome(with_recipients(envelope, replace(recipient, email=email)), (event,))
