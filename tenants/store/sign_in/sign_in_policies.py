"""What the organization asks of members who sign in, as one row."""

from dataclasses import astuple

from core.sign_in.sign_in_policy import SignInPolicy
from tenants.store.rows import Rows

COLUMNS = ("second_factor", "password", "passkey", "sso", "session_minutes", "idle_minutes")
NAMES = ", ".join(COLUMNS)
EXCLUDED = ", ".join(f"excluded.{name}" for name in COLUMNS)


class SignInPolicies:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self) -> SignInPolicy:
        row = self._rows.one_or_none(f"select {NAMES} from sign_in_policies")  # noqa: S608 - words of our own
        return SignInPolicy(**row) if row else SignInPolicy()

    def put(self, new: SignInPolicy) -> None:
        self._rows.run(
            f"insert into sign_in_policies (organization_id, {NAMES})"  # noqa: S608 - words of our own
            " values (%s, %s, %s, %s, %s, %s, %s)"
            f" on conflict (organization_id) do update set ({NAMES}) = row({EXCLUDED})",
            *(self._rows.organization_id, *astuple(new)),
        )
