"""Requests with an Idempotency-Key, each written in the transaction of its effect."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from core.api.refusals import AnswerErased, IdempotencyKeyInUse, IdempotencyKeyReused
from tenants.encryption.keys import Key
from tenants.store.rows import Rows

KEPT = timedelta(hours=24)
# One key in eight sweeps, as its hash falls: more than there come meanwhile.
SWEEPERS, SWEPT_AT_ONCE = 8, 80
CONTEXT = "idempotency"
SWEEP = """
    delete from idempotency_keys where (organization_id, key_hash) in (
        select organization_id, key_hash from idempotency_keys
        where created_at < %s order by created_at limit %s for update skip locked)
"""
KEEP = """
    insert into idempotency_keys
        (organization_id, key_hash, request_hash, subject_id, answer, created_at)
    values (%s, %s, %s, %s, %s, %s)
    on conflict (organization_id, key_hash) do update set
        request_hash = excluded.request_hash, subject_id = excluded.subject_id,
        answer = excluded.answer, created_at = excluded.created_at
"""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer of the API as it went out."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class IdempotencyKeys:
    """
    By whose key it was: of keys and requests hashes are kept, of answers what was said. `whose` is
    who asked, with their own key.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def claim(self, whose: str) -> None:
        """
        Hold it until the transaction ends; others with the same key wait for that.

        Raises IdempotencyKeyInUse after waiting in vain.
        """
        try:
            self._rows.lock_exclusive(f"{CONTEXT}:{self._hash(whose).hex()}")
        except psycopg.errors.LockNotAvailable as waited:
            raise IdempotencyKeyInUse from waited

    def answered(self, whose: str, request_hash: bytes, now: datetime) -> KeptAnswer | None:
        """
        What was answered; None when this key was not used yet.

        Raises IdempotencyKeyReused, AnswerErased.
        """
        row = self._rows.one_or_none(
            "select request_hash, answer from idempotency_keys"
            " where key_hash = %s and created_at >= %s",
            *(self._hash(whose), now - KEPT),
        )
        if row is None:
            return None
        if row["request_hash"] != request_hash:
            raise IdempotencyKeyReused
        if row["answer"] is None:
            raise AnswerErased
        return _read(self._key(whose).decrypt(row["answer"], CONTEXT))

    def keep(
        self,
        whose: str,
        request_hash: bytes,
        answer: KeptAnswer,
        subject_id: UUID | None,
        now: datetime,
    ) -> None:
        """What the transaction that has claimed the key answers."""
        sealed = self._key(whose).encrypt(_written(answer), CONTEXT)
        hashed = self._hash(whose)
        if hashed[0] % SWEEPERS == 0:
            self._rows.run(SWEEP, now - KEPT, SWEPT_AT_ONCE)
        asked = (self._rows.organization_id, hashed, request_hash)
        self._rows.run(KEEP, *asked, subject_id, sealed, now)

    def erase_answers(self, envelope_id: UUID) -> None:
        """What was answered about an envelope of which something is erased."""
        self._rows.run(
            "update idempotency_keys set answer = null where subject_id = %s", envelope_id
        )

    def _hash(self, whose: str) -> bytes:
        """Of what a program made up: there may be names in it."""
        return self._rows.key.digest(whose, CONTEXT)

    def _key(self, whose: str) -> Key:
        return self._rows.key.derived(whose, CONTEXT)


def _written(answer: KeptAnswer) -> bytes:
    """A line about it, then the body."""
    about = {"status": answer.status, "headers": dict(answer.headers)}
    return json.dumps(about).encode() + b"\n" + answer.body


def _read(written: bytes) -> KeptAnswer:
    about, _, body = written.partition(b"\n")
    return KeptAnswer(**json.loads(about), body=body)
