"""Sealing an envelope that everybody has signed: what the actor reads and writes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import audit, disclosure, ending
from core.audit import Entry, Trail
from core.disclosure import Disclosure
from core.envelope import Envelope, Status
from tenants.organization import Organization, Transaction
from tenants.use_cases.leasing import LeasedJob
from tenants.use_cases.taking_in import canonical_name


class Tampered(Exception):
    """What is stored is not what was signed. It is not sealed; somebody has to look at it."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """
    All that a seal is made of, checked: the trail up to the last signature, the canonical
    documents and the adopted images by id, and the organization's certificate and key in DER.
    """

    envelope: Envelope
    entries: tuple[Entry, ...]
    documents: dict[UUID, bytes]
    images: dict[UUID, bytes]
    organization_name: str
    time_zone: str
    sender_name: str
    sender_email: str
    disclosure: Disclosure
    certificate: bytes
    private_key: bytes


def load(job: LeasedJob) -> Sealing | None:
    """None when the envelope needs no sealing (any more). Raises Tampered."""
    organization = job.organization
    with organization.transaction() as tx:
        envelope = tx.envelopes.get(_envelope_id(job))
        if envelope.status is not Status.SIGNED:
            return None
        entries = tx.audit.of(envelope.id)
        row = tx.one(
            "select o.name as organization_name, o.time_zone, o.certificate, o.private_key,"
            " p.name as sender_name, p.email as sender_email"
            " from organizations o, people p where p.id = %s",
            envelope.sender_id,
        )
        images = tx.all("select id, image from signatures where envelope_id = %s", envelope.id)
    try:
        audit.verify(Trail(organization.id, envelope.id), entries, envelope.head)
    except audit.BrokenChain as broken:
        raise Tampered(f"the audit trail of {envelope.id}: {broken}") from broken
    key = organization.key
    return Sealing(
        envelope=envelope,
        entries=entries,
        documents={d.id: _canonical(organization, d.canonical_sha256) for d in envelope.documents},
        images={i["id"]: _image(organization, envelope, i["id"], i["image"]) for i in images},
        disclosure=disclosure.for_organization(row["organization_name"]),
        **row | {"private_key": key.decrypt(row["private_key"], "signing key")},
    )


def complete(
    job: LeasedJob, sealed: Mapping[UUID, bytes], certificate: bytes, now: datetime
) -> bool:
    """
    Store what was sealed and say so, in one commit. False when another attempt has won.

    Files lie under this attempt's name: those of a loser are deleted. Raises LostLease.
    """
    envelope_id = _envelope_id(job)
    files = {**sealed, envelope_id: certificate}
    names = {i: f"sealed/{envelope_id}/{job.id}-{job.attempts}/{i}" for i in files}
    for id, data in files.items():
        job.organization.put(names[id], data)
    won = False
    try:
        won = _say_completed(job, envelope_id, files, names, now)
    finally:
        if not won:
            job.organization.delete(*names.values())
    return won


def _say_completed(
    job: LeasedJob,
    envelope_id: UUID,
    files: Mapping[UUID, bytes],
    names: Mapping[UUID, str],
    now: datetime,
) -> bool:
    hashes = {id: hashlib.sha256(data).hexdigest() for id, data in files.items()}
    with job.organization.transaction() as tx:
        before = tx.envelopes.lock(envelope_id)
        outcome = ending.complete(before, hashes, hashes[envelope_id], now)
        if outcome.events:
            tx.record(outcome, "system", now)
            _keep(tx, envelope_id, names, hashes, files, now)
        tx.jobs.done(job)
    return bool(outcome.events)


def _canonical(organization: Organization, sha256: str) -> bytes:
    data = organization.get(canonical_name(sha256))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Tampered(f"the document {sha256} is not what the signers saw")
    return data


def _image(organization: Organization, envelope: Envelope, id: UUID, sealed: bytes) -> bytes:
    png = organization.key.decrypt(sealed, f"signature:{id}")
    adopted = next(s for s in envelope.signatures if s.id == id)
    if hashlib.sha256(png).hexdigest() != adopted.image_sha256:
        raise Tampered(f"the signature {id} is not what was adopted")
    return png


def _keep(
    tx: Transaction,
    envelope_id: UUID,
    names: Mapping[UUID, str],
    hashes: Mapping[UUID, str],
    files: Mapping[UUID, bytes],
    now: datetime,
) -> None:
    tx.run_many(
        "insert into sealed_files (organization_id, envelope_id, document_id, sha256, object,"
        " size, sealed_at) values (%s, %s, %s, %s, %s, %s, %s)",
        [
            (tx.organization_id, envelope_id, id, hashes[id], names[id], len(data), now)
            for id, data in files.items()
        ],
    )


def _envelope_id(job: LeasedJob) -> UUID:
    return job.said("envelope_id", UUID)
