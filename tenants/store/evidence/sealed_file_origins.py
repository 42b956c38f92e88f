"""Which organization sealed a file, and by what it can be recognized."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class SealedFileOrigin:
    """`domains` are those that the organization has proven by DNS to be its own."""

    organization_name: str
    slug: str
    certificate: bytes
    sealed_at: datetime
    domains: tuple[str, ...]


class SealedFileOrigins:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, envelope_id: UUID, document_id: UUID) -> SealedFileOrigin:
        """Raises NotFound."""
        row = self._rows.one(
            "select o.name as organization_name, o.slug, o.certificate, f.sealed_at,"
            " array(select domain from domain_claims where use = 'sign_in'"
            " and verified_at is not null order by 1) as domains"
            " from organizations o, sealed_files f where f.envelope_id = %s and f.document_id = %s",
            *(envelope_id, document_id),
        )
        return SealedFileOrigin(**row | {"domains": tuple(row["domains"])})
