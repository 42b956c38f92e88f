"""Personal values that entries commit to and no longer have: erased on record, or lost."""

from collections.abc import Iterable, Sequence

from core.evidence.audit import Entry
from core.evidence.events import LogValuesErased, ValuesErased

RECORDED = (ValuesErased.type, LogValuesErased.type)


def recorded_erasures(entries: Iterable[Entry]) -> dict[int, set[str]]:
    """The names of the values whose erasure is recorded, by the sequence of their entry."""
    names: dict[int, set[str]] = {}
    for entry in entries:
        if entry.type in RECORDED:
            for sequence, gone in entry.data["values"].items():
                names.setdefault(int(sequence), set()).update(gone)
    return names


def unrecorded_losses(entries: Sequence[Entry]) -> list[tuple[int, str]]:
    """
    (sequence, name) of each value that is gone without a record of its erasure.

    `entries` have to go on to the end of the chain, for an erasure is recorded later than what it
    erases.
    """
    known = recorded_erasures(entries)
    return [
        (entry.sequence, name)
        for entry in entries
        for name in _missing(entry)
        if name not in known.get(entry.sequence, set())
    ]


def _missing(entry: Entry) -> set[str]:
    return set(entry.commitments) - {p.name for p in entry.personal}
