"""Exports of all that an organization has: what was asked for, how far it has come, its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import MemberRole
from tenants.store.rows import Rows

CONTEXT = "export"
COLUMNS = (
    "id, state, section, done, total, size, created_at, expires_at,"
    " address is not null as about_one"
)


@dataclass(frozen=True, slots=True)
class OrganizationExport:
    """`done` and `total` count envelopes and files. `expires_at` once it is ready."""

    id: UUID
    state: str
    section: str
    done: int
    total: int
    size: int
    created_at: datetime
    expires_at: datetime | None
    about_one: bool


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """
    Where an export stands, and who asked for it; without a role they are no member any more.

    `after` is the table and the key of the last row in it, `address` whom it is about, or "".
    """

    state: str
    section: str
    after: tuple[str, ...]
    files: int
    done: int
    size: int
    address: str
    role: MemberRole | None
    name: str
    email: str


class OrganizationExports:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def lock(self) -> None:
        """One is asked for at a time."""
        self._rows.lock_exclusive("exports")

    def exists(self, export_id: UUID) -> bool:
        found = self._rows.one_or_none("select from exports where id = %s", export_id)
        return found is not None

    def is_making(self) -> bool:
        """Whether any is being made."""
        found = self._rows.one_or_none("select from exports where state = 'making' limit 1")
        return found is not None

    def count_all(self) -> int:
        """The envelopes and files that an export of everything holds."""
        row = self._rows.one(
            "select (select count(*) from envelopes) + (select count(*) from documents)"
            " + (select count(*) from sealed_files) + (select count(*) from archived_files) as n"
        )
        return int(row["n"])

    def count_of_person(self, address: str) -> int:
        """About as many as an export of one person holds. `address` is folded."""
        row = self._rows.one(
            "select count(*) * 2 as n from recipients where folded_email = %s", address
        )
        return int(row["n"])

    def add(
        self, export_id: UUID, person_id: UUID, total: int, address: str, now: datetime
    ) -> None:
        """The address is stored encrypted; "" for everything."""
        sealed = self._rows.key.encrypt(address.encode(), CONTEXT) if address else None
        self._rows.run(
            "insert into exports (organization_id, id, person_id, total, created_at, address)"
            " values (%s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, export_id, person_id, total, now, sealed),
        )

    def of(self, person_id: UUID, now: datetime) -> tuple[OrganizationExport, ...]:
        """What a member asked for and did not throw away, the latest first."""
        found = self._rows.all(
            f"select {COLUMNS} from exports where person_id = %s and state <> 'discarded'"  # noqa: S608 - our own words
            " and (expires_at is null or expires_at > %s) order by created_at desc limit 20",
            *(person_id, now),
        )
        return tuple(OrganizationExport(**row) for row in found)

    def ready(self, export_id: UUID, person_id: UUID, now: datetime) -> OrganizationExport:
        """One that is made, for who asked for it alone. Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS} from exports where id = %s and person_id = %s"  # noqa: S608 - our own words
            " and state = 'ready' and expires_at > %s",
            *(export_id, person_id, now),
        )
        return OrganizationExport(**row)

    def discard_own(self, export_id: UUID, person_id: UUID) -> bool:
        """False when it was thrown away before. Raises NotFound."""
        row = self._rows.one(
            "select state from exports where id = %s and person_id = %s for update",
            *(export_id, person_id),
        )
        if row["state"] == "discarded":
            return False
        self.discard(export_id)
        return True

    def discard(self, export_id: UUID) -> None:
        self._rows.run("update exports set state = 'discarded' where id = %s", export_id)

    def refuse(self, export_id: UUID) -> None:
        self._rows.run("update exports set state = 'refused' where id = %s", export_id)

    def delete(self, export_id: UUID) -> None:
        self._rows.run("delete from exports where id = %s", export_id)

    def progress(self, export_id: UUID) -> ExportProgress | None:
        row = self._rows.one_or_none(
            "select e.state, e.section, e.after, e.files, e.done, e.size, e.address, m.role,"
            " coalesce(p.name, '') as name, coalesce(p.email, '') as email"
            " from exports e left join memberships m on m.person_id = e.person_id"
            " left join people p on p.id = e.person_id where e.id = %s",
            export_id,
        )
        if row is None:
            return None
        sealed, role = row["address"], row["role"]
        address = self._rows.key.decrypt(bytes(sealed), CONTEXT).decode() if sealed else ""
        return ExportProgress(
            **row
            | {
                "after": tuple(row["after"]),
                "address": address,
                "role": MemberRole(role) if role else None,
            }
        )

    def lock_state(self, export_id: UUID) -> str | None:
        """Held until the transaction ends; None when it is gone."""
        row = self._rows.one_or_none(
            "select state from exports where id = %s for update", export_id
        )
        return str(row["state"]) if row else None

    def advance(
        self,
        export_id: UUID,
        section: str,
        after: Sequence[str],
        files: int,
        done: int,
        more: int,
    ) -> None:
        """`more`: so many bytes were added."""
        self._rows.run(
            "update exports set section = %s, after = %s, files = %s, done = %s, size = size + %s"
            " where id = %s",
            *(section, list(after), files, done, more, export_id),
        )

    def finish(self, export_id: UUID, expires_at: datetime) -> None:
        self._rows.run(
            "update exports set state = 'ready', expires_at = %s, done = total where id = %s",
            *(expires_at, export_id),
        )
