"""One step of making an export: the next part of the ZIP, and the next step called for."""

import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from core import access
from core.access import MemberRole, Permission
from core.jobs.job import Job
from core.refusals import NotFound
from core.retention import export
from tenants.files.resumable_zip import ZipEntry, ZipParts
from tenants.organization import Organization, Transaction
from tenants.store.retention import export_rows
from tenants.store.retention.export_rows import StoredFile
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import organization_export
from tenants.use_cases.retention.organization_export import folder
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words

PART = 8_000_000  # bytes
SECONDS = 20
UNSAFE = re.compile(r"[^\w .()\[\]-]+")
ENTRIES = "position, name, sha256, crc, size, packed_size, method"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an export stands: what comes next, after which key, and what was done so far."""

    section: str
    after: tuple[str, ...]
    files: int
    done: int
    size: int = 0
    table: str = ""
    address: str = ""  # of the one person it is about

    def onwards(self, after: list[str], envelopes: int = 0) -> "Place":
        return replace(self, after=tuple(after), files=self.files + 1, done=self.done + envelopes)

    def ended(self) -> "Place":
        """The next table, or the next section."""
        tables = export.tables(bool(self.address))
        if self.section == "data" and self.table != tables[-1]:
            table = tables[tables.index(self.table) + 1]
            return replace(self, table=table, after=(), files=0)
        return replace(
            self,
            section=export.following(self.section, bool(self.address)),
            table="",
            after=(),
            files=0,
        )


def fill(job: LeasedJob, now: datetime) -> None:
    """
    Write some megabytes, for some seconds at most; the step that comes to the end writes what
    the ZIP is listed by. Killed in between, the step is done again from its start.
    """
    begun = _begin(job)
    if begun is None:
        return
    place, maker = begun
    parts, entries, until = ZipParts(place.size, now), list[ZipEntry](), time.monotonic() + SECONDS
    while place.section != "end" and parts.waiting < PART and time.monotonic() < until:
        for name, data, method, reached in _next(job.organization, place):
            if name:
                entries.append(parts.add(name, data, method))
            place = reached
            if parts.waiting >= PART or time.monotonic() >= until:
                break
    data = (
        _end(job, parts, entries, bool(place.address)) if place.section == "end" else parts.pause()
    )
    _keep(job, place, data, entries, maker, now)


def _begin(job: LeasedJob) -> tuple[Place, dict[str, Any]] | None:
    """None when it is not to be made any more, which is then the job."""
    with job.organization.transaction() as tx:
        row = tx.maybe(
            "select e.state, e.section, e.after, e.files, e.done, e.size, e.address, m.role,"
            " p.name, p.email from exports e left join memberships m on m.person_id = e.person_id"
            " left join people p on p.id = e.person_id where e.id = %s",
            _export_id(job),
        )
        making = row and row["state"] == "making"
        role = row["role"] if row else None
        if row and making and role and access.may(MemberRole(role), Permission.EXPORT_ORGANIZATION):
            table, *after = row["after"] or [""]
            place = Place(
                row["section"], tuple(after), row["files"], row["done"], row["size"], table
            )
            return _about(job.organization, place, row["address"]), row
        # An export goes with its member; the files that were made of it are left to the sweep.
        if row is None or making:
            tx.run("update exports set state = 'refused' where id = %s", _export_id(job))
            tx.jobs.add(tx.organization_id, [Job("sweep_export", _of(job))])
        tx.jobs.done(job)
    return None


def _about(organization: Organization, place: Place, sealed: bytes | None) -> Place:
    """The same with whom it is about, beginning with the first table."""
    address = organization_export.address_of(organization, sealed)
    tables = export.tables(bool(address))
    first = place.section == "data" and not place.table
    return replace(place, address=address, table=tables[0] if first else place.table)


def _next(organization: Organization, place: Place) -> Iterator[tuple[str, bytes, int, Place]]:
    """The next files with where the export stands after each; without a name only that."""
    if place.section in ("originals", "sealed"):
        yield from _documents(organization, place)
        return
    after = list(place.after)
    with organization.transaction() as tx:
        if place.section == "data":
            secrets = export.SECRETS.get(place.table, ())
            about = (export.ABOUT_PERSON[place.table], place.address) if place.address else None
            found = export_rows.rows(tx, place.table, secrets, after, about)
        elif place.section == "trails":
            found = export_rows.trails(tx, after, place.address)
        else:
            found = export_rows.log(tx, after)
    if not found.lines:
        yield "", b"", 0, place.ended()
        return
    below = f"data/{place.table}" if place.section == "data" else place.section
    text = "\n".join((*found.lines, ""))
    yield (
        f"{below}/{place.files + 1:06}.jsonl",
        text.encode(),
        zipfile.ZIP_DEFLATED,
        place.onwards(found.after, found.envelopes),
    )


def _documents(organization: Organization, place: Place) -> Iterator[tuple[str, bytes, int, Place]]:
    read = export_rows.originals if place.section == "originals" else export_rows.sealed
    with organization.transaction() as tx:
        found = read(tx, list(place.after), place.address)
    for file in found:
        place = replace(place.onwards(file.key.split(" ")), done=place.done + 1)
        try:
            data = organization.get(file.object)
        except NotFound:
            # Erased since its row was read, as somebody's rule or request says.
            yield "", b"", 0, place
            continue
        # PDFs are packed already.
        yield _name(place.section, file), data, zipfile.ZIP_STORED, place
    if not found:
        yield "", b"", 0, place.ended()


def _name(section: str, file: StoredFile) -> str:
    if section == "sealed" and not file.name:
        return f"documents/{file.envelope_id}/certificate-of-completion.pdf"
    kind = "sealed" if section == "sealed" else "original"
    name = UNSAFE.sub("_", file.name).strip(" .")[:80] or "document"
    return f"documents/{file.envelope_id}/{kind}-{file.position:02}-{name}"


def _end(job: LeasedJob, parts: ZipParts, entries: list[ZipEntry], about_person: bool) -> bytes:
    with job.organization.transaction() as tx:
        rows = tx.all(
            f"select {ENTRIES} from export_entries where export_id = %s order by position",  # noqa: S608 - our own words
            _export_id(job),
        )
    earlier = [ZipEntry(**row) for row in rows]
    readme = parts.add("README.txt", export.readme(about_person).encode())
    sums = "".join(f"{e.sha256}  {e.name}\n" for e in (*earlier, *entries, readme))
    parts.add("MANIFEST.sha256", sums.encode())
    return parts.end(earlier)


def _keep(
    job: LeasedJob,
    place: Place,
    data: bytes,
    entries: list[ZipEntry],
    maker: dict[str, Any],
    now: datetime,
) -> None:
    """First the bytes, under names of this attempt's own, then that they count."""
    name = f"{folder(_export_id(job))}/{job.id}-{job.attempts}"
    objects = [
        (f"{name}-{n:04}", data[at : at + PART]) for n, at in enumerate(range(0, len(data), PART))
    ]
    for object, part in objects:
        job.organization.put(object, part)
    letter = _letter(job.organization, maker) if place.section == "end" else None
    with job.organization.transaction() as tx:
        wanted = tx.maybe("select state from exports where id = %s for update", _export_id(job))
        if wanted is None:
            tx.jobs.add(tx.organization_id, [Job("sweep_export", _of(job))])
        elif wanted["state"] == "making":
            _write(tx, job, place, len(data), [object for object, _ in objects], entries)
            if letter is not None:
                _finish(tx, job, letter, now)
            else:
                tx.jobs.add(tx.organization_id, [Job("make_export", _of(job))])
        tx.jobs.done(job)


