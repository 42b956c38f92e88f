"""Correcting an envelope that was sent: its recipients and when it expires, in one decision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from core.addresses.email_address import is_well_formed
from core.envelopes import correcting, groups, recipient_list, recipient_options, routing
from core.envelopes.correcting import Correction, correctable
from core.envelopes.delivery import handover
from core.envelopes.drafts import draft_routing
from core.envelopes.envelope import (
    Envelope,
    Outcome,
    check_running,
    overdue,
    with_recipients,
)
from core.envelopes.events.corrections import (
    ExpiryChanged,
    RecipientOptionsChanged,
    RecipientRemoved,
    RecipientRerouted,
)
from core.envelopes.events.recipients import RecipientNamed, turn_has_come
from core.envelopes.recipient import DROPPED, Recipient, RecipientStatus
from core.envelopes.recipient_list import Reachable
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import LinkNeedsProof, NotCorrectable, NotOpen, TooManyCorrections
from core.envelopes.roles import registry as roles
from core.envelopes.schedule import LONGEST
from core.envelopes.turns import naming, witnessing
from core.fields.events import FieldsPlaced
from core.fields.field import placements
from core.refusals import FilledSentence, Invalid, sentence
from core.signing.proofs import asked_proofs, confirming
from core.text import canonical_json
from core.text.printable import cleaned

WRONG_ORDER = sentence("Enter a number from 1 to 100.")
WRONG_DAY = sentence("Choose a day from tomorrow on, at most 365 days from now.")
NO_ONE_LEFT = sentence(
    "At least one person who has not finished has to stay. To end the envelope, void it."
)
NO_FIELDS = sentence(
    "A signer needs fields. Choose whose fields they take over, and remove that person."
)
TOO_EARLY = sentence("Choose a step that is not before the one that is scheduled to start.")
TOO_FEW = sentence(
    "Fewer people are left in step %(order)s than have to finish. Keep more of them, or add others."
)
APART = sentence("The people of a group stay in the same step. Choose the same number for each.")
SEES_LESS = sentence(
    "A document is hidden from this person. Reassign their part to someone else instead."
)
NO_ADDRESS = sentence("This person has no e-mail address. Leave SMS as it is.")
GONE = sentence("Reload the page: this person has finished or was removed in the meantime.")


@dataclass(frozen=True, slots=True)
class ChangedRecipient:
    """What was typed of a recipient. `was` is the generation of the link that the page showed."""

    id: UUID
    name: str
    email: str
    order: int
    was: int | None = None


@dataclass(frozen=True, slots=True)
class AddedRecipient:
    """
    Someone who comes later. `takes_over`: the removed recipient whose fields become theirs.
    `joins`: a recipient whose group they become a member of, with its role, order and fields.
    """

    id: UUID
    name: str
    email: str
    role: str
    order: int
    takes_over: UUID | None = None
    joins: UUID | None = None


@dataclass(frozen=True, slots=True)
class EnvelopeCorrection:
    """All that a page or a program changes at once. `expires_at`: None leaves it as it is."""

    changed: tuple[ChangedRecipient, ...] = ()
    added: tuple[AddedRecipient, ...] = ()
    removed: frozenset[UUID] = frozenset()
    expires_at: datetime | None = None


def is_open(envelope: Envelope, now: datetime) -> bool:
    return envelope.status.open and not overdue(envelope, now)


def removable(envelope: Envelope, recipient: Recipient) -> bool:
    """Until they have finished: whoever has opened it but not signed can still be removed."""
    unfinished = recipient.completed_at is None and recipient.status not in DROPPED
    return envelope.status.open and unfinished


def correct(
    envelope: Envelope,
    correction: EnvelopeCorrection,
    now: datetime,
    reachable: Reachable = is_well_formed,
) -> Outcome:
    """
    What is the same as before changes nothing, so the same correction again changes nothing.

    Raises NotOpen, PausedBySender, TooManyCorrections, CorrectedMeanwhile, Invalid with `name-ID`,
    `email-ID`, `order-ID`, `fields-ID` of recipients, `recipients` and `expires_on`.
    """
    check_running(envelope, now)
    known = {r.id for r in envelope.recipients}
    rows = tuple(a for a in correction.added if a.id not in known)
    added = tuple(_joined(envelope, correction, row) for row in rows)
    wrong = _wrong(envelope, replace(correction, added=added), now, reachable)
    if wrong:
        raise Invalid(**wrong)
    outcome = _expire_at(envelope, correction.expires_at)
    for recipient in envelope.recipients:
        if recipient.id in correction.removed and recipient.status not in DROPPED:
            outcome = outcome.then(lambda e, r=recipient: _remove(e, r))  # type: ignore[misc]
    for row in correction.changed:
        if row.id not in correction.removed:
            outcome = outcome.then(lambda e, row=row: _change(e, row, now))  # type: ignore[misc]
    outcome = outcome.then(lambda e: _add(e, added))
    changed = {row.id for row in correction.changed} - correction.removed
    for person in outcome.envelope.recipients:
        if person.finished or person.id not in {*changed, *(late.id for late in added)}:
            continue
        if lacking := confirming.sending_problem(envelope, person):
            raise Invalid(recipients=lacking)
    if not any(removable(envelope, r) and r.role.acts for r in outcome.envelope.recipients):
        raise Invalid(recipients=NO_ONE_LEFT)
    if short := routing.short_step(outcome.envelope):
        raise Invalid(recipients=FilledSentence(TOO_FEW, order=str(short.order)))
    problems = draft_routing.problems(outcome.envelope)
    if problems:
        raise Invalid(**{f"order-{id}": why for id, why in problems.items()})
    if outcome.envelope.starts_at:
        return outcome  # no one is invited before the step starts
    return outcome.then(lambda e: routing.advance(e, now))


def choose_options(
    envelope: Envelope, recipient_id: UUID, options: RecipientOptions, now: datetime
) -> Outcome:
    """
    Other options for a recipient who has not finished. Under which condition they are asked is
    decided until they are.

    Raises NotOpen, NotCorrectable, NotFound, Invalid with the names of options.
    """
    if not is_open(envelope, now):
        raise NotOpen
    before = envelope.recipient(recipient_id)
    if not removable(envelope, before):
        raise NotCorrectable
    was = before.options
    options = replace(options, named_later=was.named_later, particulars=was.particulars)
    if before.status is not RecipientStatus.CREATED:
        options = replace(options, condition=was.condition, embedded=was.embedded)
    if before.status not in (RecipientStatus.CREATED, RecipientStatus.SENT):
        options = replace(options, host_name=was.host_name, host_email=was.host_email)
    if was.phone:  # which is corrected by itself, with the codes that were sent to it
        options = replace(options, phone=was.phone)
    chosen = recipient_options.checked(asked_proofs.checked(envelope, options))
    chosen = replace(
        chosen,
        proofs=asked_proofs.ordered(asked_proofs.of_all(envelope), chosen.proofs),
        group_id=before.options.group_id,
        group=before.options.group,
    )
    after = replace(before, options=chosen)
    if not chosen.sms_alone and not (after.email or after.role.in_person or after.is_open):
        raise Invalid(channel=NO_ADDRESS)
    if lacking := confirming.sending_problem(envelope, after):
        raise Invalid(proofs=lacking)
    if before.handed_over_at and not handover.proves_otherwise(after):
        raise Invalid(proofs=LinkNeedsProof.message)
    others = [
        replace(r, options=replace(r.options, condition=chosen.condition))
        for r in groups.members(envelope.recipients, before)
        if r.id != before.id and r.status is RecipientStatus.CREATED
    ]
    changed = with_recipients(envelope, after, *others)
    if why := draft_routing.problems(changed).get(recipient_id):
        raise Invalid(condition=why)
    for late in changed.recipients:
        if why := naming.problem(changed.recipients, changed.steps, late):
            raise Invalid(condition=why)
    pairs = [(envelope.recipient(r.id).options, r) for r in (after, *others)]
    events = tuple(
        RecipientOptionsChanged(recipient_id=r.id, old=_recorded(was), new=_recorded(r.options))
        for was, r in pairs
        if was != r.options
    )
    outcome = Outcome(changed, events) if events else Outcome(envelope)
    return outcome.then(lambda e: _ask_host(e, before, now))


def _ask_host(envelope: Envelope, before: Recipient, now: datetime) -> Outcome:
    """Another host of someone whose turn it is gets a link of their own; the earlier one ends."""
    after = envelope.recipient(before.id)
    if before.status is not RecipientStatus.SENT or before.mailbox == after.mailbox:
        return Outcome(envelope)
    if before.link_generation > correcting.CORRECTIONS_LIMIT:
        raise TooManyCorrections
    asked = replace(
        after,
        link_generation=before.link_generation + 1,
        sent_at=now,
        auto_reminders=0,
        bounced_at=None,
    )
    return Outcome(with_recipients(envelope, asked), turn_has_come(asked))


def _wrong(
    envelope: Envelope, correction: EnvelopeCorrection, now: datetime, reachable: Reachable
) -> dict[str, str]:
    found: dict[str, str] = {}
    at = correction.expires_at
    if at and at != envelope.expires_at and not now < at <= now + timedelta(days=LONGEST):
        found["expires_on"] = WRONG_DAY
    people = {r.id: r for r in envelope.recipients}
    gone = {id for id in correction.removed if id not in people or people[id].completed_at}
    if gone:
        found["recipients"] = GONE
    rows = {row.id: row for row in correction.changed if row.id in people}
    after = [
        _typed(r, rows.get(r.id))
        for r in envelope.recipients
        if r.id not in correction.removed and r.status not in DROPPED
    ]
    after += [_new(envelope, row) for row in correction.added]
    for place, why in recipient_list.errors(after, reachable).items():
        name, _, number = place.partition("-")
        found[f"{name}-{after[int(number)].id}" if number else name] = why
    if envelope.starts_at:
        waits = min((r.routing_order for r in routing.due(envelope.recipients)), default=1)
        early = [r for r in after if r.routing_order < waits and _moves(people, r)]
        found |= {f"order-{r.id}": TOO_EARLY for r in early}
    for recipient in after:
        if why := witnessing.problem(after, recipient):
            found.setdefault(f"order-{recipient.id}", why)
        if why := naming.problem(after, envelope.steps, recipient):
            found.setdefault(f"name-{recipient.id}", why)
    for part in groups.parts(after):
        if len({r.routing_order for r in part}) > 1:
            found |= {f"order-{r.id}": APART for r in part}
    hidden = {id for document in envelope.documents for id in document.hidden_from}
    free = set(correction.removed)  # whose fields no one has taken over yet
    for row in correction.added:
        if hidden & {row.takes_over, row.joins}:
            found[f"fields-{row.id}"] = SEES_LESS
        elif not (row.joins or roles.named(row.role).signs or row.takes_over):
            continue
        elif row.takes_over not in free and (row.takes_over or not row.joins):
            found[f"fields-{row.id}"] = NO_FIELDS
        free.discard(row.takes_over)
    return found


def _moves(people: Mapping[UUID, Recipient], after: Recipient) -> bool:
    before = people.get(after.id)
    return before is None or before.routing_order != after.routing_order


def _typed(recipient: Recipient, row: ChangedRecipient | None) -> Recipient:
    if row is None:
        return recipient
    name, email = cleaned(row.name), cleaned(row.email)
    return replace(recipient, name=name, email=email, routing_order=row.order)


def _joined(
    envelope: Envelope, correction: EnvelopeCorrection, row: AddedRecipient
) -> AddedRecipient:
    """
    Whoever joins a group, or replaces a member, has its role and its place in the order. Only who
    has fields takes over those of someone else.
    """
    known = {r.id: r for r in envelope.recipients}
    one = known.get(row.joins or row.takes_over or row.id)
    if one is None or not one.options.group_id:
        takes = row.takes_over if roles.named(row.role).has_fields else None
        return replace(row, takes_over=takes, joins=None)
    orders = {r.id: r.order for r in correction.changed}
    order = orders.get(one.id, one.routing_order)
    return replace(row, role=one.role.name, order=order, joins=one.id)


def _new(envelope: Envelope, row: AddedRecipient) -> Recipient:
    name, email = cleaned(row.name), cleaned(row.email)
    person = Recipient(row.id, name, email, roles.named(row.role), row.order)
    if row.joins is None:
        return person
    theirs = envelope.recipient(row.joins).options
    kept = RecipientOptions(
        group_id=theirs.group_id, group=theirs.group, condition=theirs.condition
    )
    return replace(person, options=kept)


def _expire_at(envelope: Envelope, at: datetime | None) -> Outcome:
    if at is None or envelope.expires_at is None or at == envelope.expires_at:
        return Outcome(envelope)
    event = ExpiryChanged(old=envelope.expires_at, new=at)
    return Outcome(replace(envelope, expires_at=at, warned_at=None), (event,))


def _remove(envelope: Envelope, recipient: Recipient) -> Outcome:
    """Their link says from now on that they are not needed; what they filled in is forgotten."""
    without = routing.forget_unfinished(envelope, recipient)
    skipped = replace(recipient, status=RecipientStatus.SKIPPED)
    event = RecipientRemoved(recipient_id=recipient.id)
    return Outcome(with_recipients(without, skipped), (event,))


def _change(envelope: Envelope, row: ChangedRecipient, now: datetime) -> Outcome:
    before = envelope.recipient(row.id)
    outcome = Outcome(envelope)
    if row.order != before.routing_order:
        if before.status is not RecipientStatus.CREATED:
            raise NotCorrectable
        event = RecipientRerouted(
            recipient_id=before.id, old_order=before.routing_order, order=row.order
        )
        moved = replace(before, routing_order=row.order)
        outcome = Outcome(with_recipients(envelope, moved), (event,))
    if (cleaned(row.name), cleaned(row.email)) == (before.name, before.email):
        return outcome
    if not correctable(envelope, before):
        raise NotCorrectable
    typed = Correction(row.name, row.email, row.was)
    return outcome.then(lambda e: correcting.correct(e, row.id, typed, now))


def _add(envelope: Envelope, rows: tuple[AddedRecipient, ...]) -> Outcome:
    if not rows:
        return Outcome(envelope)
    proofs = asked_proofs.of_all(envelope)
    new = [_new(envelope, row) for row in rows]
    people = [replace(r, options=replace(r.options, proofs=proofs)) for r in new]
    named = tuple(
        RecipientNamed(
            recipient_id=r.id,
            role=r.role.name,
            routing_order=r.routing_order,
            name=r.name,
            email=r.email,
            options=_recorded(r.options),
        )
        for r in people
    )
    grown = replace(envelope, recipients=(*envelope.recipients, *people))
    heirs = {row.takes_over: row.id for row in rows if row.takes_over}
    handed = [
        replace(f, recipient_ids=tuple(heirs.get(id, id) for id in f.recipient_ids))
        for f in envelope.fields
    ]
    fields = groups.shared(handed, [r for r in grown.recipients if r.status not in DROPPED])
    if fields == envelope.fields:
        return Outcome(grown, named)
    after = replace(grown, fields=fields)
    placed = FieldsPlaced(count=len(after.fields), placements=placements(after.fields))
    return Outcome(after, (*named, placed))


def _recorded(options: RecipientOptions) -> str:
    chosen = options.as_json()
    return canonical_json.text(chosen) if chosen else ""
