"""Where a recipient's page is shown: a passkey that is created there works there only."""

from core.organizations import signing_host
from tenants.use_cases.sign_in import relying_party
from tenants.use_cases.sign_in.relying_party import Site
from webapp import current
from webapp.http import hosts


def of_page() -> Site:
    """A host of signing pages that was proved, or the installation's own."""
    settings, host = current.settings(), hosts.elsewhere()
    if host:
        return Site(signing_host.address(settings.signing_address, host))
    return Site(relying_party.origin(settings))
