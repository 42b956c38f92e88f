"""
An envelope's rows as the entries of its audit trail tell them, one event after the other.

Each module of this folder is one noun: what the events tell of its rows (`@replays`) and what the
rows show of it (`@shows`), which is compared before the seal.
"""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from uuid import UUID

from core.envelopes.envelope import Envelope, Status
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import DISPLAYS, ERASED, HANDLERS, Key, ToldRows, Values

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def replay(envelope_id: UUID, entries: Sequence[Entry]) -> ToldRows:
    told = ToldRows(envelope_id)
    told.tell_envelope(status=Status.DRAFT, sent_at=None, expires_at=None, certificate_sha256="")
    for entry in entries:
        values = _values(entry)
        for handler in HANDLERS.get(entry.type, ()):
            handler(told, entry, values)
    return told


def shown(envelope: Envelope) -> dict[Key, object]:
    """What the rows say, in the words of the trail."""
    rows: dict[Key, object] = {}

    def show(table: str, id: UUID | str, **columns: object) -> None:
        rows.update({(table, str(id), name): value for name, value in columns.items()})

    for display in DISPLAYS:
        display(envelope, show)
    return rows


def _values(entry: Entry) -> Values:
    """The personal values of an entry, ERASED where there is none any more."""
    there = {p.name: p.value for p in entry.personal}
    return dict.fromkeys(entry.commitments, ERASED) | there
