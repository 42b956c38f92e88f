"""Sign-ups under way: in the directory, for their organization is not there yet."""

from dataclasses import dataclass
from datetime import timedelta

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class SealedSignUp:
    """`sealed` under the platform's key; `invited` by an operator."""

    sealed: bytes
    invited: bool


class SignUps:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def begin(
        self, token: bytes, kept: SealedSignUp, lifetime: timedelta, session: bytes = b""
    ) -> None:
        """Invited ones need the `session` of an operator."""
        self._rows.run(
            "select begin_sign_up(%s, %s, %s, %s, %s)",
            *(session, token, kept.sealed, kept.invited, lifetime),
        )

    def end(self, token: bytes) -> bool:
        """Whether this caller is the one who may use it: it is gone now."""
        return bool(self._rows.one("select end_sign_up(%s) as done", token)["done"])
