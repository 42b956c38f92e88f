"""Any sequence of acts, by anybody, in any order, keeps what the product promises."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.envelopes import ending
from core.envelopes.correction import ChangedRecipient, EnvelopeCorrection
from core.envelopes.drafts import draft, draft_fields, draft_sending
from core.envelopes.envelope import Envelope, Outcome, Signature, Status, steps
from core.envelopes.events.recipients import RecipientAwaited, RecipientInvited
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.roles import registry
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.envelopes.turns import editing
from core.evidence import audit, consistency
from core.refusals import Invalid, NotFound, Refusal
from core.signing import adopting, consenting, declining, finishing, paper
from core.signing.events.consent import ConsentAccepted, ConsentWithdrawn
from core.signing.events.recipients import RecipientCompleted
from core.signing.events.ways_in import RecipientMetInPerson
from core.text.canonical_json import text as canonical_text
from tests.core.builders import (
    DISCLOSURE,
    LATER,
    NOW,
    ORIGIN,
    SENDER,
    SHA256,
    TODAY,
    Record,
    make_envelope,
    mine,
    signer,
)

ENDED = (Status.SIGNED, Status.COMPLETED)
TYPES = ("signature", "text", "date_signed")
Act = Callable[[Envelope, Recipient, Recipient], Outcome]


def consent(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    """Who signs in person has met their host before."""
    outcome = consenting.accept(envelope, who.id, DISCLOSURE, ORIGIN, NOW)
    if not (who.role.in_person and outcome.events):
        return outcome
    met = RecipientMetInPerson(
        recipient_id=who.id, means="known", host="Person", address="", user_agent=""
    )
    return Outcome(outcome.envelope, (met, *outcome.events))


def adopt(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    """A hand of their own, the same each time."""
    hand = Signature(UUID(int=who.id.int + 2**64), who.id, "signature", "drawn", SHA256)
    return adopting.adopt(envelope, hand)


def finish(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    return finishing.finish(envelope, who.id, mine(envelope, who), TODAY, ORIGIN, NOW)


def finish_late(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    return finishing.finish(envelope, who.id, mine(envelope, who), TODAY, ORIGIN, LATER)


def finish_empty(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    """Whoever has no fields leaves none empty."""
    if not envelope.fields_of(who.id):
        return Outcome(envelope)
    return finishing.finish(envelope, who.id, {}, TODAY, ORIGIN, NOW)


def finish_for_another(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    values = mine(envelope, who) | mine(envelope, other)
    return finishing.finish(envelope, who.id, values, TODAY, ORIGIN, NOW)


def complete(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    sealed = {d.id: SHA256 for d in envelope.documents}
    return ending.complete(envelope, sealed, SHA256, NOW)


def edit(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    """By an editor, of someone later; no one else may."""
    row = ChangedRecipient(
        other.id, f"Person {other.id.int}", other.email, other.routing_order, None
    )
    return editing.edit(envelope, who.id, EnvelopeCorrection(changed=(row,)), NOW)


def forge_progress(envelope: Envelope, who: Recipient, other: Recipient) -> Outcome:
    done = [replace(r, status=RecipientStatus.COMPLETED) for r in envelope.recipients]
    return draft.name_recipients(envelope, done)


ACTS: dict[str, Act] = {
    "send": lambda e, who, other: draft_sending.send(e, SENDER, NOW),
    "consent": consent,
    "adopt": adopt,
    "fill": lambda e, who, other: finishing.fill(e, who.id, mine(e, who)),
    "finish": finish,
    "finish late": finish_late,
    "finish empty": finish_empty,
    "finish for another": finish_for_another,
    "complete": complete,
    "withdraw": lambda e, who, other: consenting.withdraw(e, who.id, ORIGIN, NOW),
    "ask for paper": lambda e, who, other: paper.ask(e, who.id, "By post", ORIGIN, NOW),
    "decline": lambda e, who, other: declining.decline(e, who.id, "Wrong price", ORIGIN, NOW),
    "void": lambda e, who, other: ending.void(e, "Wrong price", NOW),
    "expire": lambda e, who, other: ending.expire(e, LATER),
    "expire early": lambda e, who, other: ending.expire(e, NOW),
    "edit another": edit,
    "forge progress": forge_progress,
    "move a field": lambda e, who, other: draft_fields.place(e, e.fields[::-1]),
    "rename": lambda e, who, other: draft.rename(e, "Another name", ""),
}
# What leads on is tried more often than what ends or fails.
USUAL = ("send", "consent", "adopt", "finish", "complete")
NAMES = st.sampled_from(USUAL) | st.sampled_from(sorted(ACTS))
PREPARING = st.sampled_from(["forge progress", "move a field", "rename", "complete", "consent"])
SECRETS = (
    "Person",
    "@example",
    "192.0.2.7",
    "browser",
    "Wrong price",
    "Lease of",
    "Another name",
    "By post",
)


@dataclass(frozen=True)
class Step:
    act: str
    who: int
    other: int


@dataclass(frozen=True)
class Case:
    """Roles and routing orders of the recipients, and what is done."""

    people: tuple[tuple[Role, int], ...]
    steps: tuple[Step, ...]


PEOPLE = st.lists(
    st.tuples(st.sampled_from([SIGNER, *registry.ROLES]), st.integers(1, 3)),
    min_size=1,
    max_size=4,
)
STEPS = st.lists(st.builds(Step, NAMES, st.integers(0, 3), st.integers(0, 3)), max_size=40)
SIGNING = ("consent", "adopt", "finish")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Pure chance, or one that goes all the way with anything strewn in between."""
    people = tuple(draw(PEOPLE))
    if draw(st.booleans()):
        return Case(people, tuple(draw(STEPS)))
    order = sorted(range(len(people)), key=lambda n: people[n][1])
    way = [Step("send", 0, 0), *(Step(a, n, n) for n in order for a in SIGNING)]
    for stray in draw(st.lists(st.builds(Step, NAMES, st.integers(0, 3), st.integers(0, 3)))):
        way.insert(draw(st.integers(0, len(way))), stray)
    before = draw(st.lists(st.builds(Step, PREPARING, st.integers(0, 3), st.just(0)), max_size=3))
    return Case(people, (*before, *way, Step("complete", 0, 0), *draw(STEPS)))


