"""The authenticator apps of recipients: one for an address, for all that the organization sends."""

from tenants.store.rows import Rows


class RecipientAuthenticators:
    """`address`: what the organization's key makes of it. It is stored nowhere else here."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def is_enrolled(self, address: bytes) -> bool:
        return bool(
            self._rows.all("select from recipient_authenticators where address = %s", address)
        )

    def lock(self, address: bytes) -> tuple[bytes, int] | None:
        """The sealed secret and the step whose code was used last, held until the end."""
        found = self._rows.all(
            "select sealed, step from recipient_authenticators where address = %s for update",
            address,
        )
        return (bytes(found[0]["sealed"]), int(found[0]["step"])) if found else None

    def enrol(self, address: bytes, sealed: bytes, step: int) -> bool:
        """False if another browser has done it first."""
        return bool(
            self._rows.run(
                "insert into recipient_authenticators (organization_id, address, sealed, step)"
                " values (%s, %s, %s, %s) on conflict do nothing",
                *(self._rows.organization_id, address, sealed, step),
            )
        )

    def use(self, address: bytes, step: int) -> None:
        self._rows.run(
            "update recipient_authenticators set step = %s where address = %s", step, address
        )

    def forget(self, address: bytes) -> bool:
        return bool(
            self._rows.run("delete from recipient_authenticators where address = %s", address)
        )
