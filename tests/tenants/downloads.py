"""A download as a member makes it: found in a transaction, read when it has ended."""

from datetime import datetime
from uuid import UUID

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import SealedFile
from tests.tenants.opening import run


def sealed_file(
    member: Member, envelope_id: UUID, document_id: UUID | None, now: datetime
) -> SealedFile:
    found = run(member, reading.sealed_file, envelope_id, document_id, now)
    return sealed_files.read(member.organization, found)
