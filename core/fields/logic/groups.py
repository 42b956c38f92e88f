"""What a group has once, whichever of its members it is set at: its conditions and its numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from core.fields.field import Field
from core.fields.field_property import FieldProperty
from core.fields.logic.conditions import BOXES, CONDITIONS, GROUP
from core.refusals import FilledSentence, sentence

SHARED: tuple[FieldProperty[Any], ...] = (*CONDITIONS, *BOXES)
DIFFERENT = sentence(
    "The fields of the group “%(name)s” share this. Give all of them the same, or set it at one."
)


def shared(fields: Iterable[Field], before: Iterable[Field] = ()) -> tuple[Field, ...]:
    """
    All fields, each with what its group has: what a member says now and did not say `before`, else
    what the first says that says anything.
    """
    fields, was = tuple(fields), {f.id: f for f in before}
    said = {name: _said(members, was) for name, members in _groups(fields).items()}
    return tuple(_with(f, said.get(GROUP.of(f.properties), {})) for f in fields)


def followed(asked: Iterable[Field], kept: Iterable[Field]) -> bool:
    """Whether a group has given a field something else than was asked for."""
    wanted = {f.id: f for f in asked}
    pairs = ((wanted[f.id], f) for f in kept if GROUP.of(f.properties) and f.id in wanted)
    return any(
        one.properties.get(p.name, p.default) != p.of(other.properties)
        for one, other in pairs
        for p in SHARED
    )


def contradictions(fields: Sequence[Field]) -> Iterator[tuple[UUID, str, str]]:
    """Where members say different things at once: the field, the property and a sentence."""
    for name, members in _groups(fields).items():
        for property in SHARED:
            said = [f for f in members if property in f.kind.properties and _says(f, property)]
            for field in said[1:]:
                if property.of(field.properties) != property.of(said[0].properties):
                    yield field.id, property.name, FilledSentence(DIFFERENT, name=name)


def _groups(fields: Iterable[Field]) -> dict[str, list[Field]]:
    """Those of more than one member."""
    found: dict[str, list[Field]] = defaultdict(list)
    for field in fields:
        if name := GROUP.of(field.properties):
            found[name].append(field)
    return {name: members for name, members in found.items() if len(members) > 1}


def _said(members: Sequence[Field], was: Mapping[UUID, Field]) -> dict[str, Any]:
    """By the name of the property; its default where no one says anything."""
    said: dict[str, Any] = {}
    for property in SHARED:
        able = [f for f in members if property in f.kind.properties]
        new = [f for f in able if f.id in was and _is_new(property, f, was[f.id])]
        leader = new[-1] if new else next((f for f in able if _says(f, property)), None)
        said[property.name] = property.of(leader.properties) if leader else property.default
    return said


def _is_new(property: FieldProperty[Any], field: Field, was: Field) -> bool:
    """Who has just joined a group takes what it has."""
    stayed = GROUP.of(field.properties) == GROUP.of(was.properties)
    return stayed and property.of(field.properties) != property.of(was.properties)


def _with(field: Field, said: Mapping[str, Any]) -> Field:
    properties = dict(field.properties)
    for property in SHARED if said else ():
        properties.pop(property.name, None)
        if property in field.kind.properties and said[property.name] != property.default:
            properties[property.name] = said[property.name]
    return field if properties == field.properties else replace(field, properties=properties)


def _says(field: Field, property: FieldProperty[Any]) -> bool:
    return property.name in field.properties
