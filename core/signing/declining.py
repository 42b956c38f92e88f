"""Declining, with a reason or without one."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome, Status, move, with_recipients
from core.envelopes.events.lifecycle import EnvelopeDeclined
from core.envelopes.recipient import RecipientStatus
from core.envelopes.routing import advance, forget_unfinished, mark_delivered, survives
from core.refusals import Invalid, sentence
from core.signing import turn
from core.signing.events.recipients import RecipientDeclined
from core.signing.origin import Origin
from core.text.printable import cleaned, is_prose

REASON_LIMIT = 1_000


def decline(
    envelope: Envelope, recipient_id: UUID, reason: str, origin: Origin, now: datetime
) -> Outcome:
    """
    Refuse to sign, which ends the envelope for all unless enough others of the step are left. A
    second time changes nothing. `reason` may
    be "". Raises Invalid.

    Declining accepts nothing: a recipient who has not consented never gets to read.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.status is RecipientStatus.DECLINED:
        return Outcome(envelope)
    turn.check(envelope, recipient)
    turn.check_time(envelope, now)
    reason = cleaned(reason)
    if len(reason) > REASON_LIMIT or (reason and not is_prose(reason)):
        raise Invalid(reason=sentence("Enter plain text, up to 1,000 characters."))
    refused = replace(recipient, status=RecipientStatus.DECLINED)
    opened = mark_delivered(with_recipients(envelope, refused), now)
    declined = RecipientDeclined(
        recipient_id=recipient_id,
        reason=reason,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    if survives(opened.envelope, refused):
        left = forget_unfinished(opened.envelope, refused)
        return Outcome(left, (*opened.events, declined)).then(lambda e: advance(e, now))
    ended = move(opened.envelope, Status.DECLINED, now)
    return Outcome(ended, (*opened.events, declined, EnvelopeDeclined()))
