"""Requests with an Idempotency-Key, each written in the transaction of its effect."""

import hashlib
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class MadeEnvelope:
    """Which envelope a request has made; `answer` is None once something of it was erased."""

    id: UUID
    answer: bytes | None


class IdempotencyKeys:
    """Of the requests hashes are kept, of the answers what was said."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def made(
        self, api_key_id: UUID, key: str, request_hash: bytes, now: datetime
    ) -> MadeEnvelope | None:
        """None when this key was not used yet. Raises IdempotencyKeyReused."""
        row = self._rows.one_or_none(
            "select request_hash, envelope_id, answer from idempotency_keys"
            " where api_key_id = %s and key_hash = %s and created_at >= %s",
            *(api_key_id, _hash(key), now - KEPT),
        )
        if row is None:
            return None
        if row["request_hash"] != request_hash:
            raise IdempotencyKeyReused
        answer = row["answer"] and self._rows.key.decrypt(row["answer"], _context(api_key_id, key))
        return MadeEnvelope(row["envelope_id"], answer)

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

    def keep(self, api_key_id: UUID, key: str, envelope_id: UUID, answer: bytes) -> None:
        """What the transaction that has claimed the key has made, and what it answers."""
        sealed = self._rows.key.encrypt(answer, _context(api_key_id, key))
        self._rows.run(
            "update idempotency_keys set envelope_id = %s, answer = %s"
            " where api_key_id = %s and key_hash = %s",
            *(envelope_id, sealed, api_key_id, _hash(key)),
        )

    def erase_answers(self, envelope_id: UUID) -> None:
        """What was answered about an envelope of which something is erased."""
        self._rows.run(
            "update idempotency_keys set answer = null where envelope_id = %s", envelope_id
        )


def _hash(key: str) -> bytes:
    """Of what a program made up: there may be names in it."""
    return hashlib.sha256(key.encode()).digest()


def _context(api_key_id: UUID, key: str) -> str:
    return f"idempotency:{api_key_id}:{_hash(key).hex()}"
