"""Lists of contacts on their way in."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from core.people.contact import ContactScope
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class ContactImport:
    """
    A list on its way in; `columns` are the places of contact_import.FIELDS.

    `encoding` is "" while no one has chosen how to read letters that the file does not explain.
    """

    id: UUID
    person_id: UUID
    file_name: str
    scope: ContactScope
    team_id: UUID | None
    header: bool
    columns: tuple[int, ...]
    encoding: str
    state: str
    total: int
    done: int
    added: int
    merged: int
    faulty: int


class ContactImports:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, import_id: UUID, person_id: UUID | None = None) -> ContactImport:
        """Of this person, or with None of anyone. Raises NotFound."""
        return _of_row(
            self._rows.one(
                "select * from contact_imports where id = %s"
                " and (%s::uuid is null or person_id = %s)",
                *(import_id, person_id, person_id),
            )
        )

    def delete_old(self, person_id: UUID) -> None:
        self._rows.run(
            "delete from contact_imports where person_id = %s and created_at < now() - interval"
            " '7 days' and state <> 'running'",
            person_id,
        )

    def add(
        self, import_id: UUID, person_id: UUID, file_name: str, header: bool,
        columns: Sequence[int], encoding: str,
    ) -> None:  # fmt: skip
        """The same id again changes nothing."""
        self._rows.run(
            "insert into contact_imports (organization_id, id, person_id, file_name, header,"
            " columns, encoding) values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, import_id, person_id, file_name),
            *(header, list(columns), encoding),
        )

    def choose(
        self, import_id: UUID, person_id: UUID, header: bool, columns: Sequence[int],
        scope: ContactScope, team_id: UUID | None, encoding: str,
    ) -> bool:  # fmt: skip
        """False when it is not there or under way. `encoding` may be "": as it was."""
        changed = self._rows.run(
            "update contact_imports set header = %s, columns = %s, scope = %s, team_id = %s,"
            " encoding = coalesce(nullif(%s, ''), encoding)"
            " where id = %s and person_id = %s and state = 'read'",
            *(header, list(columns), scope, team_id, encoding, import_id, person_id),
        )
        return changed == 1

    def start(self, import_id: UUID, total: int, faulty: int) -> bool:
        """False when it was started before."""
        started = self._rows.run(
            "update contact_imports set state = 'running', total = %s, faulty = %s"
            " where id = %s and state = 'read'",
            *(total, faulty, import_id),
        )
        return started == 1

    def lock_done(self, import_id: UUID) -> int:
        """How many rows were taken over. Raises NotFound."""
        row = self._rows.one("select done from contact_imports where id = %s for update", import_id)
        return int(row["done"])

    def count(self, import_id: UUID, done: int, added: int, merged: int) -> None:
        self._rows.run(
            "update contact_imports set done = done + %s, added = added + %s, merged = merged + %s"
            " where id = %s",
            *(done, added, merged, import_id),
        )

    def finish(self, import_id: UUID) -> None:
        self._rows.run("update contact_imports set state = 'done' where id = %s", import_id)


def _of_row(row: dict[str, Any]) -> ContactImport:
    values = {f.name: row[f.name] for f in fields(ContactImport)}
    return ContactImport(
        **values | {"scope": ContactScope(row["scope"]), "columns": tuple(row["columns"])}
    )
