"""Correcting a recipient of a sent envelope whom no mail reaches, or whose address was wrong."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.envelopes import recipient_list, reminding, routing
from core.envelopes.envelope import Envelope, Outcome, overdue, with_recipients
from core.envelopes.events.recipients import RecipientCorrected, turn_has_come
from core.envelopes.recipient import DROPPED, Recipient, RecipientStatus
from core.envelopes.refusals import CorrectedMeanwhile, NotCorrectable, NotOpen, TooManyCorrections
from core.refusals import Invalid
from core.signing.proofs import asked_proofs
from core.text.printable import cleaned

# Each mails another person: one recipient is no way to write to any number of people.
CORRECTIONS_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed. `was` is the recipient's generation that its page showed, if it says."""

    name: str
    email: str
    was: int | None = None


def correctable(envelope: Envelope, recipient: Recipient) -> bool:
    """While the envelope is open and they have not opened it: later the trail speaks of them."""
    unread = not recipient.delivered_at and not recipient.completed_at
    return envelope.status.open and unread and recipient.status not in DROPPED


def correct(envelope: Envelope, recipient_id: UUID, typed: Correction, now: datetime) -> Outcome:
    """
    Another name or address. Earlier links end, and a recipient who was invited is invited again.

    The same name and address again are another try after a refusal, or when the last mail is old;
    a second click mails no one twice. Raises NotOpen, NotCorrectable, TooManyCorrections,
    CorrectedMeanwhile, and Invalid with `name` and `email`.
    """
    before = envelope.recipient(recipient_id)
    if not envelope.status.open or overdue(envelope, now):
        raise NotOpen
    if not correctable(envelope, before):
        raise NotCorrectable
    after = replace(before, name=cleaned(typed.name), email=cleaned(typed.email), bounced_at=None)
    same = (before.name, before.email) == (after.name, after.email)
    if same and not before.bounced_at and not reminding.rested(before, now):
        return Outcome(envelope)
    if not same and typed.was not in (None, before.link_generation):
        raise CorrectedMeanwhile
    if not same and before.link_generation > CORRECTIONS_LIMIT:
        raise TooManyCorrections
    _check(envelope, after)
    invited = before.status is RecipientStatus.SENT
    events = turn_has_come(after) if invited else ()
    if invited:
        after = replace(after, sent_at=now, auto_reminders=0)
    if same:
        return Outcome(with_recipients(envelope, after), events)
    corrected = RecipientCorrected(
        recipient_id=recipient_id,
        old_name=before.name,
        old_email=before.email,
        name=after.name,
        email=after.email,
    )
    after = replace(
        after,
        link_generation=before.link_generation + 1,
        locked_at=None,
        handed_over_at=None,
    )
    outcome = Outcome(with_recipients(envelope, after), (corrected, *events))
    if before.is_open and not after.is_open and not envelope.starts_at:
        return outcome.then(lambda e: routing.advance(e, now))  # it may be their turn
    return outcome


def _check(envelope: Envelope, after: Recipient) -> None:
    others = [r for r in envelope.recipients if r.id != after.id and r.status not in DROPPED]
    # Last, so that a person who is in the list already is found wherever they stand.
    number, found = len(others), recipient_list.errors([*others, after])
    wrong = {
        field: found[f"{field}-{number}"]
        for field in ("name", "email")
        if f"{field}-{number}" in found
    }
    if lacking := asked_proofs.sending_problem(envelope, after):
        wrong.setdefault("email", lacking)
    if wrong:
        raise Invalid(**wrong)
