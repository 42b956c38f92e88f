"""The first steps of a new organization: what is done of them is read from what there is."""

from datetime import datetime

from core.access import Permission
from core.organizations.first_steps import FirstSteps
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.envelopes.envelope_creation import WholeEnvelope


def steps(tx: Transaction) -> FirstSteps | None:
    """None once all are done: from then on nothing is looked up any more."""
    tx.require(Permission.MANAGE_SETTINGS)
    found = tx.own_organization.first_steps()
    if not found.done:
        return found
    tx.own_organization.end_onboarding()
    return None


def begin_sample(tx: Transaction, sample: WholeEnvelope, now: datetime) -> None:
    """The draft with the sample document. The same id again changes nothing."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.lock_exclusive("sample")
    if not tx.visible([sample.id], in_bin=True):
        envelope_creation.create(tx, sample, now)


def dismiss(tx: Transaction) -> None:
    """They are not shown again, to anyone in the organization."""
    tx.require(Permission.MANAGE_SETTINGS)
    tx.own_organization.end_onboarding()
