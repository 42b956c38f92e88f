"""What DocuSign's SDKs look up about a token: the account it acts in, and where its API is."""

from typing import Any

from core.principal import SYSTEM
from tenants.installation import Organization
from webapp.routes.api.oauth import token_requests


def members(organization: Organization, name: str) -> dict[str, Any]:
    """Beside the claims of OpenID Connect, of a member of this `name`."""
    with organization.transaction(SYSTEM) as tx:
        account_name = tx.own_organization.profile().name
    first, _, last = name.rpartition(" ")
    account = {
        "account_id": str(organization.id),
        "is_default": True,
        "account_name": account_name,
        "base_uri": token_requests.issuer(),
    }
    return {
        "given_name": first or name,
        "family_name": last if first else "",
        "accounts": [account],
    }
