"""A picture that becomes an organization's logo, once the sandbox has made it a plain one."""

import hashlib
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.organizations.branding import Logo
from core.refusals import Invalid, sentence
from tenants.installation import Organization
from tenants.transaction import Transaction
from tenants.use_cases.organizations import brand_look, branding

BYTES_LIMIT = 1_000_000
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def check(data: bytes) -> None:
    """Whether it could be a picture. Nothing is decoded here. Raises Invalid."""
    if not data:
        raise Invalid(logo=sentence("Choose an image first."))
    if len(data) > BYTES_LIMIT:
        raise Invalid(logo=sentence("This image is larger than 1 MB. Choose a smaller one."))
    if not _is_picture(data):
        raise Invalid(logo=sentence("This is not a PNG, JPEG or WebP image. Choose another one."))


def announce(tx: Transaction, upload_id: UUID) -> None:
    """Before the picture is stored: it is kept for a day."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.unused_files.announce(_uploaded(upload_id), upload_id)


def store(organization: Organization, upload_id: UUID, data: bytes) -> None:
    """The picture, after it was checked and announced."""
    organization.put(_uploaded(upload_id), data)


def upload(tx: Transaction, upload_id: UUID) -> None:
    """Have the picture looked at, instead of one that was uploaded before."""
    tx.require(Permission.MANAGE_SETTINGS)
    branding.lock(tx)
    tx.branding_rows.expect_logo(upload_id)
    job = Job("prepare_logo", {"upload_id": str(upload_id), "by": tx.principal.actor})
    tx.jobs.add(tx.organization_id, [job])


def picture(organization: Organization, upload_id: UUID) -> bytes:
    """As it was uploaded. Raises NotFound."""
    return organization.get(_uploaded(upload_id))


def store_plain(organization: Organization, png: bytes, width: int, height: int) -> Logo:
    """What the sandbox made of it, before it is accepted."""
    logo = Logo(hashlib.sha256(png).hexdigest(), width, height)
    organization.put(stored(logo.sha256), png)
    return logo


def accept(tx: Transaction, upload_id: UUID, logo: Logo, by: str, now: datetime) -> None:
    """It is the logo now, unless another one was uploaded meanwhile. `by` uploaded it."""
    row = branding.lock(tx)
    if row["logo_upload"] == str(upload_id):
        old = brand_look.read(row["settings"])
        branding.become(tx, old, replace(old, logo=logo), by, now)
        tx.branding_rows.end_logo()


def reject(tx: Transaction, upload_id: UUID, reason: str) -> None:
    """`reason` is the code of a refusal; the page says its sentence."""
    tx.branding_rows.refuse_logo(upload_id, reason)


def stored(sha256: str) -> str:
    """Where a logo lies; also one that was replaced, which mails sent before still show."""
    return f"branding/{sha256[:16]}.png"


def _uploaded(upload_id: UUID) -> str:
    return f"branding/uploads/{upload_id}"


def _is_picture(data: bytes) -> bool:
    return data.startswith(BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
