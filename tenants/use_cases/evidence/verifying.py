"""Verifying a PDF that anybody hands in, and finding what we sealed by its hash."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.addresses import email_address
from core.documents.document import BYTES_LIMIT
from core.documents.refusals import FileTooLarge, NotAPdf
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.evidence import audit, consistency
from core.evidence.audit import Entry, Trail
from core.jobs.job import Job
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.installation import Installation
from tenants.organization import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.envelopes import reading
from tenants.use_cases.jobs.leasing import LeasedJob

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Signer:
    """`address` is masked: enough to recognize whom one knows. `did`: "Signed", "Approved"."""

    name: str
    address: str
    at: datetime | None
    did: str
    signs: bool


@dataclass(frozen=True, slots=True)
class KnownFile:
    """
    A file that this installation sealed, byte for byte, as a verified audit trail says.

    Two organizations may have one name: `slug` is this one's alone, `domains` are those that it
    has proven by DNS to be its own. `proved`: rows and trail say the same; else no names are given,
    as of a `closed` organization, whose names are erased.
    """

    organization_name: str
    slug: str
    domains: tuple[str, ...]
    proved: bool
    closed: bool
    envelope_name: str
    certificate: bytes
    sealed_at: datetime
    signers: tuple[Signer, ...]

    @property
    def all_sign(self) -> bool:
        return all(signer.signs for signer in self.signers)


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
    sha256 = hashlib.sha256(data).hexdigest()
    with platform.transaction() as tx:
        # Whatever becomes of it, after a day it is gone.
        unused_files.announce(tx, _object(verification_id, sha256), verification_id)
    platform.put(_object(verification_id, sha256), data)
    with platform.transaction() as tx:
        old = tx.all(
            "delete from verifications where created_at < %s returning id, sha256", now - KEPT
        )
        added = tx.run(
            "insert into verifications (organization_id, id, file_name, sha256, created_at)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(platform.id, verification_id, _shown(file_name), sha256, now),
        )
        if added:
            job = Job("check_sealed_file", {"verification_id": str(verification_id)})
            tx.jobs.add(platform.id, [job])
        kept = tx.one("select sha256 from verifications where id = %s", verification_id)["sha256"]
    platform.delete(*(_object(row["id"], row["sha256"]) for row in old))
    if kept != sha256:
        platform.delete(_object(verification_id, sha256))


def report(installation: Installation, verification_id: UUID) -> Verification:
    """Raises NotFound, also when it is older than an hour."""
    with installation.platform.transaction() as tx:
        row = tx.one(
            "select id, file_name, sha256, report from verifications where id = %s",
            verification_id,
        )
    known = find(installation, row["sha256"]) if row["report"] else None
    return Verification(**row, known=known)


def find(installation: Installation, sha256: str) -> KnownFile | None:
    """
    What this installation knows of a sealed file with this SHA-256 (hex).

    A row alone makes no file known: an intact audit trail has to name it.
    """
    found = installation.door.sealed_file(sha256)
    if found is None:
        return None
    with installation.organization(found.organization_id).transaction() as tx:
        envelope, _, entries = reading.with_trail(tx, *tx.envelopes.versioned(found.envelope_id))
        if not _is_named(tx, envelope, entries, sha256):
            return None
        row = tx.one(
            "select o.name as organization_name, o.slug, o.certificate, f.sealed_at"
            " from organizations o, sealed_files f where f.envelope_id = %s and f.document_id = %s",
            *(found.envelope_id, found.document_id),
        )
        domains = tx.all("select domain from sso_domains where verified_at is not null order by 1")
        closed = _is_closed(tx)
        proved = not consistency.differences(envelope, entries)
    if proved:
        row["organization_name"] = consistency.sender(entries).organization
    return KnownFile(
        **row,
        domains=tuple(d["domain"] for d in domains),
        proved=proved,
        closed=closed,
        envelope_name=envelope.name if proved else "",
        signers=_signers(envelope) if proved else (),
    )


def _is_closed(tx: Transaction) -> bool:
    try:
        return not tx.key
    except Destroyed:
        return True
    except Undecryptable:
        return False


def _is_named(tx: Transaction, envelope: Envelope, entries: tuple[Entry, ...], sha256: str) -> bool:
    """Whether the trail is whole, and says that these very bytes were sealed."""
    try:
        audit.verify(Trail(tx.organization_id, envelope.id), entries, envelope.head)
    except audit.BrokenChain:
        return False
    completed = [e.data for e in entries if e.type == "EnvelopeCompleted"]
    return any(sha256 in (c["certificate"], *c["documents"].values()) for c in completed)


def _signers(envelope: Envelope) -> tuple[Signer, ...]:
    acting = [r for r in envelope.recipients if r.role.acts]
    acting.sort(key=lambda r: r.completed_at or envelope.created_at)
    return tuple(_signer(r) for r in acting)


def _signer(recipient: Recipient) -> Signer:
    role = recipient.role
    did = role.words.finished_at
    address = email_address.mask(recipient.email)
    return Signer(recipient.name, address, recipient.completed_at, did, role.signs)


def load(job: LeasedJob) -> tuple[bytes, KnownFile | None]:
    """The file to judge, and what is known of it. Raises NotFound when it is gone."""
    data = job.organization.get(_object(_id(job), _sha256(job)))
    return data, find(job.organization.installation, hashlib.sha256(data).hexdigest())


def write(job: LeasedJob, report: dict[str, Any], now: datetime) -> None:
    """The verdict; the file is deleted."""
    sha256 = _sha256(job)
    with job.organization.transaction() as tx:
        tx.run("update verifications set report = %s where id = %s", Jsonb(report), _id(job))
        tx.jobs.done(job)
    job.organization.delete(_object(_id(job), sha256))


def was_forgotten(job: LeasedJob) -> bool:
    """Whether the job is about a file that was handed in too long ago."""
    if "verification_id" not in job.arguments:
        return False
    with job.organization.transaction() as tx:
        return tx.maybe("select from verifications where id = %s", _id(job)) is None


def _id(job: LeasedJob) -> UUID:
    return job.said("verification_id", UUID)


def _sha256(job: LeasedJob) -> str:
    with job.organization.transaction() as tx:
        return str(tx.one("select sha256 from verifications where id = %s", _id(job))["sha256"])


def _object(verification_id: UUID, sha256: str) -> str:
    """By its hash too: a second file with the same id must never get the first one's verdict."""
    return f"verifications/{verification_id}/{sha256}"


def _shown(file_name: str) -> str:
    """What people read: no control character, and short."""
    return "".join(c for c in file_name if c.isprintable())[:200]
