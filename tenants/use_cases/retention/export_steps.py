"""One step of making an export: the next files of the ZIP, and the next step called for."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission
from core.jobs.job import Job
from core.refusals import NotFound
from core.retention import export
from tenants.files.resumable_zip import ZipEntry, ZipParts
from tenants.installation import Organization
from tenants.leased_job import LeasedJob
from tenants.store.retention import export_rows, export_tables
from tenants.store.retention.export_rows import Lines, StoredFile
from tenants.store.retention.organization_exports import ExportProgress
from tenants.transaction import Transaction
from tenants.use_cases.retention.export_place import ExportPlace, place_of
from tenants.use_cases.retention.organization_export import folder
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words

PART = 8_000_000  # bytes
UNSAFE = re.compile(r"[^\w .()\[\]-]+")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file for the ZIP, and where the export stands after it; without a name only that."""

    reached: ExportPlace
    name: str = ""
    data: bytes = b""
    method: int = zipfile.ZIP_STORED  # PDFs are packed already


def begin(tx: Transaction, job: LeasedJob) -> tuple[ExportPlace, ExportProgress] | None:
    """None when it is not to be made any more, which is then the job."""
    found = tx.organization_exports.progress(_export_id(job))
    making = found is not None and found.state == "making"
    if found and making and found.role and access.may(found.role, Permission.EXPORT_ORGANIZATION):
        return place_of(found), found
    # An export goes with its member; the files that were made of it are left to `delete_export`.
    if found is None or making:
        tx.organization_exports.refuse(_export_id(job))
        tx.jobs.add(tx.organization_id, [Job("delete_export", _of(job))])
    tx.jobs.done(job)
    return None


def read(tx: Transaction, place: ExportPlace) -> Lines | list[StoredFile]:
    """The rows that come next."""
    after = list(place.after)
    match place.section:
        case "originals":
            return export_rows.originals(tx.rows, after, place.address)
        case "sealed":
            return export_rows.sealed(tx.rows, after, place.address)
        case "attached":
            return export_rows.attached(tx.rows, after, place.address)
        case "archived":
            return export_rows.archived(tx.rows, after, place.address)
        case "data":
            secrets = export_tables.SECRETS.get(place.table, ())
            about = (
                (export_tables.ABOUT_PERSON[place.table], place.address) if place.address else None
            )
            return export_rows.table_rows(tx.rows, place.table, secrets, after, about)
        case "trails":
            return export_rows.trails(tx.rows, tx.audit.values, after, place.address)
    return export_rows.log(tx.rows, tx.admin_log.values, after)


def files(
    organization: Organization, place: ExportPlace, found: Lines | list[StoredFile]
) -> Iterator[ExportedFile]:
    """The files that are made of these rows, read with no transaction open."""
    if isinstance(found, list):
        yield from _documents(organization, place, found)
    elif not found.lines:
        yield ExportedFile(place.ended())
    else:
        below = f"data/{place.table}" if place.section == "data" else place.section
        yield ExportedFile(
            place.onwards(found.after, found.envelopes),
            f"{below}/{place.files + 1:06}.jsonl",
            "\n".join((*found.lines, "")).encode(),
            zipfile.ZIP_DEFLATED,
        )


def listed(tx: Transaction, job: LeasedJob) -> list[ZipEntry]:
    """All files that earlier steps wrote."""
    return tx.export_parts.entries(_export_id(job))


def end(
    parts: ZipParts, earlier: list[ZipEntry], entries: list[ZipEntry], about_person: bool
) -> bytes:
    """The last bytes of the ZIP: its README, its manifest, its table of contents."""
    readme = parts.add("README.txt", export.readme(about_person).encode())
    sums = "".join(f"{e.sha256}  {e.name}\n" for e in (*earlier, *entries, readme))
    parts.add("MANIFEST.sha256", sums.encode())
    return parts.end(earlier)


def store(job: LeasedJob, data: bytes) -> list[str]:
    """Store the bytes under names of this attempt's own; they count once `keep` names them."""
    name = f"{folder(_export_id(job))}/{job.id}-{job.attempts}"
    chunks = [data[at : at + PART] for at in range(0, len(data), PART)]
    objects = [f"{name}-{number:04}" for number in range(len(chunks))]
    for object, chunk in zip(objects, chunks, strict=True):
        job.organization.put(object, chunk)
    return objects


def letter(job: LeasedJob, progress: ExportProgress) -> Job:
    """The mail to the member who asked, that it is ready."""
    words = Words("export_ready", progress.name, progress.email, "/settings/exports")
    return account_mail.letter(job.organization, words)


def keep(
    tx: Transaction,
    job: LeasedJob,
    place: ExportPlace,
    size: int,
    objects: list[str],
    entries: list[ZipEntry],
    letter: Job | None,
    now: datetime,
) -> None:
    """Say that what was stored counts. With a letter it is ready, without it goes on."""
    export_id = _export_id(job)
    state = tx.organization_exports.lock_state(export_id)
    if state is None:
        tx.jobs.add(tx.organization_id, [Job("delete_export", _of(job))])
    elif state == "making":
        tx.export_parts.add(export_id, objects, entries)
        after = [place.table, *place.after]
        tx.organization_exports.advance(
            export_id, place.section, after, place.files, place.done, size
        )
        if letter is None:
            tx.jobs.add(tx.organization_id, [Job("make_export", _of(job))])
        else:
            until = now + export.KEPT
            tx.organization_exports.finish(export_id, until)
            deletion = Job("delete_export", _of(job), due_at=until)
            tx.jobs.add(tx.organization_id, [letter, deletion])
    tx.jobs.done(job)


def discard(tx: Transaction, job: LeasedJob) -> str:
    """
    It has expired, or no one wants it: the folder to be emptied before `delete`.

    What a worker left behind halfway goes as well.
    """
    tx.organization_exports.discard(_export_id(job))
    return folder(_export_id(job))


def delete(tx: Transaction, job: LeasedJob) -> None:
    """Delete the row of the export, after its files are gone."""
    tx.organization_exports.delete(_export_id(job))
    tx.jobs.done(job)


def _documents(
    organization: Organization, place: ExportPlace, found: list[StoredFile]
) -> Iterator[ExportedFile]:
    for file in found:
        place = replace(place.onwards(file.key.split(" ")), done=place.done + 1)
        try:
            data = organization.get(file.object)
        except NotFound:
            # Erased since its row was read, by a rule or a request.
            yield ExportedFile(place)
            continue
        yield ExportedFile(place, _name(place.section, file), data)
    if not found:
        yield ExportedFile(place.ended())


def _name(section: str, file: StoredFile) -> str:
    if section == "sealed" and not file.name:
        return f"documents/{file.envelope_id}/certificate-of-completion.pdf"
    kind = {"sealed": "sealed", "attached": "attached"}.get(section, "original")
    name = UNSAFE.sub("_", file.name).strip(" .")[:80] or "document"
    if section == "archived":
        return f"archived/{file.envelope_id}/{file.position:02}-{name}"
    return f"documents/{file.envelope_id}/{kind}-{file.position:02}-{name}"


def _of(job: LeasedJob) -> dict[str, str | int]:
    return {"export_id": str(_export_id(job))}


def _export_id(job: LeasedJob) -> UUID:
    return job.argument("export_id", UUID)
