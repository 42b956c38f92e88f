"""What the member types in a form to show once more that it is them."""

from flask import request

from tenants.use_cases.sign_in import reauthentication
from tenants.use_cases.sign_in.reauthentication import Reauthentication, StoredPassword
from webapp import current


def proof(unless_fresh: bool = False) -> Reauthentication:
    """
    The form's `proof`, compared with no transaction open; the use case decides about it.

    `unless_fresh`: not asked of who signed in just now. Raises TooManyAttempts,
    SignedInThroughOrganization.
    """
    typed = request.form.get("proof", "")
    return reauthentication.check(current.installation(), stored(), typed, unless_fresh)


def stored() -> StoredPassword:
    """Raises SignedInThroughOrganization."""
    with current.transaction() as tx:
        return reauthentication.stored(tx)


def is_fresh() -> bool:
    """Whether the member signed in just now, so that a form need not ask."""
    with current.transaction() as tx:
        return reauthentication.is_fresh(tx)
