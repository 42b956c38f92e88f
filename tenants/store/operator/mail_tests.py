"""Mails and SMS that operators send to see what the server says; addresses as ciphertext."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class MailTest:
    """
    What came of it. `step` is where it ended, `code` and `answer` what the server said there.

    `delivered` is None until the server has answered.
    """

    id: UUID
    channel: str  # mail or sms
    address: str
    step: str
    delivered: bool | None
    code: int
    answer: str
    asked_at: datetime
    answered_at: datetime | None


class MailTests:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, test_id: UUID) -> MailTest:
        """Raises NotFound."""
        row = self._rows.one(
            "select id, channel, address, step, delivered, code, answer, asked_at, answered_at"
            " from mail_tests where id = %s",
            test_id,
        )
        sealed = row.pop("address")
        address = self._rows.key.decrypt(sealed, f"mail test:{test_id}").decode()
        return MailTest(address=address, **row)

    def add(self, test_id: UUID, channel: str, address: str, now: datetime) -> bool:
        """False when it is there already."""
        sealed = self._rows.key.encrypt(address.encode(), f"mail test:{test_id}")
        added = self._rows.run(
            "insert into mail_tests (organization_id, id, channel, address, asked_at)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, test_id, channel, sealed, now),
        )
        return added == 1

    def forget_before(self, at: datetime) -> None:
        self._rows.run("delete from mail_tests where asked_at < %s", at)

    def answer(
        self, test_id: UUID, step: str, delivered: bool, code: int, text: str, now: datetime
    ) -> bool:
        """False when it was forgotten meanwhile."""
        changed = self._rows.run(
            "update mail_tests set step = %s, delivered = %s, code = %s, answer = %s,"
            " answered_at = %s where id = %s",
            *(step, delivered, code, text[:500], now, test_id),
        )
        return changed == 1
