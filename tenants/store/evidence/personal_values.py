"""What audit entries say of people: under a key for each of them, which erasing destroys."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from core.evidence.audit import Entry, PersonalValue
from tenants.encryption.keys import Destroyed, Key, Undecryptable, unwrap, wrap_new
from tenants.identifiers import new_id
from tenants.store.rows import Rows

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryValues:
    """
    What one entry says, and of whom. `envelope_id` is the organization's id for its own log.

    `unreadable`: not erased, but changed outside of the product, or written with another key.
    """

    envelope_id: UUID
    sequence: int
    subject: str
    event_id: UUID
    personal: tuple[PersonalValue, ...]
    unreadable: bool = False

    def says(self, *words: str) -> bool:
        """Whether all of these, in small letters, stand in the values."""
        values = "\0".join([p.value for p in self.personal]).casefold()
        return all(word in values for word in words)


class PersonalValues:
    """
    Those of one kind of trail. The only place where they are read, written and forgotten.

    Whoever writes or forgets holds the end of the trail, so that no key is destroyed while
    something is written with it.
    """

    def __init__(self, rows: Rows, table: str) -> None:
        self._rows = rows
        self._table = table
        self._organization = str(rows.organization_id)

    def where(self, condition: str, *arguments: object) -> Iterator[EntryValues]:
        """
        Of values `v` and their keys `k`, by a condition of ours. What was erased is not there.
        """
        return self.opened(
            self._rows.all(
                "select v.sequence, v.event_id, v.sealed,"  # noqa: S608 - our own words
                " k.id as key_id, k.envelope_id, k.subject, k.wrapped"
                f" from {self._table} v join subject_keys k"
                " on (k.organization_id, k.id) = (v.organization_id, v.key_id)"
                f" where {condition}",
                *arguments,
            )
        )

    def opened(self, rows: Iterable[Row]) -> Iterator[EntryValues]:
        """From rows of both tables. What no key of ours opens is no error, but said to be so."""
        try:
            own = self._rows.key
        except Destroyed:
            return
        except Undecryptable:
            own = None
        keys: dict[UUID, Key] = {}
        for row in rows:
            personal: tuple[PersonalValue, ...] = ()
            unreadable = False
            try:
                personal = self._personal(row, own, keys)
            except Undecryptable:
                unreadable = True
            whose = (row["envelope_id"], row["sequence"], row["subject"], row["event_id"])
            yield EntryValues(*whose, personal, unreadable)

    def keep(self, said: Iterable[EntryValues]) -> None:
        """All of one trail. An organization whose key was destroyed keeps nothing any more."""
        said = [each for each in said if each.personal]
        if not said:
            return
        try:
            keys = self._keys(said[0].envelope_id, sorted({each.subject for each in said}))
        except Destroyed:
            return
        rows = []
        for each in said:
            key_id, key = keys[each.subject]
            sealed = key.encrypt(_written(each.personal), self._place(each.event_id))
            entry = (self._rows.organization_id, each.envelope_id, each.sequence, each.event_id)
            rows.append((*entry, key_id, sealed))
        self._rows.run_many(
            f"insert into {self._table} (organization_id, envelope_id, sequence, event_id,"  # noqa: S608 - a table of ours
            " key_id, sealed) values (%s, %s, %s, %s, %s, %s)",
            rows,
        )

    def destroy(self, envelope_id: UUID, subjects: Iterable[str]) -> None:
        """The keys of these subjects, and what was encrypted with them."""
        rows = self._rows.all(
            "delete from subject_keys where envelope_id = %s and subject = any(%s) returning id",
            *(envelope_id, list(subjects)),
        )
        self._rows.run(
            f"delete from {self._table} where key_id = any(%s)",  # noqa: S608 - a table of ours
            [row["id"] for row in rows],
        )

    def erase(
        self,
        envelope_id: UUID,
        goes: Callable[[EntryValues, PersonalValue], bool],
        subjects: Iterable[str] | None = None,
    ) -> None:
        """
        Some of the values of a trail; with `subjects` only of what is said of these.

        What stays of a subject is encrypted with a new key, for the old one has to be destroyed.
        """
        whose = "" if subjects is None else " and k.subject = any(%s)"
        arguments = () if subjects is None else (list(subjects),)
        all_said = tuple(self.where(f"k.envelope_id = %s{whose}", envelope_id, *arguments))
        kept = [
            replace(said, personal=tuple(p for p in said.personal if not goes(said, p)))
            for said in all_said
        ]
        pairs = zip(all_said, kept, strict=True)
        changed = {said.subject for said, rest in pairs if said.personal != rest.personal}
        if changed:
            self.destroy(envelope_id, changed)
            self.keep(rest for rest in kept if rest.subject in changed)

    def _keys(self, envelope_id: UUID, subjects: list[str]) -> dict[str, tuple[UUID, Key]]:
        """Those that are there, and new ones for the others. Raises Undecryptable."""
        rows = self._rows.all(
            "select subject, id, wrapped from subject_keys"
            " where envelope_id = %s and subject = any(%s)",
            *(envelope_id, subjects),
        )
        wrapped = {row["subject"]: (row["id"], row["wrapped"]) for row in rows}
        own, made = self._rows.key, []
        for subject in subjects:
            if subject not in wrapped:
                new = (new_id(), wrap_new(own, self._whose(envelope_id, subject)))
                made.append((self._rows.organization_id, envelope_id, subject, *new))
                wrapped[subject] = new
        self._rows.run_many(
            "insert into subject_keys (organization_id, envelope_id, subject, id, wrapped)"
            " values (%s, %s, %s, %s, %s)",
            made,
        )
        return {
            subject: (id, unwrap((own,), key, self._whose(envelope_id, subject)))
            for subject, (id, key) in wrapped.items()
        }

    def _personal(
        self, row: Row, own: Key | None, keys: dict[UUID, Key]
    ) -> tuple[PersonalValue, ...]:
        """Each key is unwrapped once. Raises Undecryptable."""
        key = keys.get(row["key_id"])
        if key is None:
            context = self._whose(row["envelope_id"], row["subject"])
            if own is None:
                raise Undecryptable(context)
            key = keys[row["key_id"]] = unwrap((own,), row["wrapped"], context)
        read = json.loads(key.decrypt(row["sealed"], self._place(row["event_id"])).decode())
        return tuple([PersonalValue(n, bytes.fromhex(salt), value) for n, salt, value in read])

    def _whose(self, envelope_id: UUID, subject: str) -> str:
        return f"subject:{self._organization}:{envelope_id}:{subject}"

    def _place(self, event_id: UUID) -> str:
        """No row can be put in the place of another."""
        return f"entry:{self._organization}:{event_id}"


def entries(rows: Iterable[Row], said: Iterable[EntryValues]) -> tuple[Entry, ...]:
    """From rows of events, with what they say, as far as it was not erased."""
    by_event = {each.event_id: each for each in said}
    return tuple(_entry(row, by_event.get(row["id"])) for row in rows)


def _entry(row: Row, said: EntryValues | None) -> Entry:
    own = {name: row[name] for name in ("sequence", "id", "type", "at", "text", "hash")}
    if said is None:
        return Entry(**own)
    return Entry(**own, personal=said.personal, unreadable=said.unreadable)


def _written(personal: Iterable[PersonalValue]) -> bytes:
    return json.dumps([(p.name, p.salt.hex(), p.value) for p in personal]).encode()
