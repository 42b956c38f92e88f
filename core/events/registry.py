"""Every event by the type that is stored and hashed: timelines, logs and webhooks read it."""

from functools import cache

from core import registry
from core.events.event import AdminEvent, Event


@cache
def events() -> dict[str, type[Event]]:
    """In alphabetical order of their types."""
    named = (event for event in registry.declared(Event) if "type" in vars(event))
    return dict(sorted((event.type, event) for event in named))


def event(type: str) -> type[Event]:
    """What an entry of this type is an entry of. Raises KeyError for a type that is none."""
    return events()[type]


def of_logs() -> dict[str, type[AdminEvent]]:
    """Those of an organization's own log, or of the operators'."""
    return {type: e for type, e in events().items() if issubclass(e, AdminEvent)}


def of_envelopes() -> dict[str, type[Event]]:
    """Those of the trail of an envelope."""
    return {type: e for type, e in events().items() if not issubclass(e, AdminEvent)}
