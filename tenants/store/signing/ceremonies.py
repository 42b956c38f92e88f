"""What a recipient's pages say beside the envelope: of the organization, its look, the sender."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.envelopes.envelope import Envelope
from tenants.store.envelopes import envelope_rows
from tenants.store.rows import Rows

WITH_SURROUNDINGS = f"""
    select {envelope_rows.COLUMNS}, o.name as organization_name, o.time_zone,
        o.locale as language, p.name as sender_name,
        coalesce(o.suspended_at, o.closes_at) is not null as frozen,
        coalesce((
            select a.text::jsonb #>> '{{data,date_format}}' from audit_events a
            where a.envelope_id = e.id and a.type = 'envelope.sent'
        ), '') as date_format,
        b.settings as branding, b.version as branding_version
    from envelopes e join people p on p.id = e.sender_id
    cross join organizations o left join branding b on true
    where e.id = %s
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class CeremonySurroundings:
    """`branding` and its version are None where the organization never set a look of its own."""

    organization_name: str
    time_zone: str
    language: str  # the organization's
    date_format: str  # as it was when the envelope was sent
    sender_name: str
    frozen: bool
    branding: dict[str, Any] | None
    branding_version: int | None


class Ceremonies:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def envelope(self, envelope_id: UUID) -> tuple[Envelope, CeremonySurroundings]:
        """In one query, for every page of a ceremony reads both. Raises NotFound."""
        row = self._rows.one(WITH_SURROUNDINGS, envelope_id)
        about = {name: row[name] for name in CeremonySurroundings.__slots__}
        return envelope_rows.envelope(self._rows, row), CeremonySurroundings(**about)

    def end_sessions(self, recipient_id: UUID) -> int:
        """In every browser; how many there were. The link begins new ones."""
        row = self._rows.one("select end_recipient_sessions(%s) as ended", recipient_id)
        return int(row["ended"])

    def keep_proof(self, session_hash: bytes, recipient_id: UUID, proof: str) -> None:
        """That it was given, in the session of this secret."""
        self._rows.one("select keep_recipient_proof(%s, %s, %s)", session_hash, recipient_id, proof)

    def is_frozen(self) -> bool:
        """Whether the organization is suspended, or about to be closed."""
        row = self._rows.one(
            "select coalesce(suspended_at, closes_at) is not null as frozen from organizations"
        )
        return bool(row["frozen"])
