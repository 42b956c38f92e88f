"""Counts of what was tried or asked for within a period, under keys that tell no one whose."""

import hmac
from datetime import timedelta

from tenants.store.rows import Rows


def attempt_key(session_key: bytes, kind: str, whose: bytes) -> bytes:
    """What attempts are counted under: tells no one whose address it was."""
    return hmac.digest(session_key, kind.encode() + b"\0" + whose, "sha256")


class Attempts:
    """
    Counted in the transaction, so only together with what it counts.

    What has to be counted although it fails is counted by installation.directory beforehand.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def count(self, key: bytes, period: timedelta) -> int:
        """How many there were in the period, this one included."""
        return int(self._rows.one("select count_attempt(%s, %s) as n", key, period)["n"])

    def forget(self, key: bytes) -> None:
        self._rows.run("select forget_attempts(%s)", key)
