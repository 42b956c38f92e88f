"""Many envelopes' sealed documents as one ZIP, written while it is sent: memory holds one file."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission
from core.refusals import NotFound, Refusal, sentence
from core.text.unicode_normalization import normalized
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.listing import bulk_actions

NOT_SEALED = sentence("Not everybody has signed, so there is nothing sealed to download yet.")
NAME_BYTES = 80
# What Windows takes for a device, whatever ending it has.
PORTS = {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
DEVICES = {"con", "prn", "aux", "nul"} | PORTS
LEFT_OUT = "Left out.txt"
FILES = """
    select i.position, i.envelope_id, e.name,
        array(select f.document_id from sealed_files f where f.envelope_id = i.envelope_id
            order by f.document_id) as files
    from bulk_items i join envelopes e
        on (e.organization_id, e.id) = (i.organization_id, i.envelope_id)
    where i.bulk_id = %s and i.position > %s order by i.position limit 20
"""


def pack(member: Member, bulk_id: UUID, now: Callable[[], datetime]) -> Iterator[bytes]:
    """
    The parts of the ZIP: a folder per envelope, with its sealed documents and its certificate.

    Each file is asked for and logged like a single download, with no transaction open while the
    object store answers. What may not be read is left out, which the ZIP says. Raises NotFound
    before the first part.
    """
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        row = bulk_actions.of_member(tx, bulk_id)
    if row["kind"] != "download":
        raise NotFound
    return _parts(member, bulk_id, now)


def safe(name: str, taken: set[str]) -> str:
    """A name for a folder or file that every system takes, and nothing in `taken` has."""
    plain = "".join(" " if c in '/\\:*?"<>|' or not c.isprintable() else c for c in name)
    plain = normalized("NFC", " ".join(plain.split())).strip(". ") or "Envelope"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 4 or not stem:
        stem, ending = plain, ""
    stem = stem.encode()[:NAME_BYTES].decode(errors="ignore").strip(". ") or "Envelope"
    if stem.partition(".")[0].strip().casefold() in DEVICES:
        stem = f"_{stem}"
    tail, number = f".{ending}" if ending else "", 1
    found = f"{stem}{tail}"
    while found.casefold() in taken:
        number += 1
        found = f"{stem} ({number}){tail}"
    taken.add(found.casefold())
    return found


class _Outlet(io.RawIOBase):
    """What zipfile writes to: a stream that only goes forward."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _parts(member: Member, bulk_id: UUID, now: Callable[[], datetime]) -> Iterator[bytes]:
    outlet, folders, left_out, position = _Outlet(), {LEFT_OUT.casefold()}, list[str](), 0
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        while rows := _some(member, bulk_id, position):
            for row in rows:
                position = row["position"]
                reason = "" if row["files"] else NOT_SEALED
                folder = safe(row["name"], folders) if row["files"] else ""
                names: set[str] = set()
                for document_id in row["files"]:
                    of = None if document_id == row["envelope_id"] else document_id
                    try:
                        file = reading.sealed_file(member, row["envelope_id"], of, now())
                    except (NotFound, Refusal) as why:
                        # What is left of it, as a certificate that a rule keeps, is there.
                        reason = getattr(why, "message", bulk_actions.NOT_THERE)
                        continue
                    archive.writestr(f"{folder}/{safe(file.name, names)}", file.data)
                    yield outlet.taken()
                if reason:
                    left_out.append(f"{row['name']} ({row['envelope_id']}): {reason}\n")
                _note(member, bulk_id, position, reason)
        if left_out:
            archive.writestr(LEFT_OUT, "".join(left_out))
    yield outlet.taken()
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        tx.run("update bulk_actions set finished_at = %s where id = %s", now(), bulk_id)


def _some(member: Member, bulk_id: UUID, position: int) -> list[dict[str, Any]]:
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return tx.all(FILES, bulk_id, position)


def _note(member: Member, bulk_id: UUID, position: int, reason: str) -> None:
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        tx.run(
            "update bulk_items set state = %s, reason = %s where bulk_id = %s and position = %s",
            *("refused" if reason else "done", reason, bulk_id, position),
        )
