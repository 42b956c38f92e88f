"""The first steps of a new organization: what is done of them is read from what there is."""

from core.access import Permission
from core.organizations.first_steps import FirstSteps
from tenants.transaction import Transaction


def steps(tx: Transaction) -> FirstSteps | None:
    """None once all are done: from then on nothing is looked up any more."""
    tx.require(Permission.MANAGE_SETTINGS)
    found = tx.own_organization.first_steps()
    if not found.done:
        return found
    tx.own_organization.end_onboarding()
    return None


def dismiss(tx: Transaction) -> None:
    """They are not shown again, to anyone in the organization."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.own_organization.end_onboarding()
