"""Asking for the documents on paper, as the disclosure says that they may."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome, with_recipients
from core.refusals import Invalid, sentence
from core.signing import turn
from core.signing.events.recipients import PaperRequested
from core.signing.origin import Origin
from core.text.printable import cleaned, is_prose

WORDS_LIMIT = 1_000


def ask(
    envelope: Envelope, recipient_id: UUID, words: str, origin: Origin, now: datetime
) -> Outcome:
    """
    Before they finish, with consent or without it. A second time changes nothing. `words` to the
    sender, such as where to send the paper, may be "". Raises Invalid.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.paper_asked_at:
        return Outcome(envelope)
    turn.check(envelope, recipient)
    turn.check_time(envelope, now)
    words = cleaned(words)
    if len(words) > WORDS_LIMIT or (words and not is_prose(words)):
        raise Invalid(words=sentence("Enter plain text, up to 1,000 characters."))
    asked = PaperRequested(
        recipient_id=recipient_id,
        reason=words,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    return Outcome(with_recipients(envelope, replace(recipient, paper_asked_at=now)), (asked,))
