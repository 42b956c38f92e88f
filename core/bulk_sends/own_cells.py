"""Which cells of a row are about one person: name, address, and what fills in their fields."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from core.addresses import email_address
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.target import TargetKind

PERSONAL = (TargetKind.NAME, TargetKind.LAST_NAME, TargetKind.EMAIL)


def of_person(
    cells: Sequence[str], mapping: ColumnMapping, fillers: Mapping[UUID, UUID], address: str
) -> dict[int, str]:
    """
    By the number of the column, from 1. `fillers`: the one recipient of each field that has one.

    A row may be about several people: what is no one's in particular is not this person's.
    """
    theirs = {n for n, cell in enumerate(cells) if email_address.fold(cell.strip()) == address}
    people = {
        key.partition("-")[2]
        for key, place in mapping.columns.items()
        if place in theirs and key.startswith(f"{TargetKind.EMAIL}-")
    }
    keys = {f"{kind}-{id}" for id in people for kind in PERSONAL}
    keys |= {f"{TargetKind.FIELD}-{f}" for f, who in fillers.items() if str(who) in people}
    mapped = {place for key, place in mapping.columns.items() if key in keys}
    return {n + 1: cells[n] for n in sorted(theirs | mapped) if n < len(cells)}
