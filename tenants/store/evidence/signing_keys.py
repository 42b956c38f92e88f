"""The certificate and the private key that an organization seals with."""

from tenants.store.rows import Rows


class SigningKeys:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self) -> tuple[bytes, bytes]:
        """The certificate (X.509 DER) and the key as it is stored: encrypted."""
        row = self._rows.one("select certificate, private_key from organizations")
        return row["certificate"], row["private_key"]
