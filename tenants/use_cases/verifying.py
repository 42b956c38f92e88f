"""Verifying a PDF that anybody hands in, and finding what we sealed by its hash."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.document import BYTES_LIMIT
from core.jobs import Job
from core.recipient import Role
from core.refusals import FileTooLarge, NotAPdf
from tenants.installation import Installation
from tenants.use_cases.leasing import LeasedJob

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that this installation sealed, byte for byte."""

    organization_name: str
    envelope_name: str
    certificate: bytes
    sealed_at: datetime
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """`report` is None while a worker is looking; `known` when we sealed these very bytes."""

    id: UUID
    file_name: str
    sha256: str
    report: dict[str, Any] | None
    known: KnownFile | None


def submit(
    installation: Installation, verification_id: UUID, file_name: str, data: bytes, now: datetime
) -> None:
    """Have a file judged. It is kept for the judge alone, and deleted with the verdict."""
    if len(data) > BYTES_LIMIT:
        raise FileTooLarge
    if not data:
        raise NotAPdf
    platform = installation.platform
    platform.put(_object(verification_id), data)
    with platform.transaction() as tx:
        tx.run("delete from verifications where created_at < %s", now - KEPT)
        added = tx.run(
            "insert into verifications (organization_id, id, file_name, sha256, created_at)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(platform.id, verification_id, file_name[:200]),
            *(hashlib.sha256(data).hexdigest(), now),
        )
        if added:
            job = Job("check_sealed_file", {"verification_id": str(verification_id)})
            tx.jobs.add(platform.id, [job])


def report(installation: Installation, verification_id: UUID) -> Verification:
    """Raises NotFound, also when it is older than an hour."""
    with installation.platform.transaction() as tx:
        row = tx.one(
            "select id, file_name, sha256, report from verifications where id = %s",
            verification_id,
        )
    return Verification(**row, known=find(installation, row["sha256"]))


def find(installation: Installation, sha256: str) -> KnownFile | None:
    """What this installation knows of a sealed file with this SHA-256 (hex)."""
    found = installation.door.sealed_file(sha256)
    if found is None:
        return None
    with installation.organization(found.organization_id).transaction() as tx:
        row = tx.one(
            "select o.name as organization_name, o.certificate, e.name as envelope_name,"
            " f.sealed_at from organizations o, envelopes e join sealed_files f"
            " on f.envelope_id = e.id where e.id = %s and f.document_id = %s",
            *(found.envelope_id, found.document_id),
        )
        signers = tx.all(
            "select name, completed_at as at from recipients"
            " where envelope_id = %s and role <> %s order by completed_at, position",
            *(found.envelope_id, Role.CC),
        )
    return KnownFile(**row, signers=tuple(Signer(**s) for s in signers))


def load(job: LeasedJob) -> tuple[bytes, KnownFile | None]:
    """The file to judge, and what is known of it. Raises NotFound when it is gone."""
    data = job.organization.get(_object(_id(job)))
    return data, find(job.organization.installation, hashlib.sha256(data).hexdigest())


def write(job: LeasedJob, report: dict[str, Any], now: datetime) -> None:
    """The verdict; the file is deleted."""
    with job.organization.transaction() as tx:
        tx.run("update verifications set report = %s where id = %s", Jsonb(report), _id(job))
        tx.jobs.done(job)
    job.organization.delete(_object(_id(job)))


def _id(job: LeasedJob) -> UUID:
    return UUID(str(job.arguments["verification_id"]))


def _object(verification_id: UUID) -> str:
    return f"verifications/{verification_id}"
