"""What is wrong with conditions, formulas and groups, told to the sender at the field."""

from collections.abc import Sequence
from uuid import UUID

from core.fields.expressions import syntax, type_rules
from core.fields.expressions.value import UnreadableExpression, ValueType
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.field_property import FieldProperty
from core.fields.logic.conditions import GROUP, LEAST, MOST
from core.fields.logic.dependencies import Dependencies, cycle, has_logic, written
from core.fields.logic.field_values import type_of
from core.refusals import FilledSentence, sentence

TEXT_LIMIT = 100_000  # characters of all expressions of an envelope
RESULT = sentence("This must result in %(expected)s, but it results in %(found)s.")
Wrong = dict[str, str]  # by the name of the property


def problems(fields: Sequence[Field]) -> dict[UUID, Wrong]:
    """What is wrong, by field; empty if every expression can be computed."""
    if not any(map(has_logic, fields)):
        return {}
    dependencies = Dependencies(fields)
    found: dict[UUID, Wrong] = {}
    length = 0
    for field in fields:
        wrong: Wrong = {}
        for property, text in written(field):
            length += len(text)
            if why := _wrong_expression(field, property, text, dependencies, length):
                wrong[property.name] = why
        if why := _wrong_group(field, dependencies):
            wrong[GROUP.name] = why
        if wrong:
            found[field.id] = wrong
    for id in cycle(dependencies):
        found.setdefault(id, {}).update(_circle(dependencies, id))
    return found


def _wrong_expression(
    field: Field,
    property: FieldProperty[str],
    text: str,
    dependencies: Dependencies,
    length: int,
) -> str:
    if length > TEXT_LIMIT:
        return sentence(
            "The conditions and formulas of an envelope can have 100,000 characters. Remove some."
        )
    expected = type_of(field) if property is field.kind.formula else ValueType.YES_NO
    try:
        found = type_rules.type_of(syntax.read(text), dependencies.types)
    except UnreadableExpression as unreadable:
        return unreadable.sentence
    if found is not expected:
        return FilledSentence(RESULT, expected=expected, found=found)
    return ""


def _wrong_group(field: Field, dependencies: Dependencies) -> str:
    group = GROUP.of(field.properties)
    if not group:
        if field.kind.is_button:
            return sentence("Give the buttons that belong together the same group name.")
        return ""
    if group in dependencies.named:
        wrong = sentence("A field is already called “%(name)s”. Enter another name for the group.")
        return FilledSentence(wrong, name=group)
    members = [dependencies.fields[id] for id in dependencies.groups[group]]
    least, most = bounds(members)
    if least > len([m for m in members if LEAST in m.kind.properties]) or 0 < most < least:
        return sentence("More checkboxes are required than can be checked. Change the numbers.")
    return ""


def bounds(members: Sequence[Field]) -> tuple[int, int]:
    """At least and at most how many boxes of a group; 0 is no bound."""
    least = max((LEAST.of(m.properties) for m in members), default=0)
    return least, min((n for m in members if (n := MOST.of(m.properties))), default=0)


def _circle(dependencies: Dependencies, id: UUID) -> Wrong:
    """At the property by which it depends on itself."""
    circle = cycle(dependencies)
    names = [NAME.of(dependencies.fields[each].properties) for each in circle]
    wrong = sentence("This depends on itself through %(names)s. Change one of them.")
    field = dependencies.fields[id]
    property = next(
        (p for p, text in written(field) if set(syntax.read(text).names) & set(names)), None
    )
    where = property.name if property else GROUP.name
    return {where: FilledSentence(wrong, names=", ".join(filter(None, names)) or "—")}
