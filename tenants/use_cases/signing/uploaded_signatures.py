"""Pictures of signatures on their way through the worker, for browsers without a script."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.jobs.job import Job
from core.signing import ceremony as rules
from core.signing.refusals import NoInk, UnusableImage
from tenants.identifiers import new_id
from tenants.member import Member
from tenants.organization import Organization
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.signing import signature_images
from tenants.use_cases.signing.signing_ceremony import Ceremony

BEGINNINGS = (signature_images.MAGIC, b"\xff\xd8\xff")  # PNG and JPEG
KEPT = timedelta(days=1)
PROBLEMS = {problem.code: problem for problem in (UnusableImage, NoInk)}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose picture it is: a recipient's in their envelope, or a member's own."""

    organization: Organization
    name: str
    envelope_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """`state` is waiting, ready or refused, and `problem` why."""

    id: UUID
    kind: str
    field_id: UUID | None
    state: str
    problem: UnusableImage | None


def recipient(ceremony: Ceremony) -> Owner:
    """Raises what signing raises when it is not for them to sign now."""
    rules.fill(ceremony.envelope, ceremony.recipient_id, {})
    return Owner(ceremony.organization, ceremony.actor, ceremony.envelope.id)


def person(member: Member) -> Owner:
    return Owner(member.organization, member.actor)


def upload(owner: Owner, kind: str, field_id: UUID | None, data: bytes, now: datetime) -> UUID:
    """
    Keep a picture and have it made a plain one, in the place of an earlier one.

    Nothing is decoded here. Raises UnusableImage.
    """
    if len(data) > signature_images.BYTES_LIMIT or not data.startswith(BEGINNINGS):
        raise UnusableImage
    id = new_id()
    sealed = owner.organization.key.encrypt(data, _context(id))
    with owner.organization.transaction() as tx:
        tx.run(
            "delete from signature_uploads where owner = %s or uploaded_at < %s",
            *(owner.name, now - KEPT),
        )
        tx.run(
            "insert into signature_uploads (organization_id, id, owner, envelope_id, kind,"
            " field_id, image, uploaded_at) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            *(tx.organization_id, id, owner.name, owner.envelope_id, kind, field_id, sealed, now),
        )
        of = {"envelope_id": str(owner.envelope_id)} if owner.envelope_id else {}
        job = Job("convert_signature", {**of, "upload_id": str(id)})
        tx.jobs.add(tx.organization_id, [job])
    return id


def find(owner: Owner, upload_id: UUID) -> Upload:
    """Raises NotFound for anybody else's, and for one that was used."""
    with owner.organization.transaction() as tx:
        row = tx.one(
            "select id, kind, field_id, state, problem from signature_uploads"
            " where id = %s and owner = %s",
            *(upload_id, owner.name),
        )
    problem = PROBLEMS[row.pop("problem")]() if row["problem"] else row.pop("problem") or None
    return Upload(**row, problem=problem)


def png(owner: Owner, upload_id: UUID) -> bytes:
    """The plain picture that was made of it. Raises NotFound."""
    with owner.organization.transaction() as tx:
        row = tx.one(
            "select image from signature_uploads where id = %s and owner = %s and state = 'ready'",
            *(upload_id, owner.name),
        )
    return owner.organization.key.decrypt(row["image"], _context(upload_id))


def forget(owner: Owner) -> None:
    """It was used, and is kept where it belongs."""
    with owner.organization.transaction() as tx:
        tx.run("delete from signature_uploads where owner = %s", owner.name)


def picture(job: LeasedJob) -> bytes | None:
    """As it was uploaded; None when it was replaced, converted or erased meanwhile."""
    upload_id = _upload_id(job)
    with job.organization.transaction() as tx:
        row = tx.maybe(
            "select image from signature_uploads where id = %s and state = 'waiting'", upload_id
        )
    if row is None:
        return None
    return job.organization.key.decrypt(row["image"], _context(upload_id))


def ready(job: LeasedJob, png: bytes) -> None:
    """Somebody looks at it and adopts it, unless there is no ink in it."""
    try:
        plain = signature_images.check(png)
    except NoInk as problem:
        refuse(job, problem)
        return
    sealed = job.organization.key.encrypt(plain, _context(_upload_id(job)))
    with job.organization.transaction() as tx:
        tx.run(
            "update signature_uploads set image = %s, state = 'ready' where id = %s",
            *(sealed, _upload_id(job)),
        )
        tx.jobs.done(job)


def refuse(job: LeasedJob, problem: UnusableImage) -> None:
    with job.organization.transaction() as tx:
        tx.run(
            "update signature_uploads set image = '', state = 'refused', problem = %s"
            " where id = %s",
            *(problem.code, _upload_id(job)),
        )
        tx.jobs.done(job)


def _upload_id(job: LeasedJob) -> UUID:
    return job.said("upload_id", UUID)


def _context(upload_id: UUID) -> str:
    return f"signature upload:{upload_id}"
