"""Which phones SMS went to, and which want none: as keyed hashes, in the directory."""

from uuid import UUID

from tenants.store.rows import Rows


class Texts:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def note(self, phone_hash: bytes, envelope_id: UUID, recipient_id: UUID) -> None:
        """So that an answer from this phone is known to be about this recipient."""
        self._rows.one("select note_texted(%s, %s, %s)", *(phone_hash, envelope_id, recipient_id))

    def is_stopped(self, phone_hash: bytes) -> bool:
        return bool(self._rows.one("select is_stopped(%s) as yes", phone_hash)["yes"])
