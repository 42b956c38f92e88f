"""Random envelopes through random acts end as a slow and obvious model says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from core.envelopes import groups
from core.envelopes.drafts import draft, draft_routing, draft_sending
from core.envelopes.envelope import Envelope, Outcome, Status
from core.envelopes.events.recipients import RecipientInvited, RecipientSkipped
from core.envelopes.recipient import RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.cc import CC
from core.envelopes.roles.editor import EDITOR
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.envelopes.roles.viewer import VIEWER
from core.envelopes.steps import RoutingStep
from core.envelopes.turns import naming, pausing, reassigning, starting
from core.envelopes.turns.naming import FilledInPerson
from core.envelopes.turns.reassigning import Successor
from core.evidence import consistency
from core.fields.field_name import NAME
from core.refusals import Refusal
from core.signing import adopting, consenting, declining, finishing
from core.signing.events.recipients import RecipientCompleted
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    TODAY,
    Record,
    make_envelope,
    signature,
    signer,
)

DAY = timedelta(days=1)
ROLES = (SIGNER, SIGNER, IN_PERSON_SIGNER, APPROVER, VIEWER, AGENT, EDITOR, CC)
OPEN = ("asked", "waits", "done")


@dataclass(frozen=True)
class Person:
    """
    `only_if`: asked if the signer of this number has typed "yes". `group`: any one of those with
    this number acts for all of them; 0: they act for themselves. `is_open`: the agent before them
    says who it is.
    """

    role: Role
    order: int
    only_if: int | None
    group: int = 0
    is_open: bool = False


@dataclass(frozen=True)
class Act:
    """Of a recipient; or of all together, when `time` passes or the sender pauses or resumes."""

    who: int
    declines: bool
    typed: str
    other: str = ""  # a key of OTHERS, "reassign": another person takes over, or "begin": they sign


@dataclass
class Model:
    """
    Who is asked, finished, declined or skipped; `ended` is "", "signed" or "declined". `waits` are
    the days until the step that is reached starts.
    """

    people: tuple[Person, ...]
    needed: dict[int, int]
    delays: dict[int, int]
    state: dict[int, str] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)
    ended: str = ""
    waits: int = 0
    started: set[int] = field(default_factory=set)
    paused: bool = False

    def start(self) -> None:
        self.state = {n: "waits" for n, p in enumerate(self.people) if p.role.acts}
        self.settle()

    def act(self, act: Act) -> None:
        if self.ended:
            return None
        if act.other:
            return self.happens(act.other)
        if self.paused or self.state.get(act.who) != "asked":
            return None
        if not act.declines:
            self.state[act.who] = "done"
            self.typed |= dict.fromkeys(self.part(act.who), act.typed)
            return self.settle()
        self.state[act.who] = "declined"
        step = self.people[act.who].order
        possible = {self.part(n) for n in self.of(step) if self.state[n] in OPEN}
        if self.part(act.who) in possible:
            return self.settle()
        if self.needed.get(step) and len(possible) >= self.needed[step]:
            return self.settle()
        self.ended = "declined"
        return None

    def happens(self, what: str) -> None:
        """A step whose time came while it was paused starts when it is resumed."""
        if what in ("reassign", "begin"):
            return
        if what in ("pause", "resume"):
            self.paused = what == "pause"
        if what == "day" and self.waits:
            self.waits -= 1
        if what == "now" and not self.paused:
            self.waits = 0
        if not self.paused and not self.waits:
            self.settle()

    def settle(self) -> None:
        for step in sorted({self.people[n].order for n in self.state}):
            for n in self.of(step):
                if self.state[n] == "waits" and not self.wanted(n):
                    self.state[n] = "skipped"
            done = {self.part(n) for n in self.of(step) if self.state[n] == "done"}
            for n in self.of(step):
                if self.part(n) in done and self.state[n] in ("asked", "waits"):
                    self.state[n] = "skipped"
            if self.needed.get(step) and len(done) >= self.needed[step]:
                for n in self.of(step):
                    if self.state[n] in ("asked", "waits"):
                        self.state[n] = "skipped"
            left = [n for n in self.of(step) if self.state[n] in ("asked", "waits")]
            if left and step not in self.started:
                self.started.add(step)
                self.waits = self.delays.get(step, 0)
            if left and self.waits:
                return
            if left:
                self.state |= dict.fromkeys(left, "asked")
                return
        self.ended = "signed"

    def wanted(self, n: int) -> bool:
        other = self.people[n].only_if
        return other is None or self.typed.get(other, "") == "yes"

    def part(self, n: int) -> tuple[int, ...]:
        """Who acts for the same part: all of their group, or they alone."""
        group = self.people[n].group
        return tuple(m for m, p in enumerate(self.people) if p.group == group) if group else (n,)

    def of(self, step: int) -> list[int]:
        return [n for n in self.state if self.people[n].order == step]


Case = tuple[tuple[Person, ...], dict[int, int], dict[int, int], list[Act]]
NOTHING_ELSE = ["", "", "", ""]
OTHER = st.sampled_from(
    [*NOTHING_ELSE, "day", "day", "pause", "resume", "now", "reassign", "begin", "begin"]
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(1, 5))
    people: list[Person] = []
    for _ in range(size):
        role, order = draw(st.sampled_from(ROLES)), draw(st.integers(1, 3))
        people.append(Person(role, order, None))
    for n, person in enumerate(people):
        before = [m for m, p in enumerate(people) if p.role.signs and p.order < person.order]
        if n and before and person.role.acts and draw(st.booleans()):
            people[n] = replace(person, only_if=draw(st.sampled_from(before)))
    for n, person in enumerate(tuple(people)):
        if person.role.acts and draw(st.integers(0, 3)) == 3:
            people[n] = replace(person, group=n + 1)
            people += [people[n]] * draw(st.integers(1, 2))
    size = len(people)
    parts = {p.group or -n: p for n, p in enumerate(people, start=1)}
    acting = Counter(p.order for p in parts.values() if p.role.acts)
    needed = {o: draw(st.integers(1, c - 1)) for o, c in acting.items() if c > 1}
    chosen = {o: k for o, k in needed.items() if draw(st.booleans())}
    always = {p.order for p in people if p.role.names_others and p.only_if is None} - {*chosen}
    for n, person in enumerate(tuple(people)):
        if not person.group and min(always, default=9) < person.order and draw(st.booleans()):
            # The agents of the last step with one before them name them: one is always asked.
            last = max(p.order for p in people if p.role.names_others and p.order < person.order)
            people[n] = replace(person, is_open=last in always)
    who = st.integers(0, size - 1)
    declines, typed = st.sampled_from([False] * 5 + [True]), st.sampled_from(["yes", "no"])
    act = st.builds(Act, who, declines, typed, OTHER)
    later = sorted(acting)[1:]
    delays = {o: draw(st.integers(1, 3)) for o in later if draw(st.booleans())}
    return tuple(people), chosen, delays, draw(st.lists(act, max_size=25))


@settings(max_examples=500, deadline=None)
@given(cases())
def test_everyone_ends_as_the_model_says(case: Case) -> None:
    people, needed, delays, acts = case
    record, model = prepared(people, needed, delays), Model(people, needed, delays)
    now = NOW
    sent = draft_sending.send(record.envelope, SENDER, NOW)
    record.add(sent)
    model.start()
    holders = [r.id for r in record.envelope.recipients]

    for act in acts:
        now += DAY if act.other == "day" else timedelta(0)
        perform(record, act, holders, now)
        model.act(act)
        assert as_modelled(record.envelope, holders) == (model.state, model.ended)
        waits = record.envelope.starts_at is not None
        assert model.ended or model.paused or waits == bool(model.waits)

    check_trail(record)


def prepared(people: tuple[Person, ...], needed: dict[int, int], delays: dict[int, int]) -> Record:
    named = [
        signer(
            f"Person {n}",
            p.order,
            role=p.role,
            options=RecipientOptions(
                condition="" if p.only_if is None else f'word_{p.only_if} == "yes"',
                group_id=str(p.group or ""),
                group=f"Group {p.group}" if p.group else "",
                named_later=p.is_open,
            ),
        )
        for n, p in enumerate(people)
    ]
    named = [
        replace(r, name="", email="") if p.is_open else r
        for r, p in zip(named, people, strict=True)
    ]
    envelope = make_envelope(*named, types=("signature", "text"))
    numbers = {r.id: n for n, r in enumerate(named)}
    fields = tuple(
        replace(f, properties={**f.properties, NAME.name: f"word_{numbers[f.recipient_ids[0]]}"})
        if f.kind.name == "text"
        else f
        for f in envelope.fields
    )
    hours = {order: 24 * days for order, days in delays.items()}
    envelope = replace(envelope, fields=groups.shared(fields, named))
    envelope = draft_routing.choose_steps(envelope, needed, hours).envelope
    assert envelope.steps == tuple(
        RoutingStep(order, needed.get(order, 0), hours.get(order, 0))
        for order in sorted({*needed, *delays})
    )
    record = Record(envelope)
    record.add(draft.create(envelope))
    return record


OTHERS: dict[str, Callable[[Envelope, datetime], Outcome]] = {
    "day": starting.start,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "now": starting.start_now,
}


def perform(record: Record, act: Act, holders: list[UUID], now: datetime) -> None:
    """The job comes whenever a day passes, and once more, whether or not it is its time."""
    id = holders[act.who]
    try:
        if act.other == "reassign":
            to = Successor(uuid4(), f"Successor {len(record.envelope.recipients)}", "s@example.com")
            record.add(reassigning.reassign(record.envelope, id, to, now), at=now)
            holders[act.who] = to.id
            return
        if act.other == "begin" and not record.envelope.recipient(id).role.has_fields:
            return
        if act.other in OTHERS:
            record.add(OTHERS[act.other](record.envelope, now), at=now)
            record.add(starting.start(record.envelope, now), at=now)
            return
        if act.declines and not act.other:
            record.add(declining.decline(record.envelope, id, "No", ORIGIN, now), at=now)
            return
        record.add(consenting.accept(record.envelope, id, DISCLOSURE, ORIGIN, now), at=now)
        record.meet(id, now)
        who = record.envelope.recipient(id)
        late = naming.to_name(record.envelope.recipients, who)
        people = {r.id: FilledInPerson(f"Named {r.id}", f"{r.id}@example.com") for r in late}
        record.add(naming.name(record.envelope, id, people, now), at=now)
        mine = record.envelope.fields_of(id)
        if mine:
            adopted = signature(record.envelope.recipient(id))
            record.add(adopting.adopt(record.envelope, adopted), at=now)
        values = {f.id: act.typed if f.kind.name == "text" else "mine" for f in mine}
        if act.other == "begin":
            record.add(finishing.fill(record.envelope, id, values), at=now)
            return
        record.add(finishing.finish(record.envelope, id, values, TODAY, ORIGIN, now), at=now)
    except Refusal:
        return


STATES = {
    RecipientStatus.CREATED: "waits",
    RecipientStatus.SENT: "asked",
    RecipientStatus.DELIVERED: "asked",
    RecipientStatus.COMPLETED: "done",
    RecipientStatus.DECLINED: "declined",
    RecipientStatus.SKIPPED: "skipped",
}


def as_modelled(envelope: Envelope, holders: list[UUID]) -> tuple[dict[int, str], str]:
    """By the number of the part, whoever has it now."""
    parts = {n: envelope.recipient(id) for n, id in enumerate(holders)}
    acting = {n: r for n, r in parts.items() if r.role.acts}
    ended = {Status.SIGNED: "signed", Status.DECLINED: "declined"}.get(envelope.status, "")
    return {n: STATES[r.status] for n, r in acting.items()}, ended


def check_trail(record: Record) -> None:
    """What was recorded tells the same, and nothing unfinished is left behind."""
    told: dict[UUID, list[str]] = {}
    for event in record.events:
        if isinstance(event, RecipientInvited | RecipientSkipped | RecipientCompleted):
            told.setdefault(event.recipient_id, []).append(type(event).__name__)
    assert all(len(found) == len(set(found)) for found in told.values())
    if record.envelope.status is Status.SIGNED:
        assert consistency.differences(record.envelope, record.entries) == ()
        finished = record.envelope.finished_ids
        assert all(f.filled_by in finished for f in record.envelope.fields if f.value)
        adopted = {str(s.id): s.recipient_id for s in record.envelope.signatures}
        signed = [f for f in record.envelope.fields if f.value and f.kind.is_signature]
        assert all(adopted[f.value] == f.filled_by for f in signed)
