"""Sessions of members: opened, carried to another organization, looked through, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class NewSession:
    """`method` is password, passkey or sso; `factors` how many proofs were given."""

    person_id: UUID
    organization_id: UUID
    lifetime: timedelta
    method: str
    factors: int = 1
    address: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended, in any organization of its person."""

    id: UUID
    organization_id: UUID
    organization_name: str
    method: str
    factors: int
    address: str
    user_agent: str
    created_at: datetime
    seen_at: datetime


class Sessions:
    """Of people, in any of their organizations."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def now(self) -> datetime:
        """The time by the clock that sessions go by."""
        return datetime.fromisoformat(str(self._rows.value("select now()")))

    def open(self, token_hash: bytes, new: NewSession) -> bool:
        """False when they are no member any more."""
        query = "select open_session(%s, %s, %s, %s, %s, %s, %s, %s)"
        return bool(
            self._rows.value(
                query,
                *(token_hash, new.person_id, new.organization_id, new.lifetime),
                *(new.method, new.factors, new.address, new.user_agent),
            )
        )

    def carry(self, old_hash: bytes, new_hash: bytes, organization_id: UUID) -> bool:
        """Whether the session goes on there; it had ended otherwise."""
        query = "select carry_session(%s, %s, %s)"
        return bool(self._rows.value(query, old_hash, new_hash, organization_id))

    def of(self, person_id: UUID) -> tuple[OpenSession, ...]:
        """The one that was used last first."""
        rows = self._rows.all("select * from sessions_of(%s)", person_id)
        return tuple(OpenSession(**row) for row in rows)

    def end(self, person_id: UUID, session_id: UUID) -> bool:
        return bool(self._rows.value("select end_session(%s, %s)", person_id, session_id))

    def end_others(self, person_id: UUID, kept: UUID | None = None) -> int:
        """How many there were."""
        return int(self._rows.value("select end_other_sessions(%s, %s)", person_id, kept))
