"""Where a recipient's page is shown: a passkey that is created there works there only."""

from tenants.use_cases.sign_in import relying_party
from tenants.use_cases.sign_in.relying_party import Site
from webapp import current


def of_page() -> Site:
    return Site(relying_party.origin(current.settings()))
