"""Pictures of signatures on their way through the worker, for browsers without a script."""

from datetime import datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.principal import MemberPrincipal, RecipientPrincipal
from core.signing.refusals import SignatureImageTooLarge, UnusableImage
from tenants.identifiers import new_id
from tenants.leased_job import LeasedJob
from tenants.store.signing.signature_uploads import SignatureUpload
from tenants.transaction import Transaction
from tenants.use_cases.signing import signature_images
from tenants.use_cases.signing.signature_images import PlainPng

BEGINNINGS = (signature_images.MAGIC, b"\xff\xd8\xff")  # PNG and JPEG
KEPT = timedelta(days=1)


def upload(tx: Transaction, kind: str, field_id: UUID | None, data: bytes, now: datetime) -> UUID:
    """
    Keep a picture and have it made a plain one, in the place of an earlier one.

    Nothing is decoded here. Raises UnusableImage, SignatureImageTooLarge.
    """
    owner, envelope_id = _owner(tx)
    if len(data) > signature_images.BYTES_LIMIT:
        raise SignatureImageTooLarge
    if not data.startswith(BEGINNINGS):
        raise UnusableImage
    id = new_id()
    tx.signature_uploads.replace(id, owner, envelope_id, kind, field_id, data, now, now - KEPT)
    of = {"envelope_id": str(envelope_id)} if envelope_id else {}
    job = Job("convert_signature", {**of, "upload_id": str(id)})
    tx.jobs.add(tx.organization_id, [job])
    return id


def find(tx: Transaction, upload_id: UUID) -> SignatureUpload:
    """Raises NotFound for anyone else's, and for one that was used."""
    owner, _ = _owner(tx)
    return tx.signature_uploads.of(owner, upload_id)


def png(tx: Transaction, upload_id: UUID) -> bytes:
    """The plain picture that was made of it. Raises NotFound."""
    owner, _ = _owner(tx)
    return tx.signature_uploads.ready_png(owner, upload_id)


def forget(tx: Transaction) -> None:
    """It was used, and is kept where it belongs."""
    owner, _ = _owner(tx)
    tx.signature_uploads.delete_of([owner])


def picture(tx: Transaction, job: LeasedJob) -> bytes | None:
    """As it was uploaded; None when it was replaced, converted or erased meanwhile."""
    return tx.signature_uploads.waiting_picture(_upload_id(job))


def ready(tx: Transaction, job: LeasedJob, png: PlainPng) -> None:
    """The recipient who uploaded it looks at it and adopts it."""
    tx.signature_uploads.set_ready(_upload_id(job), png)
    tx.jobs.done(job)


def refuse(tx: Transaction, job: LeasedJob, problem: UnusableImage) -> None:
    tx.signature_uploads.refuse(_upload_id(job), problem)
    tx.jobs.done(job)


def _owner(tx: Transaction) -> tuple[str, UUID | None]:
    """Whose picture it is: a recipient's in their envelope, or a member's own."""
    match tx.principal:
        case RecipientPrincipal() as recipient:
            return recipient.actor, recipient.envelope_id
        case MemberPrincipal() as member:
            tx.require(Permission.OWN_ACCOUNT)
            return member.actor, None
    raise NotImplementedError


def _upload_id(job: LeasedJob) -> UUID:
    return job.argument("upload_id", UUID)
