"""Whose pages may show an organization's signing pages, and what it tells those who finished."""

from datetime import datetime

from core.access import Permission
from core.organizations.organization import changes
from core.signing.embedding import EmbeddingSettings
from tenants.transaction import Transaction


def settings(tx: Transaction) -> EmbeddingSettings:
    tx.require(Permission.MANAGE_SETTINGS)
    return tx.embeddings.settings()


def change(tx: Transaction, new: EmbeddingSettings, now: datetime) -> None:
    tx.require(Permission.MANAGE_SETTINGS)
    old = tx.embeddings.lock_settings()
    events = changes("embedding", old, new)
    if events:
        tx.embeddings.set_settings(new)
        tx.record_admin(events, tx.principal.actor, now)
