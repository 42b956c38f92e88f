"""Organizations whose signing pages have a host of their own."""

from datetime import UTC, datetime
from uuid import uuid4

from core.organizations.domain_verification import DomainUse
from core.principal import SYSTEM
from tenants.member import Member

USE = DomainUse.SIGNING


def proved(member: Member, host: str = "", at: datetime | None = None) -> str:
    """A host that counts as proved, without a name server."""
    host, at = host or f"sign.{uuid4().hex[:12]}.example", at or datetime.now(UTC)
    with member.organization.transaction(SYSTEM) as tx:
        tx.domain_claims.add(USE, host, "token")
        assert tx.domain_claims.take_over(USE, host)
        tx.domain_claims.note(USE, host, at, at, None)
    return host
