"""Requests with an Idempotency-Key, each written in the transaction of its effect."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from core.api.refusals import IdempotencyKeyInUse, IdempotencyKeyReused
from tenants.store.rows import Rows

KEPT = timedelta(hours=24)
SWEPT_AT_ONCE = 20
SWEEP = """
    delete from idempotency_keys where (organization_id, api_key_id, key_hash) in (
        select organization_id, api_key_id, key_hash from idempotency_keys
        where created_at < %s order by created_at limit %s for update skip locked)
"""


class IdempotencyKeys:
    """No words of anybody are kept: hashes, and which envelope a request made."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def made(self, api_key_id: UUID, key: str, request_hash: bytes, now: datetime) -> UUID | None:
        """The envelope; None when this key was not used yet. Raises IdempotencyKeyReused."""
        row = self._rows.one_or_none(
            "select request_hash, envelope_id from idempotency_keys"
            " where api_key_id = %s and key_hash = %s and created_at >= %s",
            *(api_key_id, _hash(key), now - KEPT),
        )
        if row is None:
            return None
        if row["request_hash"] != request_hash:
            raise IdempotencyKeyReused
        return UUID(str(row["envelope_id"]))

    def claim(self, api_key_id: UUID, key: str, request_hash: bytes, now: datetime) -> bool:
        """
        Whether this transaction is the one to answer; others with the same key wait for its end.

        Raises IdempotencyKeyInUse after waiting in vain.
        """
        self._rows.run(SWEEP, now - KEPT, SWEPT_AT_ONCE)
        self._rows.run(
            "delete from idempotency_keys"
            " where api_key_id = %s and key_hash = %s and created_at < %s",
            *(api_key_id, _hash(key), now - KEPT),
        )
        try:
            added = self._rows.run(
                "insert into idempotency_keys (organization_id, api_key_id, key_hash,"
                " request_hash, created_at) values (%s, %s, %s, %s, %s) on conflict do nothing",
                *(self._rows.organization_id, api_key_id, _hash(key), request_hash, now),
            )
        except psycopg.errors.LockNotAvailable as waited:
            raise IdempotencyKeyInUse from waited
        return added == 1

    def keep(self, api_key_id: UUID, key: str, envelope_id: UUID) -> None:
        """What the transaction has made that has claimed the key."""
        self._rows.run(
            "update idempotency_keys set envelope_id = %s where api_key_id = %s and key_hash = %s",
            *(envelope_id, api_key_id, _hash(key)),
        )


def _hash(key: str) -> bytes:
    """Of what a program made up: there may be names in it."""
    return hashlib.sha256(key.encode()).digest()
