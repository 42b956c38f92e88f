"""What anybody may fetch of an organization's branding, by an address that nobody guesses."""

import re

from core.refusals import NotFound
from core.signing import link
from tenants.installation import Installation
from tenants.organization import Organization
from tenants.use_cases.organizations import brand_look, logo_upload
from tenants.use_cases.organizations.brand_look import Brand


def show(installation: Installation, token: str) -> tuple[Organization, Brand]:
    """Raises NotFound."""
    organization_id = installation.door.branded_organization(link.digest(token))
    if organization_id is None:
        raise NotFound
    organization = installation.organization(organization_id)
    with organization.transaction() as tx:
        row = tx.one("select settings, version from branding")
    return organization, brand_look.of(organization, **row)


def logo(installation: Installation, token: str, name: str) -> bytes:
    """A logo, also one that mails of long ago show, by its name of 16 digits. Raises NotFound."""
    organization, _ = show(installation, token)
    if not re.fullmatch(r"[0-9a-f]{16}", name):
        raise NotFound
    return organization.get(logo_upload.stored(name))
