"""Importing a list of contacts from a CSV file: previewed first, then row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.people import contact_import
from core.people.contact import Scope
from core.people.contact_import import ListedRow, Table
from core.refusals import Invalid, NotFound, sentence
from core.text import charset_detection
from core.text.charset_detection import Reading
from tenants.member import Member
from tenants.organization import Organization, Transaction
from tenants.store.jobs.outbox import LostLease
from tenants.store.people import contact_rows
from tenants.use_cases.documents import unused_files
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.people import contacts

EMAIL = contact_import.FIELDS.index("email")
AT_ONCE = 200  # rows that are imported while the browser waits
CHUNK = 500


@dataclass(frozen=True, slots=True)
class ContactImport:
    """
    A list on its way in; `columns` are the places of contact_list.FIELDS.

    `encoding` is "" while nobody has chosen how to read letters that the file does not explain.
    """

    id: UUID
    person_id: UUID
    file_name: str
    scope: Scope
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


def upload(member: Member, import_id: UUID, file_name: str, data: bytes, now: datetime) -> None:
    """Keep a list for a day and see what is in it. Raises Invalid."""
    table = contact_import.read(data)
    certain = charset_detection.certain(data) or ""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        unused_files.announce(tx, _file(import_id), import_id)
    member.organization.put(_file(import_id), data)
    shown = "".join(c for c in file_name if c.isprintable())[:200]
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        tx.run(
            "delete from contact_imports where person_id = %s and created_at < now() - interval"
            " '7 days' and state <> 'running'",
            member.person_id,
        )
        tx.run(
            "insert into contact_imports (organization_id, id, person_id, file_name, header,"
            " columns, encoding) values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(tx.organization_id, import_id, member.person_id, shown),
            *(table.headed, list(table.columns), certain),
        )


def get(member: Member, import_id: UUID) -> ContactImport:
    """One's own. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return _of_row(tx.one(
            "select * from contact_imports where id = %s and person_id = %s",
            *(import_id, member.person_id),
        ))  # fmt: skip


def table(member: Member, found: ContactImport) -> tuple[Table, tuple[Reading, ...]]:
    """The list as it is read now, and other ways to read its letters where the file says none."""
    data = member.organization.get(_file(found.id))
    ways = () if charset_detection.certain(data) else charset_detection.readings(data)
    return contact_import.read(data, found.encoding), ways


def choose(
    member: Member, import_id: UUID, header: bool, columns: Sequence[int], scope: Scope,
    team_id: UUID | None, encoding: str = "",
) -> None:  # fmt: skip
    """Which column is which, and whose contacts they become. Raises Invalid, NotFound."""
    if columns[EMAIL] < 0:
        raise Invalid(email=sentence("Choose the column with the e-mail addresses."))
    if scope is Scope.TEAM and team_id not in contacts.teams(member):
        raise Invalid(scope=sentence("Choose one of your teams."))
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        changed = tx.run(
            "update contact_imports set header = %s, columns = %s, scope = %s, team_id = %s,"
            " encoding = coalesce(nullif(%s, ''), encoding)"
            " where id = %s and person_id = %s and state = 'read'",
            *(header, list(columns), scope, team_id if scope is Scope.TEAM else None),
            encoding if encoding in charset_detection.LEGACY else "",
            *(import_id, member.person_id),
        )
        if not changed:
            raise NotFound


def begin(member: Member, import_id: UUID) -> None:
    """
    Import it: a short list at once, a long one by a worker. A second time is the same.

    Raises Invalid while nobody has said how its letters are read.
    """
    found = get(member, import_id)
    if found.state != "read":
        return
    if not found.encoding:
        raise Invalid(encoding=sentence("Choose the line that shows the names correctly."))
    rows = _rows(member.organization, found)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        began = tx.run(
            "update contact_imports set state = 'running', total = %s, faulty = %s"
            " where id = %s and state = 'read'",
            *(len(rows), sum(bool(row.errors) for row in rows), import_id),
        )
        if began and len(rows) > AT_ONCE:
            job = Job("import_contacts", {"import_id": str(import_id)})
            tx.jobs.add(tx.organization_id, [job])
        elif began:
            _take(tx, found, rows)
            tx.run("update contact_imports set state = 'done' where id = %s", import_id)


def run(job: LeasedJob) -> None:
    """A chunk per transaction; whoever comes after a death goes on where it stopped."""
    organization = job.organization
    import_id = job.said("import_id", UUID)
    with organization.transaction() as tx:
        found = _of_row(tx.one("select * from contact_imports where id = %s", import_id))
    rows = _rows(organization, found)
    for start in range(found.done, len(rows), CHUNK):
        with organization.transaction() as tx:
            held = tx.one("select done from contact_imports where id = %s for update", import_id)
            if held["done"] != start:
                raise LostLease
            _take(tx, found, rows[start : start + CHUNK])
    with organization.transaction() as tx:
        tx.run("update contact_imports set state = 'done' where id = %s", import_id)
        tx.jobs.done(job)


def _take(tx: Transaction, found: ContactImport, rows: Sequence[ListedRow]) -> None:
    usable = [row for row in rows if row.usable]
    added, there = contact_rows.keep(tx, found.person_id, found.scope, found.team_id, usable)
    merged = there + sum(row.merged for row in rows)
    tx.run(
        "update contact_imports set done = done + %s, added = added + %s, merged = merged + %s"
        " where id = %s",
        *(len(rows), added, merged, found.id),
    )


def _rows(organization: Organization, found: ContactImport) -> tuple[ListedRow, ...]:
    read = contact_import.read(organization.get(_file(found.id)), found.encoding)
    return contact_import.listed(read, found.header, found.columns)


def _file(import_id: UUID) -> str:
    return f"contact-imports/{import_id}"


def _of_row(row: dict[str, Any]) -> ContactImport:
    names = (f.name for f in fields(ContactImport))
    values = {name: row[name] for name in names}
    return ContactImport(
        **values | {"scope": Scope(row["scope"]), "columns": tuple(row["columns"])}
    )
