"""A picture that becomes an organization's logo, once the sandbox has made it a plain one."""

import hashlib
from dataclasses import replace
from datetime import datetime

from core.access import Permission
from core.branding import Logo
from core.jobs import Job
from core.refusals import Invalid, sentence
from tenants import brand
from tenants.member import Member
from tenants.use_cases import branding
from tenants.use_cases.leasing import LeasedJob

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
    sha256 = hashlib.sha256(data).hexdigest()
    member.organization.put(_uploaded(sha256), data)
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        branding.lock(tx, member.organization)
        tx.run("update branding set logo_upload = %s, logo_problem = ''", sha256)
        job = Job("prepare_logo", {"sha256": sha256, "by": member.actor})
        tx.jobs.add(tx.organization_id, [job])


def picture(job: LeasedJob) -> bytes:
    """As it was uploaded. Raises NotFound."""
    return job.organization.get(_uploaded(job.arguments["sha256"]))


def accept(job: LeasedJob, png: bytes, width: int, height: int, now: datetime) -> None:
    """It is the logo now, unless another one was uploaded meanwhile."""
    logo = Logo(hashlib.sha256(png).hexdigest(), width, height)
    job.organization.put(stored(logo.sha256), png)
    with job.organization.transaction() as tx:
        row = branding.lock(tx, job.organization)
        if row["logo_upload"] == job.arguments["sha256"]:
            old = brand.read(row["settings"])
            branding.become(tx, old, replace(old, logo=logo), job.arguments["by"], now)
            tx.run("update branding set logo_upload = ''")
        tx.jobs.done(job)
    job.organization.delete(_uploaded(job.arguments["sha256"]))


def reject(job: LeasedJob, reason: str) -> None:
    """`reason` is the name of a refusal; the page says its sentence."""
    with job.organization.transaction() as tx:
        tx.run(
            "update branding set logo_problem = %s where logo_upload = %s",
            *(reason, job.arguments["sha256"]),
        )
        tx.jobs.done(job)
    job.organization.delete(_uploaded(job.arguments["sha256"]))


def stored(sha256: str) -> str:
    """Where a logo lies; also one that was replaced, which mails sent before still show."""
    return f"branding/{sha256[:16]}.png"


def _uploaded(sha256: str) -> str:
    return f"branding/uploads/{sha256}"


def _is_picture(data: bytes) -> bool:
    return data.startswith(BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
