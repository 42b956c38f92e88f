"""What a browser is about to confirm: a signature, for a reason, by proofs of identity."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class BegunConfirmation:
    """
    `field_id` is None where nothing is being confirmed. `asked` and `given` are proofs of identity;
    `confirmed_at` says when this browser has confirmed something last.
    """

    field_id: UUID | None = None
    content: str = ""
    reason: bytes | None = None
    asked: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    begun_at: datetime | None = None
    confirmed_at: datetime | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        return tuple(proof for proof in self.asked if proof not in self.given)


NOTHING_BEGUN = BegunConfirmation()


class BegunConfirmations:
    """By the hash of a session's secret."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, session: bytes) -> BegunConfirmation:
        row = self._rows.one_or_none(
            "select field_id, content, reason, asked, given, begun_at, confirmed_at"
            " from begun_confirmations where session = %s",
            session,
        )
        if row is None:
            return NOTHING_BEGUN
        lists = {name: tuple(row[name]) for name in ("asked", "given")}
        return BegunConfirmation(**row | lists)

    def keep(
        self, session: bytes, envelope_id: UUID, recipient_id: UUID, begun: BegunConfirmation
    ) -> None:
        self._rows.run(
            "insert into begun_confirmations (organization_id, session, envelope_id, recipient_id,"
            " field_id, content, reason, asked, given, begun_at, confirmed_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, session) do update set field_id = excluded.field_id,"
            " content = excluded.content, reason = excluded.reason, asked = excluded.asked,"
            " given = excluded.given, begun_at = excluded.begun_at,"
            " confirmed_at = excluded.confirmed_at",
            *(self._rows.organization_id, session, envelope_id, recipient_id),
            *(begun.field_id, begun.content, begun.reason, list(begun.asked), list(begun.given)),
            *(begun.begun_at, begun.confirmed_at),
        )

    def forget(self, session: bytes) -> None:
        self._rows.run("delete from begun_confirmations where session = %s", session)