def start(case: Case) -> Record:
    people = [
        signer(f"Person {n}", order, role=role) for n, (role, order) in enumerate(case.people)
    ]
    record = Record(make_envelope(*people, types=TYPES))
    record.add(draft.create(record.envelope))
    return record


def take(envelope: Envelope, step: Step) -> Outcome:
    """A refusal changes nothing."""
    people = envelope.recipients
    try:
        return ACTS[step.act](
            envelope, people[step.who % len(people)], people[step.other % len(people)]
        )
    except (Refusal, Invalid, NotFound):
        return Outcome(envelope)


def check_status(before: Envelope, after: Envelope) -> None:
    steps(before.status, after.status)  # raises for a way that the table does not know
    if before.status in ENDED:
        assert after.status in ENDED
    all_finished = all(r.finished for r in after.recipients)
    if after.status in ENDED:
        assert all_finished
    elif after.status.open:
        assert not all_finished


def check_turns(record: Record) -> None:
    """Nobody signs twice or out of turn: read from what was recorded alone."""
    orders = {r.id: r.routing_order for r in record.envelope.recipients if r.role.acts}
    invited: set[UUID] = set()
    waiting = dict(orders)
    for event in record.events:
        if isinstance(event, RecipientInvited | RecipientAwaited):
            assert event.recipient_id not in invited
            assert orders[event.recipient_id] == min(waiting.values())
            invited.add(event.recipient_id)
        if isinstance(event, RecipientCompleted):
            assert event.recipient_id in invited
            assert waiting[event.recipient_id] == min(waiting.values())
            del waiting[event.recipient_id]
    if record.envelope.status in ENDED:
        assert invited == set(orders)
        assert not waiting


def check_jobs(record: Record) -> None:
    status = record.envelope.status
    counted = Counter(job.kind for job in record.jobs)
    assert counted["seal_envelope"] == (status in ENDED)
    assert counted["expire_envelope"] == (record.envelope.sent_at is not None)
    completed = status is Status.COMPLETED
    copied = sum(r.role.gets_copy for r in record.envelope.recipients)
    assert counted["mail_completion"] == completed * copied
    mailed = [job.arguments["recipient_id"] for job in record.job_kinds("mail_invitation")]
    assert len(mailed) == len(set(mailed))
    if status in ENDED:
        # Who signs in person is asked by their host.
        acting = (r for r in record.envelope.recipients if r.role.acts and not r.role.in_person)
        assert set(mailed) == {str(r.id) for r in acting}


def check_trail(record: Record) -> None:
    assert [e.type for e in record.entries] == [e.type for e in record.events]
    assert audit.verify(record.trail, record.entries, record.envelope.head) == record.envelope.head
    assert consistency.differences(record.envelope, record.entries) == ()
    erased = [replace(entry, personal=()) for entry in record.entries]
    assert audit.verify(record.trail, erased, record.envelope.head) == record.envelope.head
    for entry in record.entries:
        for secret in (*SECRETS, *(p.value for p in entry.personal)):
            assert secret not in entry.text
            assert canonical_text(secret)[1:-1] not in entry.text


@given(cases())
@settings(max_examples=300)
def test_any_sequence_of_acts_keeps_the_promises(case: Case) -> None:
    record = start(case)

    for step in case.steps:
        before = record.envelope
        outcome = take(before, step)
        record.add(outcome)
        check_status(before, record.envelope)
        assert take(record.envelope, step).events == ()
        signs = before.recipients[step.who % len(before.recipients)].role.signs
        if step.act in ("finish late", "expire early") or (step.act == "finish empty" and signs):
            assert outcome.events == ()
        if before.status is not Status.DRAFT and outcome.envelope.status is not before.status:
            assert outcome.events

    check_turns(record)
    check_jobs(record)
    check_trail(record)


@given(PEOPLE)
def test_whatever_the_routing_signing_in_turn_completes_the_envelope(
    people: list[tuple[Role, int]],
) -> None:
    signing = min((order for role, order in people if role.signs and not role.witnesses), default=9)
    assume(all(signing < order for role, order in people if role.witnesses))
    order = sorted(range(len(people)), key=lambda n: people[n][1])
    way = [("send", 0), *((act, n) for n in order for act in SIGNING), ("complete", 0)]
    case = Case(tuple(people), tuple(Step(act, n, n) for act, n in way))
    record = start(case)

    for step in case.steps:
        record.add(take(record.envelope, step))

    assert record.envelope.status is Status.COMPLETED
    assert all(r.status is RecipientStatus.COMPLETED for r in record.envelope.recipients)
    check_jobs(record)
    check_trail(record)


@given(cases())
@settings(max_examples=50)
def test_nobody_reads_who_has_not_consented(case: Case) -> None:
    record = start(case)

    for step in case.steps:
        record.add(take(record.envelope, step))

    agreed: set[UUID] = set()
    for event in record.events:
        if isinstance(event, ConsentAccepted):
            agreed.add(event.recipient_id)
        if isinstance(event, ConsentWithdrawn):
            agreed.remove(event.recipient_id)
    assert {r.id for r in record.envelope.recipients if r.consented} == agreed
