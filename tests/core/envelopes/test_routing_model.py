"""Random envelopes through random acts end as a slow and obvious model says."""

from collections import Counter
from dataclasses import dataclass, field, replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from core.envelopes.drafts import draft, draft_routing, draft_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.events.recipients import RecipientInvited, RecipientSkipped
from core.envelopes.recipient import RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.cc import CC
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.envelopes.roles.viewer import VIEWER
from core.envelopes.steps import RoutingStep
from core.evidence import consistency
from core.fields.field_name import NAME
from core.refusals import Refusal
from core.signing import adopting, consenting, declining, finishing
from core.signing.events import RecipientCompleted
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

ROLES = (SIGNER, SIGNER, APPROVER, VIEWER, CC)


@dataclass(frozen=True)
class Person:
    """`only_if`: asked if the signer of this number has typed "yes"."""

    role: Role
    order: int
    only_if: int | None


@dataclass(frozen=True)
class Act:
    who: int
    declines: bool
    typed: str


@dataclass
class Model:
    """Who is asked, finished, declined or skipped; `ended` is "", "signed" or "declined"."""

    people: tuple[Person, ...]
    needed: dict[int, int]
    state: dict[int, str] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)
    ended: str = ""

    def start(self) -> None:
        self.state = {n: "waits" for n, p in enumerate(self.people) if p.role.acts}
        self.settle()

    def act(self, act: Act) -> None:
        if self.ended or self.state.get(act.who) != "asked":
            return
        if not act.declines:
            self.state[act.who] = "done"
            self.typed[act.who] = act.typed
            return self.settle()
        self.state[act.who] = "declined"
        step = self.people[act.who].order
        possible = [n for n in self.of(step) if self.state[n] in ("asked", "waits", "done")]
        if self.needed.get(step) and len(possible) >= self.needed[step]:
            return self.settle()
        self.ended = "declined"
        return None

    def settle(self) -> None:
        for step in sorted({self.people[n].order for n in self.state}):
            for n in self.of(step):
                if self.state[n] == "waits" and not self.wanted(n):
                    self.state[n] = "skipped"
            done = sum(self.state[n] == "done" for n in self.of(step))
            if self.needed.get(step) and done >= self.needed[step]:
                for n in self.of(step):
                    if self.state[n] in ("asked", "waits"):
                        self.state[n] = "skipped"
            left = [n for n in self.of(step) if self.state[n] in ("asked", "waits")]
            if left:
                self.state |= dict.fromkeys(left, "asked")
                return
        self.ended = "signed"

    def wanted(self, n: int) -> bool:
        other = self.people[n].only_if
        return other is None or self.typed.get(other, "") == "yes"

    def of(self, step: int) -> list[int]:
        return [n for n in self.state if self.people[n].order == step]


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Person, ...], dict[int, int], list[Act]]:
    size = draw(st.integers(1, 6))
    people: list[Person] = []
    for _ in range(size):
        role, order = draw(st.sampled_from(ROLES)), draw(st.integers(1, 3))
        people.append(Person(role, order, None))
    for n, person in enumerate(people):
        before = [m for m, p in enumerate(people) if p.role.signs and p.order < person.order]
        if n and before and person.role.acts and draw(st.booleans()):
            people[n] = replace(person, only_if=draw(st.sampled_from(before)))
    acting = Counter(p.order for p in people if p.role.acts)
    needed = {o: draw(st.integers(1, c - 1)) for o, c in acting.items() if c > 1}
    chosen = {o: k for o, k in needed.items() if draw(st.booleans())}
    who = st.integers(0, size - 1)
    act = st.builds(Act, who, st.sampled_from([False] * 5 + [True]), st.sampled_from(["yes", "no"]))
    return tuple(people), chosen, draw(st.lists(act, max_size=25))


@settings(max_examples=500, deadline=None)
@given(cases())
def test_everyone_ends_as_the_model_says(
    case: tuple[tuple[Person, ...], dict[int, int], list[Act]],
) -> None:
    people, needed, acts = case
    record, model = prepared(people, needed), Model(people, needed)
    sent = draft_sending.send(record.envelope, SENDER, NOW)
    record.add(sent)
    model.start()

    for act in acts:
        perform(record, act)
        model.act(act)
        assert as_modelled(record.envelope) == (model.state, model.ended)

    check_trail(record)


def prepared(people: tuple[Person, ...], needed: dict[int, int]) -> Record:
    named = [
        signer(
            f"Person {n}",
            p.order,
            role=p.role,
            options=RecipientOptions(
                condition="" if p.only_if is None else f'word_{p.only_if} == "yes"'
            ),
        )
        for n, p in enumerate(people)
    ]
    envelope = make_envelope(*named, types=("signature", "text"))
    numbers = {r.id: n for n, r in enumerate(named)}
    fields = tuple(
        replace(f, properties={**f.properties, NAME.name: f"word_{numbers[f.recipient_ids[0]]}"})
        if f.kind.name == "text"
        else f
        for f in envelope.fields
    )
    chosen = tuple(RoutingStep(order, count) for order, count in needed.items())
    envelope = replace(envelope, fields=fields, steps=chosen)
    assert draft_routing.choose_needed(envelope, needed).envelope.steps == tuple(
        sorted(chosen, key=lambda s: s.order)
    )
    record = Record(envelope)
    record.add(draft.create(envelope))
    return record


def perform(record: Record, act: Act) -> None:
    id = record.envelope.recipients[act.who].id
    try:
        if act.declines:
            record.add(declining.decline(record.envelope, id, "No", ORIGIN, NOW))
            return
        record.add(consenting.accept(record.envelope, id, DISCLOSURE, ORIGIN, NOW))
        mine = record.envelope.fields_of(id)
        if mine:
            record.add(adopting.adopt(record.envelope, signature(record.envelope.recipient(id))))
        values = {f.id: act.typed if f.kind.name == "text" else "mine" for f in mine}
        record.add(finishing.finish(record.envelope, id, values, TODAY, ORIGIN, NOW))
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


def as_modelled(envelope: Envelope) -> tuple[dict[int, str], str]:
    acting = {n: r for n, r in enumerate(envelope.recipients) if r.role.acts}
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
