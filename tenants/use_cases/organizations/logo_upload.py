"""A picture that becomes an organization's logo, once the sandbox has made it a plain one."""

import hashlib
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.organizations.branding import Logo
from core.refusals import Invalid, sentence
from tenants.identifiers import new_id
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.use_cases.organizations import brand_look, branding

BYTES_LIMIT = 1_000_000
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def upload(member: Member, data: bytes, now: datetime) -> None:
    """Keep a picture and have it looked at. Nothing is decoded here. Raises Invalid."""
    if not data:
        raise Invalid(logo=sentence("Choose a picture first."))
    if len(data) > BYTES_LIMIT:
        raise Invalid(logo=sentence("This picture is larger than 1 MB. Make it smaller."))
    if not _is_picture(data):
        raise Invalid(logo=sentence("This is no PNG, JPEG or WebP picture. Choose another one."))
    upload_id = new_id()
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        tx.unused_files.announce(_uploaded(upload_id), upload_id)
    member.organization.put(_uploaded(upload_id), data)
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        branding.lock(tx, member.organization)
        tx.run("update branding set logo_upload = %s, logo_problem = ''", str(upload_id))
        job = Job("prepare_logo", {"upload_id": str(upload_id), "by": member.actor})
        tx.jobs.add(tx.organization_id, [job])


def picture(job: LeasedJob) -> bytes:
    """As it was uploaded. Raises NotFound."""
    return job.organization.get(_uploaded(_upload_id(job)))


def accept(job: LeasedJob, png: bytes, width: int, height: int, now: datetime) -> None:
    """It is the logo now, unless another one was uploaded meanwhile."""
    logo = Logo(hashlib.sha256(png).hexdigest(), width, height)
    job.organization.put(stored(logo.sha256), png)
    with job.organization.transaction() as tx:
        row = branding.lock(tx, job.organization)
        if row["logo_upload"] == str(_upload_id(job)):
            old = brand_look.read(row["settings"])
            branding.become(tx, old, replace(old, logo=logo), job.said("by", str), now)
            tx.run("update branding set logo_upload = ''")
        tx.jobs.done(job)


def reject(job: LeasedJob, reason: str) -> None:
    """`reason` is the name of a refusal; the page says its sentence."""
    with job.organization.transaction() as tx:
        tx.run(
            "update branding set logo_problem = %s where logo_upload = %s",
            *(reason, str(_upload_id(job))),
        )
        tx.jobs.done(job)


def stored(sha256: str) -> str:
    """Where a logo lies; also one that was replaced, which mails sent before still show."""
    return f"branding/{sha256[:16]}.png"


def _uploaded(upload_id: UUID) -> str:
    return f"branding/uploads/{upload_id}"


def _upload_id(job: LeasedJob) -> UUID:
    return job.said("upload_id", UUID)


def _is_picture(data: bytes) -> bool:
    return data.startswith(BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
