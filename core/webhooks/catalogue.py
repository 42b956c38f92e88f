"""The events that webhooks tell of, read from the registry of events."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from uuid import UUID

from core.events import registry
from core.events.event import AdminEvent, Event

PING = "webhook.ping"


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """
    What is told under one name. `types` are the entries of the trail or the log that call for it,
    `ids` the members of thin payloads, `details` and `personal` those of full ones besides.
    """

    name: str
    types: tuple[str, ...]
    ids: tuple[str, ...]
    details: tuple[str, ...]
    personal: tuple[str, ...]
    of_envelope: bool


@cache
def named() -> Mapping[str, NamedEvent]:
    """In alphabetical order of their names."""
    found: dict[str, list[type[Event]]] = {}
    for event in registry.events().values():
        if event.webhook:
            found.setdefault(event.webhook, []).append(event)
    return {name: _named(name, found[name]) for name in sorted(found)}


def names() -> tuple[str, ...]:
    return tuple(named())


def groups() -> Mapping[str, tuple[str, ...]]:
    """The names by what stands before the dot: envelopes and recipients first."""
    found: dict[str, list[str]] = {"envelope": [], "recipient": []}
    for name in names():
        found.setdefault(name.partition(".")[0], []).append(name)
    return {group: tuple(of) for group, of in found.items()}


def ids_of(event: Event) -> dict[str, str]:
    """What a thin payload says of it: ids, and nothing about a person."""
    return {name: str(v) for name, v in event.public().items() if isinstance(v, UUID)}


def subject_of(event: Event, organization_id: UUID) -> UUID:
    """What an event of the log is about: its events are told in their order."""
    ids = event.public()
    found = ids.get("template_id") or ids.get("bulk_send_id") or organization_id
    return found if isinstance(found, UUID) else organization_id


def _named(name: str, events: list[type[Event]]) -> NamedEvent:
    members = {f.name: f for event in events for f in fields(event)}
    personal = sorted(n for n, f in members.items() if f.metadata)
    ids = sorted(n for n, f in members.items() if not f.metadata and f.type in (UUID, "UUID"))
    details = sorted(set(members) - set(personal) - set(ids))
    return NamedEvent(
        *(name, tuple(event.type for event in events), tuple(ids), tuple(details)),
        *(tuple(personal), not issubclass(events[0], AdminEvent)),
    )
