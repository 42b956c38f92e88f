"""The end of an organization: its day, then keys and rows, some at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.retention.emptied_tables import EMPTIED, EMPTIED_LAST
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class ClosingStatus:
    """When it ends, if anyone wants that, and what it has; envelopes are counted up to 10,001."""

    closes_at: datetime | None
    members: int
    envelopes: int


@dataclass(frozen=True, slots=True)
class MemberAddress:
    """Someone who is told of it."""

    id: UUID
    name: str
    email: str


class OrganizationEnd:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def status(self) -> ClosingStatus:
        row = self._rows.one(
            "select closes_at, (select count(*) from memberships) as members,"
            " (select count(*) from (select from envelopes limit 10001) e) as envelopes"
            " from organizations"
        )
        return ClosingStatus(**row)

    def lock_day(self) -> datetime | None:
        """When it ends, held until the transaction ends; None while no one wants that."""
        closes_at: datetime | None = self._rows.one(
            "select closes_at from organizations for update"
        )["closes_at"]
        return closes_at

    def has_begun(self) -> bool:
        """Whether its keys are gone: then there is no way back."""
        return not self._rows.wrapped_key()

    def set_day(self, closes_at: datetime | None) -> None:
        self._rows.run("update organizations set closes_at = %s", closes_at)

    def members(self, after: UUID, limit: int) -> list[MemberAddress]:
        found = self._rows.all(
            "select p.id, p.name, p.email from memberships m join people p on p.id = m.person_id"
            " where p.id > %s order by p.id limit %s",
            *(after, limit),
        )
        return [MemberAddress(**row) for row in found]

    def destroy_keys(self) -> None:
        """The database does so only after the day has come."""
        self._rows.one("select destroy_keys() as done")

    def delete_links(self, most: int) -> int:
        """So many links of recipients at most; how many there were."""
        return int(self._rows.one("select destroy_links(%s) as n", most)["n"])

    def empty_sealed_files(self, most: int, now: datetime) -> int:
        """Their hashes stay, by which they are recognized."""
        return self._rows.run(
            "update sealed_files set object = '', erased_at = coalesce(erased_at, %s)"
            " where ctid = any(array(select ctid from sealed_files where object <> '' limit %s))",
            *(now, most),
        )

    def empty_envelopes(self, most: int, now: datetime) -> int:
        """States and heads of the chains stay."""
        return self._rows.run(
            "update envelopes set name = '', message = '', folder_id = null, team_id = null,"
            " visibility = 'owner', erased_at = coalesce(erased_at, %s)"
            " where ctid = any(array(select ctid from envelopes where erased_at is null"
            " or name <> '' or message <> '' or folder_id is not null or team_id is not null"
            " limit %s))",
            *(now, most),
        )

    def delete_rows(self, table: str, most: int) -> int:
        """`table` is one of EMPTIED, never a request's word."""
        return self._rows.run(
            f"delete from {table} where ctid = any(array(select ctid from {table} limit %s))",  # noqa: S608 - a table of ours
            most,
        )

    def delete_other_jobs(self, job_id: UUID, but_kind: str = "") -> None:
        """Letters and whatever else waits. Jobs of the kind `but_kind` stay."""
        self._rows.run("delete from outbox where id <> %s and kind <> %s", job_id, but_kind)

    def end(self) -> None:
        """The last of it: what was written meanwhile, people, sessions, the name."""
        for table in EMPTIED:
            self._rows.run(f"delete from {table}")  # noqa: S608 - a table of ours
        self._rows.run("update folders set parent_id = null where parent_id is not null")
        self._rows.run("select end_organization()")
        for table in EMPTIED_LAST:
            self._rows.run(f"delete from {table}")  # noqa: S608 - a table of ours
