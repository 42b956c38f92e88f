"""Whose turn it is: sequence, parallel, k of n and conditional routing are one rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from core.envelopes import groups, steps
from core.envelopes.envelope import Envelope, Outcome, Status, move, with_fields, with_recipients
from core.envelopes.events.lifecycle import EnvelopeDelivered, EnvelopeSigned
from core.envelopes.events.recipients import RecipientSkipped, turn_has_come
from core.envelopes.events.timing import StepPlanned
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.steps import RoutingStep
from core.fields.logic import resolution

ENOUGH, CONDITION, GROUP = "enough", "condition", "group"


def due(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """
    The recipients who may act now: the unfinished ones of the earliest routing order.

    The turn is the lowest order with anyone unfinished, so those invited earlier who
    have not finished are never skipped.
    """
    unfinished = [r for r in recipients if not r.finished]
    first = min((r.routing_order for r in unfinished), default=None)
    return tuple(r for r in unfinished if r.routing_order == first)


def asked(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Those whose turn it is and who were invited: a step with a delay starts later."""
    return tuple(r for r in due(recipients) if r.status is not RecipientStatus.CREATED)


def advance(envelope: Envelope, now: datetime, starts: int | None = None) -> Outcome:
    """
    Skip those who are not needed, and invite those whose turn it has become, or plan when they are;
    when no one is left, the envelope is signed. `starts`: the routing order whose delay is over.
    """
    outcome = Outcome(envelope)
    while unneeded := _unneeded(outcome.envelope):
        outcome = outcome.then(lambda e, unneeded=unneeded: _skip(e, unneeded))  # type: ignore[misc]
    turn = due(outcome.envelope.recipients)
    if not turn:
        return outcome.then(lambda e: _all_have_finished(e, now))
    step = steps.at(outcome.envelope.steps, turn[0].routing_order)
    if step.delay and step.order != starts and not asked(turn) and not _finished(envelope, step):
        return outcome.then(lambda e: plan(e, step.order, now + timedelta(hours=step.delay)))
    return outcome.then(lambda e: _invite(e, turn, now))


def plan(envelope: Envelope, order: int, at: datetime) -> Outcome:
    """The step of this order starts at that time."""
    return Outcome(replace(envelope, starts_at=at), (StepPlanned(order=order, starts_at=at),))


def survives(envelope: Envelope, declined: Recipient) -> bool:
    """
    Whether enough others can still finish, now that this one has declined: another one of their
    group, or others of the step.
    """
    if groups.is_possible(groups.members(envelope.recipients, declined)):
        return True
    step = steps.at(envelope.steps, declined.routing_order)
    return 0 < step.needed <= possible(envelope, step.order)


def possible(envelope: Envelope, order: int) -> int:
    """How many of a step have finished or still can; a group counts as one."""
    return sum(map(groups.is_possible, groups.parts(_acting(envelope, order))))


def short_step(envelope: Envelope) -> RoutingStep | None:
    """A step of which more have to finish than are left in it."""
    return next((s for s in envelope.steps if s.needed > possible(envelope, s.order)), None)


def forget_unfinished(envelope: Envelope, *recipients: Recipient) -> Envelope:
    """Without what they have filled in and not finished: it is no one's word."""
    ids = {r.id for r in recipients}
    left = {r.id for r in envelope.recipients if not r.finished} - ids
    theirs = (
        f
        for f in envelope.fields
        # What several may fill in is no one's before one of them finishes, and no one may now.
        if f.filled_by in ids
        or (
            f.is_shared
            and f.filled_by is None
            and ids & {*f.recipient_ids}
            and not left & {*f.recipient_ids}
        )
    )
    return with_fields(envelope, *(replace(f, value="", filled_by=None) for f in theirs))


def mark_delivered(envelope: Envelope, now: datetime) -> Outcome:
    """Delivered, when it was not yet: whoever acts first has opened it."""
    if envelope.status is not Status.SENT:
        return Outcome(envelope)
    return Outcome(move(envelope, Status.DELIVERED, now), (EnvelopeDelivered(),))


def _unneeded(envelope: Envelope) -> tuple[tuple[Recipient, str], ...]:
    """Those whose turn it is and who need not act, each with the reason."""
    turn = due(envelope.recipients)
    if not turn:
        return ()
    order = turn[0].routing_order
    step, finished = steps.at(envelope.steps, order), envelope.finished_ids
    away = tuple(
        (r, CONDITION)
        for r in turn
        if r.status is RecipientStatus.CREATED
        and r.options.condition
        and not resolution.holds(envelope.fields, finished, r.options.condition)
    )
    spared = tuple((r, GROUP) for r in turn if groups.finisher(envelope.recipients, r))
    if away or spared or not step.needed:
        return away or spared
    done = sum(map(groups.is_done, groups.parts(_acting(envelope, order))))
    return tuple((r, ENOUGH) for r in turn) if done >= step.needed else ()


def _skip(envelope: Envelope, unneeded: Iterable[tuple[Recipient, str]]) -> Outcome:
    unneeded = tuple(unneeded)
    skipped = [replace(r, status=RecipientStatus.SKIPPED) for r, _ in unneeded]
    events = tuple(RecipientSkipped(recipient_id=r.id, reason=why) for r, why in unneeded)
    without = forget_unfinished(envelope, *skipped)
    return Outcome(with_recipients(without, *skipped), events)


def _acting(envelope: Envelope, order: int) -> tuple[Recipient, ...]:
    return tuple(r for r in envelope.recipients if r.routing_order == order and r.role.acts)


def _finished(envelope: Envelope, step: RoutingStep) -> bool:
    """Whether anyone of the step has finished or declined: then it has started."""
    return any(
        r.status in (RecipientStatus.COMPLETED, RecipientStatus.DECLINED)
        for r in _acting(envelope, step.order)
    )


def _invite(envelope: Envelope, turn: Iterable[Recipient], now: datetime) -> Outcome:
    # One who is still open cannot be asked; whoever names them moves the envelope forward.
    invited = [r for r in turn if r.status is RecipientStatus.CREATED and not r.is_open]
    sent = [replace(r, status=RecipientStatus.SENT, sent_at=now) for r in invited]
    events = tuple(event for r in sent for event in turn_has_come(r))
    return Outcome(with_recipients(envelope, *sent), events)


def _all_have_finished(envelope: Envelope, now: datetime) -> Outcome:
    """An envelope that no one has to open passes delivered and signed at once."""
    opened = mark_delivered(envelope, now)
    signed = EnvelopeSigned(pages=envelope.pages)
    return Outcome(move(opened.envelope, Status.SIGNED, now), (*opened.events, signed))
