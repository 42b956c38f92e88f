"""Which field depends on which: the names in conditions and formulas, and what they stand for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from core.fields.expressions import syntax
from core.fields.expressions.syntax import Expression
from core.fields.expressions.value import UnreadableExpression, ValueType
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.field_property import FieldProperty
from core.fields.logic.conditions import GROUP, REQUIRED_IF, SHOWN_IF
from core.fields.logic.field_values import type_of


def has_logic(field: Field) -> bool:
    names = field.properties.keys() & {SHOWN_IF.name, REQUIRED_IF.name, GROUP.name}
    return bool(names) or field.kind.formula is not None


def written(field: Field) -> Iterator[tuple[FieldProperty[str], str]]:
    """Each of its expressions, with the property that it is."""
    for property in (SHOWN_IF, REQUIRED_IF, field.kind.formula):
        if property and (text := property.of(field.properties)):
            yield property, text


def expression(field: Field, property: FieldProperty[str] | None) -> Expression | None:
    """None if there is none, or if it can no longer be read."""
    text = property.of(field.properties) if property else ""
    try:
        return syntax.read(text) if text else None
    except UnreadableExpression:
        return None


class Dependencies:
    """
    Of the fields of an envelope. A name is that of a field, or of a group: its chosen button, or
    how many of its boxes are ticked.
    """

    def __init__(self, fields: Iterable[Field]) -> None:
        self.fields = {f.id: f for f in fields}
        self.named: dict[str, UUID] = {}
        self.groups: dict[str, list[UUID]] = defaultdict(list)
        for field in self.fields.values():
            if name := NAME.of(field.properties):
                self.named.setdefault(name, field.id)
            if group := GROUP.of(field.properties):
                self.groups[group].append(field.id)

    @cached_property
    def types(self) -> Mapping[str, ValueType]:
        types = {group: self._type_of_group(ids) for group, ids in self.groups.items()}
        return types | {name: type_of(self.fields[id]) for name, id in self.named.items()}

    @cached_property
    def order(self) -> tuple[UUID, ...]:
        """All that have logic, each after those that it depends on. Raises CycleError."""
        graph = {f.id: self.of_value(f) for f in self.fields.values() if has_logic(f)}
        ordered = TopologicalSorter(graph).static_order()
        return tuple(id for id in ordered if id in graph)

    def of_value(self, field: Field) -> set[UUID]:
        """The fields whose values decide about its value; whether it is required is no value."""
        found: set[UUID] = set()
        for property in (SHOWN_IF, field.kind.formula):
            if read := expression(field, property):
                for name in read.names:
                    found |= set(self.behind(name))
        return found

    def computed_from(self, field: Field) -> list[Field]:
        """The fields whose values are in its own, by its formula and by those it reads."""
        found: dict[UUID, Field] = {}
        asked = [field]
        while asked:
            read = expression(one := asked.pop(), one.kind.formula)
            ids = {id for name in read.names for id in self.behind(name)} if read else set()
            new = [self.fields[id] for id in ids - found.keys()]
            found |= {one.id: one for one in new}
            asked += new
        return list(found.values())

    def behind(self, name: str) -> list[UUID]:
        if name in self.named:
            return [self.named[name]]
        return self.groups.get(name, [])

    def _type_of_group(self, ids: list[UUID]) -> ValueType:
        buttons = any(self.fields[id].kind.is_button for id in ids)
        return ValueType.TEXT if buttons else ValueType.NUMBER


def cycle(dependencies: Dependencies) -> list[UUID]:
    """Fields that depend on themselves, by way of each other; none, as a rule."""
    try:
        _ = dependencies.order
    except CycleError as circle:
        return list(dict.fromkeys(circle.args[1]))
    return []
