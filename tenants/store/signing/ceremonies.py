"""What a recipient's pages say beside the envelope: of the organization, its look, the sender."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class CeremonySurroundings:
    """`branding` and its version are None where the organization never set a look of its own."""

    organization_name: str
    time_zone: str
    sender_name: str
    frozen: bool
    branding: dict[str, Any] | None
    branding_version: int | None


class Ceremonies:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def surroundings(self, sender_id: UUID) -> CeremonySurroundings:
        """In one query, for every page of a ceremony reads it. Raises NotFound."""
        row = self._rows.one(
            "select o.name as organization_name, o.time_zone, p.name as sender_name,"
            " coalesce(o.suspended_at, o.closes_at) is not null as frozen,"
            " b.settings as branding, b.version as branding_version"
            " from organizations o cross join people p"
            " left join branding b on true where p.id = %s",
            sender_id,
        )
        return CeremonySurroundings(**row)

    def end_sessions(self, recipient_id: UUID) -> int:
        """In every browser; how many there were. The link begins new ones."""
        row = self._rows.one("select end_recipient_sessions(%s) as ended", recipient_id)
        return int(row["ended"])

    def is_frozen(self) -> bool:
        """Whether the organization is suspended, or about to be closed."""
        row = self._rows.one(
            "select coalesce(suspended_at, closes_at) is not null as frozen from organizations"
        )
        return bool(row["frozen"])
