"""Sealing an envelope that everybody has signed: what the actor reads and writes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import audit, disclosure, ending
from core.audit import Entry, Trail
from core.disclosure import Disclosure
from core.envelope import Envelope, Status
from tenants.organization import Organization, Transaction
from tenants.store.outbox import LostLease
from tenants.use_cases import discarding
from tenants.use_cases.leasing import LeasedJob
from tenants.use_cases.taking_in import canonical_name


class Tampered(Exception):
    """What is stored is not what was signed. It is not sealed; somebody has to look at it."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """
    All that a seal is made of but the documents, checked: the trail up to the last signature, the
    adopted images by id, and the organization's certificate and key in DER.
    """

    envelope: Envelope
    entries: tuple[Entry, ...]
    images: dict[UUID, bytes]
    organization_name: str
    time_zone: str
    sender_name: str
    sender_email: str
    disclosure: Disclosure
    certificate: bytes
    private_key: bytes


@dataclass(frozen=True, slots=True)
class Filed:
    """
    A sealed file in the object store, under this attempt's name; the file itself is let go.

    `id` is that of the document, or the envelope's for the certificate of completion.
    """

    id: UUID
    object: str
    sha256: str
    size: int


def load(job: LeasedJob) -> Sealing | None:
    """None when the envelope needs no sealing (any more). Raises Tampered."""
    organization = job.organization
    with organization.transaction() as tx:
        envelope = tx.envelopes.get(_envelope_id(job))
        if envelope.status is not Status.SIGNED:
            return None
        announce(tx, job)
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
        images={i["id"]: _image(organization, envelope, i["id"], i["image"]) for i in images},
        disclosure=disclosure.for_organization(row["organization_name"]),
        **row | {"private_key": key.decrypt(row["private_key"], "signing key")},
    )


def announce(tx: Transaction, job: LeasedJob) -> None:
    """What this attempt files is thrown away unless `complete` names it."""
    discarding.announce(tx, f"{_folder(job)}/", job.id)


def canonical(job: LeasedJob, sha256: str) -> bytes:
    """One canonical version: an envelope's documents are read one by one. Raises Tampered."""
    data = job.organization.get(canonical_name(sha256))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Tampered(f"the document {sha256} is not what the signers saw")
    return data


def file(job: LeasedJob, id: UUID, data: bytes) -> Filed:
    """Store a sealed file under this attempt's name; it counts once `complete` names it."""
    name = f"{_folder(job)}/{id}"
    job.organization.put(name, data)
    return Filed(id, name, hashlib.sha256(data).hexdigest(), len(data))


def discard(job: LeasedJob) -> None:
    """What this attempt has filed goes at once, when it ends before `complete`."""
    with job.organization.transaction() as tx:
        discarding.hurry(tx, f"{_folder(job)}/", job.id)


def complete(job: LeasedJob, filed: Sequence[Filed], now: datetime) -> bool:
    """
    Say in one commit that everything is sealed. False when another attempt has won.

    `filed` are all documents of the envelope and its certificate. The files of a loser go at
    once. When it is not known whether the commit went through, they are left to the job that was
    announced: it asks the database. Raises LostLease.
    """
    won = False
    try:
        won = _say_completed(job, filed, now)
    except LostLease:
        discard(job)
        raise
    if not won:
        discard(job)
    return won


def _say_completed(job: LeasedJob, filed: Sequence[Filed], now: datetime) -> bool:
    envelope_id = _envelope_id(job)
    hashes = {each.id: each.sha256 for each in filed}
    with job.organization.transaction() as tx:
        before = tx.envelopes.lock(envelope_id)
        outcome = ending.complete(before, hashes, hashes[envelope_id], now)
        if outcome.events:
            tx.record(outcome, "system", now)
            _keep(tx, envelope_id, filed, now)
            discarding.keep(tx, f"{_folder(job)}/", job.id)
        tx.jobs.done(job)
    return bool(outcome.events)


def _image(organization: Organization, envelope: Envelope, id: UUID, sealed: bytes) -> bytes:
    png = organization.key.decrypt(sealed, f"signature:{id}")
    adopted = next(s for s in envelope.signatures if s.id == id)
    if hashlib.sha256(png).hexdigest() != adopted.image_sha256:
        raise Tampered(f"the signature {id} is not what was adopted")
    return png


def _keep(tx: Transaction, envelope_id: UUID, filed: Sequence[Filed], now: datetime) -> None:
    tx.run_many(
        "insert into sealed_files (organization_id, envelope_id, document_id, sha256, object,"
        " size, sealed_at) values (%s, %s, %s, %s, %s, %s, %s)",
        [
            (tx.organization_id, envelope_id, each.id, each.sha256, each.object, each.size, now)
            for each in filed
        ],
    )


def _folder(job: LeasedJob) -> str:
    return f"sealed/{_envelope_id(job)}/{job.id}-{job.attempts}"


def _envelope_id(job: LeasedJob) -> UUID:
    return job.said("envelope_id", UUID)
