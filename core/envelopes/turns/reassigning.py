"""Another person takes over the part of a recipient: reassigned, or handed over by them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.addresses.email_address import is_well_formed
from core.envelopes import recipient_list, routing
from core.envelopes.envelope import (
    Envelope,
    Outcome,
    check_running,
    overdue,
    with_documents,
    with_fields,
    with_recipients,
)
from core.envelopes.events.reassigning import RecipientDelegated, RecipientReassigned
from core.envelopes.events.recipients import RecipientNamed, turn_has_come
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_list import Reachable
from core.envelopes.refusals import NotDelegable, NotOpen, NotReassignable, TooManyReassignments
from core.organizations import delegation
from core.organizations.delegation import Delegation
from core.refusals import Invalid, sentence
from core.signing import turn
from core.signing.proofs import confirming
from core.text import canonical_json
from core.text.printable import cleaned, is_prose

# Each mails another person: one envelope is no way to write to any number of people.
REASSIGNMENTS_LIMIT = 10
REASON_LIMIT = 1_000
ALREADY_THERE = sentence("This person already has this role in the envelope. Choose someone else.")
REASON_PROBLEM = sentence("Enter plain text, up to 1,000 characters.")


@dataclass(frozen=True, slots=True)
class Successor:
    """Who takes over, as typed; `id` is that of the recipient they become."""

    id: UUID
    name: str
    email: str
    reason: str = ""


def reassignable(envelope: Envelope, recipient: Recipient) -> bool:
    """While the envelope is open and they have not finished."""
    return envelope.status.open and recipient.role.acts and not recipient.finished


def delegable(envelope: Envelope, recipient: Recipient, policy: str) -> bool:
    """Whether they may hand it over themselves, once they are asked."""
    return (
        delegation.allows(policy, recipient.options.delegable)
        and not envelope.paused_at
        and reassignable(envelope, recipient)
        and recipient in routing.asked(envelope.recipients)
    )


def reassign(
    envelope: Envelope,
    recipient_id: UUID,
    to: Successor,
    now: datetime,
    reachable: Reachable = is_well_formed,
) -> Outcome:
    """
    By the sender. The same successor again changes nothing.

    Raises NotOpen, NotReassignable, TooManyReassignments, and Invalid with `name`, `email`,
    `reason`.
    """
    if any(r.id == to.id for r in envelope.recipients):
        return Outcome(envelope)
    if not envelope.status.open or overdue(envelope, now):
        raise NotOpen
    before = envelope.recipient(recipient_id)
    if not reassignable(envelope, before):
        raise NotReassignable
    reason = _reason(to)
    event = RecipientReassigned(recipient_id=recipient_id, successor_id=to.id, reason=reason)
    return _hand_over(envelope, before, to, event, now, reachable)


def delegate(
    envelope: Envelope,
    recipient_id: UUID,
    to: Successor,
    now: datetime,
    reachable: Reachable = is_well_formed,
    policy: str = Delegation.CHOSEN,
) -> Outcome:
    """
    By the recipient who was asked, if the sender allows it, or their organization decides so
    (`policy`). The same again changes nothing.

    Raises NotDelegable and what `reassign` raises.
    """
    if any(r.id == to.id for r in envelope.recipients):
        return Outcome(envelope)
    before = envelope.recipient(recipient_id)
    turn.check(envelope, before)
    check_running(envelope, now)
    if not delegation.allows(policy, before.options.delegable):
        raise NotDelegable
    reason = _reason(to)
    event = RecipientDelegated(recipient_id=recipient_id, successor_id=to.id, reason=reason)
    return _hand_over(envelope, before, to, event, now, reachable)


def _hand_over(
    envelope: Envelope,
    before: Recipient,
    to: Successor,
    event: RecipientReassigned | RecipientDelegated,
    now: datetime,
    reachable: Reachable,
) -> Outcome:
    if sum(_is_gone(r) for r in envelope.recipients) >= REASSIGNMENTS_LIMIT:
        raise TooManyReassignments
    was_invited = before.status is not RecipientStatus.CREATED
    after = Recipient(
        to.id,
        cleaned(to.name),
        cleaned(to.email),
        before.role,
        before.routing_order,
        role_name=before.role_name,
        options=before.options.for_successor,
    )
    _check(envelope, after, reachable)
    named = RecipientNamed(
        recipient_id=after.id,
        role=after.role.name,
        routing_order=after.routing_order,
        name=after.name,
        email=after.email,
        options=canonical_json.text(chosen) if (chosen := after.options.as_json()) else "",
    )
    events = turn_has_come(after) if was_invited else ()
    if was_invited:
        after = replace(after, status=RecipientStatus.SENT, sent_at=now)
    left = routing.forget_unfinished(envelope, before)
    left = with_recipients(left, replace(before, status=RecipientStatus.REASSIGNED))
    left = replace(left, recipients=(*left.recipients, after))
    return Outcome(_swap(left, before.id, after.id), (named, event, *events))


def _swap(envelope: Envelope, old: UUID, new: UUID) -> Envelope:
    """Fields are the successor's, and so is what was hidden."""
    fields = (
        replace(f, recipient_ids=tuple(sorted({*f.recipient_ids, new} - {old})))
        for f in envelope.fields
        if old in f.recipient_ids
    )
    documents = (
        replace(d, hidden_from=tuple(new if id == old else id for id in d.hidden_from))
        for d in envelope.documents
        if old in d.hidden_from
    )
    return with_documents(with_fields(envelope, *fields), *documents)


def _check(envelope: Envelope, after: Recipient, reachable: Reachable) -> None:
    found = recipient_list.errors([after], reachable)
    wrong = {place.removesuffix("-0"): why for place, why in found.items()}
    others = (r for r in envelope.recipients if not _is_gone(r))
    if any((r.person, r.role) == (after.person, after.role) for r in others):
        wrong["email"] = ALREADY_THERE
    if wrong:
        raise Invalid(**wrong)
    if confirming.sending_problem(envelope, after):
        raise NotReassignable


def _reason(to: Successor) -> str:
    reason = cleaned(to.reason)
    if len(reason) > REASON_LIMIT or (reason and not is_prose(reason)):
        raise Invalid(reason=REASON_PROBLEM)
    return reason


def _is_gone(recipient: Recipient) -> bool:
    return recipient.status is RecipientStatus.REASSIGNED
