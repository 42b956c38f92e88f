"""The passkeys of recipients: one for an address, for all that the organization sends."""

from dataclasses import dataclass
from datetime import datetime

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class RecipientPasskey:
    """`host`: of the pages on which it works."""

    host: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    enrolled_at: datetime


class RecipientPasskeys:
    """`address`: what the organization's key makes of it. It is stored nowhere else here."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, address: bytes) -> RecipientPasskey | None:
        row = self._rows.one_or_none(
            "select host, credential_id, public_key, sign_count, enrolled_at"
            " from recipient_passkeys where address = %s",
            address,
        )
        return RecipientPasskey(**row) if row else None

    def enrol(self, address: bytes, made: RecipientPasskey) -> bool:
        """False if another browser has done it first."""
        return bool(
            self._rows.run(
                "insert into recipient_passkeys (organization_id, address, host, credential_id,"
                " public_key, sign_count, enrolled_at)"
                " values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
                *(self._rows.organization_id, address, made.host, made.credential_id),
                *(made.public_key, made.sign_count, made.enrolled_at),
            )
        )

    def use(self, address: bytes, old_count: int, new_count: int) -> bool:
        """False if it was used in the meantime: of two copies of a passkey, one is refused."""
        return bool(
            self._rows.run(
                "update recipient_passkeys set sign_count = %s"
                " where address = %s and sign_count = %s",
                *(new_count, address, old_count),
            )
        )

    def forget(self, address: bytes) -> bool:
        return bool(self._rows.run("delete from recipient_passkeys where address = %s", address))
