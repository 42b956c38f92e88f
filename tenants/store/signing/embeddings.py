"""Where an organization lets its signing pages be shown, and addresses that open one once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.signing.embedding import EmbeddingSettings, Frame
from tenants.store.rows import Rows

SETTINGS = "select origins, return_addresses, closing_words from embedding_settings"


class Embeddings:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def settings(self) -> EmbeddingSettings:
        return _settings(self._rows.one_or_none(SETTINGS))

    def lock_settings(self) -> EmbeddingSettings:
        self._rows.run(
            "insert into embedding_settings (organization_id) values (%s) on conflict do nothing",
            self._rows.organization_id,
        )
        return _settings(self._rows.one(f"{SETTINGS} for update"))

    def set_settings(self, new: EmbeddingSettings) -> None:
        self._rows.run(
            "update embedding_settings set origins = %s, return_addresses = %s, closing_words = %s",
            *(list(new.origins), list(new.return_addresses), new.closing_words),
        )

    def issue(
        self,
        token_hash: bytes,
        envelope_id: UUID,
        recipient_id: UUID,
        generation: int,
        lifetime: timedelta,
        frame: Frame,
    ) -> datetime:
        """An address that opens the recipient's page inside this frame; until when it does."""
        row = self._rows.one(
            "select issue_embedding(%s, %s, %s, %s, %s, %s) as until",
            *(token_hash, envelope_id, recipient_id, generation, lifetime),
            Jsonb(frame.as_json()),
        )
        until: datetime = row["until"]
        return until

    def issue_for_device(self, token_hash: bytes, session_hash: bytes, lifetime: timedelta) -> bool:
        """An address that opens the session on another device. False when it has ended."""
        row = self._rows.one(
            "select issue_hand_over(%s, %s, %s) as issued", token_hash, session_hash, lifetime
        )
        return bool(row["issued"])

    def take(self, token_hash: bytes, session_hash: bytes, lifetime: timedelta) -> bool:
        """Begin a session with such an address. False when it was used, or is too old."""
        row = self._rows.one(
            "select take_hand_over(%s, %s, %s) as taken", token_hash, session_hash, lifetime
        )
        return bool(row["taken"])


def _settings(row: dict[str, Any] | None) -> EmbeddingSettings:
    if row is None:
        return EmbeddingSettings()
    return EmbeddingSettings(
        tuple(row["origins"]), tuple(row["return_addresses"]), row["closing_words"]
    )