def _write(
    tx: Transaction,
    job: LeasedJob,
    place: Place,
    size: int,
    objects: list[str],
    entries: list[ZipEntry],
) -> None:
    of = (tx.organization_id, _export_id(job))
    tx.run_many(
        "insert into export_parts (organization_id, export_id, number, object)"
        " select %s, %s, coalesce(max(number), 0) + 1, %s from export_parts where export_id = %s",
        [(*of, object, of[1]) for object in objects],
    )
    tx.run_many(
        f"insert into export_entries (organization_id, export_id, {ENTRIES})"  # noqa: S608 - our own words
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (*of, e.position, e.name, e.sha256, e.crc, e.size, e.packed_size, e.method)
            for e in entries
        ],
    )
    tx.run(
        "update exports set section = %s, after = %s, files = %s, done = %s, size = size + %s"
        " where id = %s",
        *(place.section, [place.table, *place.after], place.files, place.done, size, of[1]),
    )


def _finish(tx: Transaction, job: LeasedJob, letter: Job, now: datetime) -> None:
    until = now + export.KEPT
    tx.run(
        "update exports set state = 'ready', expires_at = %s, done = total where id = %s",
        *(until, _export_id(job)),
    )
    tx.jobs.add(tx.organization_id, [letter, Job("sweep_export", _of(job), due_at=until)])


def _letter(organization: Organization, maker: dict[str, Any]) -> Job:
    words = Words("export_ready", maker["name"], maker["email"], "/settings/exports")
    return account_mail.letter(organization, words)


def _of(job: LeasedJob) -> dict[str, str | int]:
    return {"export_id": str(_export_id(job))}


def _export_id(job: LeasedJob) -> UUID:
    return job.said("export_id", UUID)
