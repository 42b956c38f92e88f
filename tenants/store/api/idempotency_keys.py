"""Answers to requests with an Idempotency-Key, each written in the transaction of its effect."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from core.api.refusals import IdempotencyKeyInUse, IdempotencyKeyReused
from tenants.store.rows import Rows

KEPT = timedelta(hours=24)
SWEPT_AT_ONCE = 20
SWEEP = """
    delete from idempotency_keys where (organization_id, api_key_id, key) in (
        select organization_id, api_key_id, key from idempotency_keys
        where created_at < %s order by created_at limit %s for update skip locked)
"""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered the first time."""

    status: int
    body: bytes


class IdempotencyKeys:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def answer(
        self, api_key_id: UUID, key: str, request_hash: bytes, now: datetime
    ) -> KeptAnswer | None:
        """None when this key was not used yet. Raises IdempotencyKeyReused."""
        row = self._rows.one_or_none(
            "select request_hash, status, answer from idempotency_keys"
            " where api_key_id = %s and key = %s and created_at >= %s",
            *(api_key_id, key, now - KEPT),
        )
        if row is None:
            return None
        if row["request_hash"] != request_hash:
            raise IdempotencyKeyReused
        return KeptAnswer(
            row["status"], self._rows.key.decrypt(row["answer"], _context(api_key_id, key))
        )

    def claim(self, api_key_id: UUID, key: str, request_hash: bytes, now: datetime) -> bool:
        """
        Whether this transaction is the one to answer; others with the same key wait for its end.

        Raises IdempotencyKeyInUse after waiting in vain.
        """
        self._rows.run(SWEEP, now - KEPT, SWEPT_AT_ONCE)
        self._rows.run(
            "delete from idempotency_keys where api_key_id = %s and key = %s and created_at < %s",
            *(api_key_id, key, now - KEPT),
        )
        try:
            added = self._rows.run(
                "insert into idempotency_keys (organization_id, api_key_id, key, request_hash,"
                " created_at) values (%s, %s, %s, %s, %s) on conflict do nothing",
                *(self._rows.organization_id, api_key_id, key, request_hash, now),
            )
        except psycopg.errors.LockNotAvailable as waited:
            raise IdempotencyKeyInUse from waited
        return added == 1

    def keep(self, api_key_id: UUID, key: str, answer: KeptAnswer) -> None:
        """The answer of the transaction that has claimed the key."""
        sealed = self._rows.key.encrypt(answer.body, _context(api_key_id, key))
        self._rows.run(
            "update idempotency_keys set status = %s, answer = %s"
            " where api_key_id = %s and key = %s",
            *(answer.status, sealed, api_key_id, key),
        )


def _context(api_key_id: UUID, key: str) -> str:
    return f"idempotency:{api_key_id}:{key}"
