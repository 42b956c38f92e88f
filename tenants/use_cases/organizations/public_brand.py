"""What anyone may fetch of an organization's branding, by an address that no one guesses."""

import re

from core.refusals import NotFound
from core.signing import link
from tenants.installation import Installation, Organization
from tenants.transaction import Transaction
from tenants.use_cases.organizations import brand_look, logo_upload
from tenants.use_cases.organizations.brand_look import Brand


def organization_of(installation: Installation, token: str) -> Organization:
    """Raises NotFound."""
    organization_id = installation.directory.branded_organization(link.digest(token))
    if organization_id is None:
        raise NotFound
    return installation.organization(organization_id)


def show(tx: Transaction) -> Brand:
    """Raises NotFound."""
    row = tx.branding_rows.get()
    if row is None:
        raise NotFound
    key = tx.settings.link_key
    return brand_look.load(key, tx.organization_id, row["settings"], row["version"])


def logo(organization: Organization, name: str) -> bytes:
    """A logo, also one that mails of long ago show, by its name of 16 digits. Raises NotFound."""
    if not re.fullmatch(r"[0-9a-f]{16}", name):
        raise NotFound
    return organization.get(logo_upload.stored(name))
