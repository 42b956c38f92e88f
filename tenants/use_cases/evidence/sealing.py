"""Sealing an envelope that everybody has signed: what the actor reads and writes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes import ending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.sender import Sender
from core.evidence import audit, consistency
from core.evidence.audit import Entry, Trail
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.organization import Organization, Transaction
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.documents import unused_files
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.evidence import signing_certificates
from tenants.use_cases.jobs.leasing import LeasedJob

NOT_SEALED = "Not sealed: "  # how the reason of a stopped seal begins
NAMED = 5  # differences in a message, of however many there are


class Tampered(Exception):
    """
    What is stored is not what was signed. It is not sealed; an operator has to look at it.

    The text names tables, columns and ids, and no value.
    """

    permanent = True

    def __init__(self, why: str) -> None:
        super().__init__(NOT_SEALED + why)


@dataclass(frozen=True, slots=True)
class Sealing:
    """
    All that a seal is made of but the documents, checked: the trail up to the last signature, the
    rows that it proves, who sent as it was recorded then, the adopted images by id, and the
    organization's certificate and key in DER.
    """

    envelope: Envelope
    entries: tuple[Entry, ...]
    images: dict[UUID, bytes]
    sender: Sender
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
        envelope = _locked(tx, _envelope_id(job))
        if envelope.status is Status.SIGNED:
            announce(tx, job)
        entries = tx.audit.of(envelope.id)
        row = tx.one("select certificate, private_key from organizations")
        images = tx.all("select id, image from signatures where envelope_id = %s", envelope.id)
    _check(organization, envelope, entries)
    if envelope.status is not Status.SIGNED:
        return None
    return Sealing(
        envelope=envelope,
        entries=consistency.until_signed(entries),
        images={i["id"]: _image(organization, envelope, i["id"], i["image"]) for i in images},
        sender=consistency.sender(entries),
        certificate=row["certificate"],
        private_key=_private_key(organization, row["certificate"], row["private_key"]),
    )


def announce(tx: Transaction, job: LeasedJob) -> None:
    """What this attempt files is thrown away unless `complete` names it."""
    unused_files.announce(tx, f"{_folder(job)}/", job.id)


def canonical(job: LeasedJob, sha256: str) -> bytes:
    """One canonical version: an envelope's documents are read one by one. Raises Tampered."""
    data = _decrypted(lambda: job.organization.get(canonical_name(sha256)))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Tampered(f"the file of document {sha256} is not what the signers saw.")
    return data


def file(job: LeasedJob, id: UUID, data: bytes) -> Filed:
    """Store a sealed file under this attempt's name; it counts once `complete` names it."""
    name = f"{_folder(job)}/{id}"
    job.organization.put(name, data)
    return Filed(id, name, hashlib.sha256(data).hexdigest(), len(data))


def discard(job: LeasedJob) -> None:
    """What this attempt has filed goes at once, when it ends before `complete`."""
    with job.organization.transaction() as tx:
        unused_files.hurry(tx, f"{_folder(job)}/", job.id)


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
            unused_files.keep(tx, f"{_folder(job)}/", job.id)
        tx.jobs.done(job)
    return bool(outcome.events)


def _locked(tx: Transaction, envelope_id: UUID) -> Envelope:
    """Held, so that rows, trail and images are of one moment. Raises Tampered."""
    try:
        return tx.envelopes.lock(envelope_id)
    except ValueError as unknown:
        raise Tampered(f"the rows of {envelope_id} say what none can say.") from unknown


def _check(organization: Organization, envelope: Envelope, entries: tuple[Entry, ...]) -> None:
    """The chain first, then every row that it tells of. Raises Tampered."""
    try:
        audit.verify(Trail(organization.id, envelope.id), entries, envelope.head)
        consistency.sender(entries)
    except (audit.BrokenChain, consistency.TrailIncomplete) as broken:
        raise Tampered(f"the audit trail of {envelope.id}, {broken}.") from broken
    found = consistency.differences(envelope, entries)
    if found:
        more = f", and {len(found) - NAMED} more" if len(found) > NAMED else ""
        named = ", ".join(map(str, found[:NAMED]))
        raise Tampered(
            f"what is stored of envelope {envelope.id} is not what was signed"
            f" according to its audit trail: {named}{more}."
        )


def _image(organization: Organization, envelope: Envelope, id: UUID, sealed: bytes) -> bytes:
    adopted = next(s for s in envelope.signatures if s.id == id)
    png = _decrypted(lambda: organization.key.decrypt(sealed, f"signature:{id}"))
    if hashlib.sha256(png).hexdigest() != adopted.image_sha256:
        raise Tampered(f"signatures.image of {id} is not what was adopted.")
    return png


def _private_key(organization: Organization, certificate: bytes, sealed: bytes) -> bytes:
    """The key in PKCS#8 DER, if the certificate is the one that was made with it."""
    key = _decrypted(lambda: organization.key.decrypt(sealed, "signing key"))
    if not key or not signing_certificates.belong_together(certificate, key):
        raise Tampered("organizations.certificate and its key do not belong together.")
    return key


def _decrypted(read: Callable[[], bytes]) -> bytes:
    """Nothing where the bytes were changed; a key that was destroyed is another matter."""
    try:
        return read()
    except Destroyed:
        raise
    except Undecryptable:
        return b""


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
