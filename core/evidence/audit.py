"""The audit trail: entries chained by hash, so that none can be changed or lost unseen."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.events.event import Event
from core.text import canonical_json

VERSION = 1
GENESIS = "0" * 64
SALT_BYTES = 16
# Who an event is about. Keys of what is no one's in particular are ORGANIZATION's in an envelope,
# and an entry's own in an organization's log, which is long and of many people.
ABOUT = ("recipient_id", "person_id", "operator_id")
ORGANIZATION = "organization"


class BrokenChain(Exception):
    """The entry at `sequence` does not follow from the one before it, or is missing."""

    def __init__(self, sequence: int, why: str) -> None:
        super().__init__(f"entry {sequence}: {why}")
        self.sequence = sequence


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: how many there are, and its hash."""

    sequence: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Trail:
    """
    Whose chain it is. Both ids stand in every hashed text.

    An organization's own log is the chain whose `envelope_id` is the organization's.
    """

    organization_id: UUID
    envelope_id: UUID


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """What an entry commits to: erasing value and salt leaves the chain verifiable."""

    name: str
    salt: bytes
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail: `text` is hashed exactly as it is stored."""

    sequence: int
    id: UUID
    type: str
    at: datetime
    text: str
    hash: str
    personal: tuple[PersonalValue, ...] = ()
    unreadable: bool = False  # there are values, but not as they were stored

    @property
    def data(self) -> dict[str, Any]:
        """The public values, as JSON gives them."""
        data: dict[str, Any] = json.loads(self.text)["data"]
        return data

    @property
    def actor(self) -> str:
        actor: str = json.loads(self.text)["actor"]
        return actor

    @property
    def commitments(self) -> dict[str, str]:
        """The personal values that it commits to, by name; also those that were erased."""
        commitments: dict[str, str] = json.loads(self.text)["commitments"]
        return commitments


def subject(entry: Entry) -> str | None:
    """Whom its personal values are about, by id; None: no one in particular."""
    data = entry.data
    return next((str(data[name]) for name in ABOUT if name in data), None)


def since(entries: Sequence[Entry], type: str, recipient_id: UUID) -> tuple[Entry, ...]:
    """Those after the last entry of this type about a recipient; all when there is none."""
    about = str(recipient_id)
    marks = (
        number
        for number, entry in enumerate(entries, 1)
        if entry.type == type and entry.data.get("recipient_id") == about
    )
    return tuple(entries[max(marks, default=0) :])


def commitment(salt: bytes, event_id: UUID, name: str, value: str) -> str:
    """HMAC-SHA256 over event id ‖ name ‖ value under a salt of 16 bytes, in hex."""
    message = event_id.bytes + name.encode() + b"\0" + value.encode()
    return hmac.digest(salt, message, "sha256").hex()


def extend(
    trail: Trail,
    head: Head,
    events: Iterable[Event],
    by: str,
    at: datetime,
    new_id: Callable[[], UUID],
    new_salt: Callable[[], bytes],
) -> tuple[Entry, ...]:
    """The entries that record `events` after `head`. Salts are 16 random bytes each."""
    entries: list[Entry] = []
    for event in events:
        entry = _entry(trail, head, event, by, at, new_id(), new_salt)
        entries.append(entry)
        head = Head(entry.sequence, entry.hash)
    return tuple(entries)


def verify(
    trail: Trail, entries: Sequence[Entry], head: Head | None = None, since: Head | None = None
) -> Head:
    """
    Check every entry against its text and the one before it, and the end against `head`.

    Without a known head a chain cut off at its end still verifies: pass the head that
    is kept elsewhere. `since` is where the entries go on, for a part of a long chain.
    Returns the head found. Raises BrokenChain.
    """
    found = since or Head()
    for sequence, entry in enumerate(entries, start=found.sequence + 1):
        _check(trail, sequence, found.hash, entry)
        found = Head(sequence, entry.hash)
    if head is not None and found != head:
        raise BrokenChain(found.sequence, "the chain does not end where it is known to end")
    return found


def _entry(
    trail: Trail,
    head: Head,
    event: Event,
    by: str,
    at: datetime,
    event_id: UUID,
    new_salt: Callable[[], bytes],
) -> Entry:
    personal = tuple(PersonalValue(n, new_salt(), v) for n, v in event.private().items())
    said = {
        "actor": by,
        "data": event.public(),
        "commitments": {p.name: commitment(p.salt, event_id, p.name, p.value) for p in personal},
    }
    sequence, name = head.sequence + 1, event.type
    text = _text(trail, sequence, event_id, name, at, head.hash, said)
    return Entry(sequence, event_id, name, at, text, _hash(text), personal)


def _check(trail: Trail, sequence: int, previous: str, entry: Entry) -> None:
    if entry.sequence != sequence:
        raise BrokenChain(sequence, "its place in the chain is not what it should be")
    try:
        said = json.loads(entry.text)
        text = _text(trail, sequence, entry.id, entry.type, entry.at, previous, said)
        hashed, commitments = _hash(entry.text), said["commitments"]
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        raise BrokenChain(sequence, "its text is not one that is ever written") from None
    if hashed != entry.hash:
        raise BrokenChain(sequence, "the text does not have the hash that was stored with it")
    if text != entry.text:
        raise BrokenChain(sequence, "its text does not say what stands beside it")
    shapes = (type(said["actor"]), type(said["data"]), type(commitments))
    if shapes != (str, dict, dict):
        raise BrokenChain(sequence, "its text is not one that is ever written")
    if entry.unreadable:
        raise BrokenChain(sequence, "its personal values are not as they were stored")
    for p in entry.personal:
        if not _is_committed(entry.id, p, commitments):
            raise BrokenChain(sequence, f"the value of {p.name} is not the one committed to")


def _is_committed(event_id: UUID, p: PersonalValue, commitments: Mapping[str, str]) -> bool:
    """HMAC fills up a short key with zeros, so the length has to be looked at, too."""
    try:
        committed = commitment(p.salt, event_id, p.name, p.value)
    except UnicodeEncodeError:
        return False
    return len(p.salt) == SALT_BYTES and commitments.get(p.name) == committed


def _text(
    trail: Trail,
    sequence: int,
    event_id: UUID,
    type: str,
    at: datetime,
    previous: str,
    said: Mapping[str, Any],
) -> str:
    """What is hashed. Writing it again, byte for byte, is also how an entry is checked."""
    return canonical_json.text(
        {
            "version": VERSION,
            "organization": trail.organization_id,
            "envelope": trail.envelope_id,
            "sequence": sequence,
            "id": event_id,
            "type": type,
            "actor": said["actor"],
            "at": at,
            "data": said["data"],
            "commitments": said["commitments"],
            "previous": previous,
        }
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
