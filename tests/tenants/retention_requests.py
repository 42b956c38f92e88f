"""What a member asks for in the portal that destroys or gives out much, as the routes do it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from core.retention import closing
from tenants.member import Member
from tenants.store.retention.organization_exports import OrganizationExport
from tenants.store.retention.value_exports import ValueExport
from tenants.use_cases.retention import (
    erasure_requests,
    field_value_export,
    organization_closing,
    organization_export,
)
from tests.tenants import own_account
from tests.tenants.opening import run


def ask_erasure(
    member: Member,
    erasure_id: UUID,
    address: str,
    repeated: str,
    proof: str,
    with_documents: bool,
    now: datetime,
) -> None:
    checked = erasure_requests.check(address, repeated)
    shown = own_account.proof(member, proof)
    run(member, erasure_requests.ask, erasure_id, checked, with_documents, shown, now)


def close(member: Member, slug: str, proof: str, now: datetime) -> None:
    closing.check_slug(slug, member.slug)
    run(member, organization_closing.close, own_account.proof(member, proof), now)


def export_file(
    member: Member, export_id: UUID, now: datetime
) -> tuple[OrganizationExport, Iterator[bytes]]:
    export, names = run(member, organization_export.file, export_id, now)
    return export, organization_export.parts(member.organization, names)


def values_file(member: Member, export_id: UUID, now: datetime) -> tuple[ValueExport, bytes]:
    export, name = run(member, field_value_export.file, export_id, now)
    return export, member.organization.get(name)
