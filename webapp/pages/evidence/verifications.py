"""Files handed in for verification, and what is shown of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.openers import sealed_file_search
from tenants.use_cases.evidence import verifying
from tenants.use_cases.evidence.known_files import KnownFile


@dataclass(frozen=True, slots=True)
class Verification:
    """`report` is None while a worker is looking; `known` when we sealed these very bytes."""

    id: UUID
    file_name: str
    sha256: str
    report: dict[str, Any] | None
    known: KnownFile | None


def submit(
    installation: Installation, id: UUID, file_name: str, data: bytes, now: datetime
) -> None:
    """Store the file and have it judged. Raises FileTooLarge, NotAPdf."""
    platform, sha256 = installation.platform, verifying.check(data)
    with platform.transaction(SYSTEM) as tx:
        name = verifying.announce(tx, id, sha256)
    platform.put(name, data)
    with platform.transaction(SYSTEM) as tx:
        unneeded = verifying.submit(tx, id, file_name, sha256, now)
    platform.delete(*unneeded)


def verification(installation: Installation, id: UUID) -> Verification:
    """Raises NotFound, also when the file was handed in more than an hour ago."""
    with installation.platform.transaction(SYSTEM) as tx:
        file = verifying.submitted(tx, id)
    known = sealed_file_search.find(installation, file.sha256) if file.report else None
    return Verification(file.id, file.file_name, file.sha256, file.report, known)
