"""Finding a sealed file by its hash: the directory names its organization, which knows more."""

from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.use_cases.evidence import known_files
from tenants.use_cases.evidence.known_files import KnownFile


def find(installation: Installation, sha256: str) -> KnownFile | None:
    """The opener for all who ask: the public page, its worker, the command line."""
    found = installation.directory.sealed_file(sha256)
    if found is None:
        return None
    with installation.organization(found.organization_id).transaction(SYSTEM) as tx:
        return known_files.known_file(tx, found.envelope_id, found.document_id, sha256)
