"""
What stands in the fields of an envelope for one who fills it in: which are shown and required, and
what formulas say. Pages, finishing, preview and the check before the seal all ask here.

A field that is hidden is empty, for its conditions' readers as well, and not required. What others
have not finished is empty; what they have finished stays as it was then. A condition without a
value, as after a division by zero, does not hold.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from decimal import Decimal
from graphlib import CycleError
from uuid import UUID

from core.fields.expressions import evaluation, syntax
from core.fields.expressions.syntax import Expression
from core.fields.expressions.value import Uncomputable, Value, ValueType
from core.fields.field import Field, senders_value
from core.fields.logic.conditions import CHOICE, GROUP, REQUIRED_IF, SHOWN_IF
from core.fields.logic.dependencies import Dependencies, expression, has_logic
from core.fields.logic.field_values import EMPTY, type_of, value_of
from core.fields.logic.rules import bounds
from core.refusals import FilledSentence, sentence

TOO_MANY = sentence("You can check at most %(most)s of these. Uncheck one first.")
TOO_FEW = sentence("Please check at least %(least)s of these.")
NO_ONE = UUID(int=0)
CHOOSE_ONE = sentence("Please choose one of these.")


@dataclass(frozen=True, slots=True)
class Resolution:
    """
    `fields` are all of the envelope in their order; one that is not shown says so. `problems` are
    sentences about formulas without a value, `asking` about groups of which too little is chosen.
    """

    fields: tuple[Field, ...]
    problems: Mapping[UUID, str] = attribute(default_factory=dict)
    asking: Mapping[UUID, str] = attribute(default_factory=dict)

    def of(self, fields: Iterable[Field]) -> tuple[Field, ...]:
        by_id = {f.id: f for f in self.fields}
        return tuple(by_id[f.id] for f in fields)


def resolve(
    fields: Sequence[Field], recipient_id: UUID | None, finished: Collection[UUID] = ()
) -> Resolution:
    """
    For a recipient; for none, as if one person filled in everything. `finished` are the ids of the
    recipients who have.
    """
    if not any(map(has_logic, fields)):
        return Resolution(tuple(fields))
    resolver = _Resolver(fields, recipient_id, frozenset(finished))
    resolver.run()
    return resolver.resolution


def holds(fields: Sequence[Field], finished: Collection[UUID], condition: str) -> bool:
    """Whether a condition that no field has holds, with what those who finished have filled in."""
    resolver = _Resolver(fields, NO_ONE, frozenset(finished))
    resolver.run()
    return resolver.holds(syntax.read(condition))


def too_many(resolution: Resolution, recipient_id: UUID) -> dict[UUID, str]:
    """Boxes that are ticked beyond what their group allows."""
    wrong: dict[UUID, str] = {}
    for members in _groups(f for f in resolution.fields if f.is_for(recipient_id)).values():
        ticked, (_, most) = [f for f in members if f.value], bounds(members)
        if most and len(ticked) > most:
            why = FilledSentence(TOO_MANY, most=str(most))
            wrong |= dict.fromkeys((f.id for f in ticked), why)
    return wrong


class _Resolver:
    def __init__(
        self, fields: Sequence[Field], recipient_id: UUID | None, finished: frozenset[UUID]
    ) -> None:
        self.dependencies = Dependencies(fields)
        self.resolved = dict(self.dependencies.fields)
        self.recipient_id, self.finished = recipient_id, finished
        self.problems: dict[UUID, str] = {}
        self.asking: dict[UUID, str] = {}

    @property
    def resolution(self) -> Resolution:
        return Resolution(tuple(self.resolved.values()), self.problems, self.asking)

    def run(self) -> None:
        try:
            order: Iterable[UUID] = self.dependencies.order
        except CycleError:  # only in a draft, or in rows that were changed
            order = self.resolved
        for id in order:
            if self.is_open(self.resolved[id]):
                self.resolved[id] = self.shown_and_computed(self.resolved[id])
        for field in list(self.resolved.values()):
            condition = expression(field, REQUIRED_IF)
            if condition and self.is_open(field) and not field.is_hidden:
                self.resolved[field.id] = replace(field, required=self.holds(condition))
        self.ask_groups()

    def is_open(self, field: Field) -> bool:
        """Whether what is filled in now decides about it."""
        return not field.recipient_ids or self.is_mine(field)

    def is_mine(self, field: Field) -> bool:
        if self.recipient_id is None:
            return True
        return self.recipient_id not in self.finished and field.is_for(self.recipient_id)

    def shown_and_computed(self, field: Field) -> Field:
        condition = expression(field, SHOWN_IF)
        if condition and not self.holds(condition):
            return replace(field, value="", required=False, is_hidden=True)
        if field.kind.formula:
            return replace(field, value=self.computed(field))
        if not field.recipient_ids:
            return replace(field, value=senders_value(field))
        return field

    def holds(self, condition: Expression) -> bool:
        try:
            return self.evaluated(condition) is True
        except Uncomputable:
            return False

    def computed(self, field: Field) -> str:
        formula = expression(field, field.kind.formula)
        if formula is None or field.kind.result is None:
            return ""
        try:
            value = self.evaluated(formula)
            return "" if value is None else field.kind.result(value, field.properties)
        except Uncomputable as why:
            self.problems[field.id] = why.sentence
            return ""

    def evaluated(self, expression: Expression) -> Value:
        """No envelope is sent with a name that no field has: a draft has it for a while."""
        if not expression.names <= self.dependencies.types.keys():
            return None
        values = {name: self.value(name) for name in expression.names}
        return evaluation.evaluate(expression, values)

    def value(self, name: str) -> Value:
        if id := self.dependencies.named.get(name):
            field = self.resolved[id]
            return value_of(field) if self.is_seen(field) else EMPTY[type_of(field)]
        members = [self.resolved[id] for id in self.dependencies.groups[name]]
        chosen = [f for f in members if f.value and self.is_seen(f)]
        if self.dependencies.types[name] is ValueType.NUMBER:
            return Decimal(len(chosen))
        return choice(chosen[0]) if chosen else ""

    def is_seen(self, field: Field) -> bool:
        """Whose value counts: the sender's, one's own, and what is finished."""
        if not field.recipient_ids or self.is_mine(field):
            return True
        return field.filled_by in self.finished

    def ask_groups(self) -> None:
        """As many of each group as it asks for: each of them counts once."""
        mine = (f for f in self.resolved.values() if f.recipient_ids and self.is_mine(f))
        for members in _groups(f for f in mine if not f.is_hidden).values():
            buttons = [f for f in members if f.kind.is_button]
            boxes = [f for f in members if not f.kind.is_button]
            least, _ = bounds(boxes)
            if buttons:
                wanted = int(any(f.required for f in buttons))
                self.ask(buttons, wanted, CHOOSE_ONE)
            if least:
                self.ask(boxes, least, FilledSentence(TOO_FEW, least=str(least)))

    def ask(self, members: list[Field], wanted: int, why: str) -> None:
        """Those that are chosen first, and as many of the others as are still to be chosen."""
        ordered = sorted(members, key=lambda f: (not f.value, f.page, f.y, f.x))
        for number, member in enumerate(ordered):
            self.resolved[member.id] = replace(member, required=number < wanted)
            if number < wanted and not member.value:
                self.asking[member.id] = why


def choice(button: Field) -> str:
    """What a chosen radio button says to conditions."""
    return CHOICE.of(button.properties) or button.label


def _groups(fields: Iterable[Field]) -> dict[str, list[Field]]:
    groups: dict[str, list[Field]] = {}
    for field in fields:
        if group := GROUP.of(field.properties):
            groups.setdefault(group, []).append(field)
    return groups
