"""A template made at once, with all its parts, as programs do."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.envelopes.envelope_creation import WholeEnvelope
from tenants.use_cases.templates import templates


def create(tx: Transaction, whole: WholeEnvelope, description: str, now: datetime) -> UUID:
    """
    Its id. With what an envelope would hold; its files were announced.

    Raises Invalid, QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    content = envelope_creation.create(tx, replace(whole, template=True), now)
    templates.add(tx, content, now)
    tx.templates.describe(whole.id, description)
    return whole.id
