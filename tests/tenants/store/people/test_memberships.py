"""What ends with a membership: no foreign key leads from the directory to a tenant's tables."""

from typing import Any

import psycopg

from core.access import MemberRole
from tenants.member import Member
from tenants.store.people import memberships
from tenants.use_cases.people import leaving
from tests.tenants import synthetic
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague

# What is somebody's and stays when they leave, and why.
STAYS = {
    "contacts": "those of a team or the organization; the others are deleted by name",
    "former_members": "who it was",
    "folders": "go to the heir",
    "envelope_shares": "end by a job, which records it",
    "share_links": "open nothing any more, and end by a job, which records it",
    "legal_holds": "a hold outlives who placed it",
    "erasures": "a request outlives who made it",
}
PEOPLE = """
    select c.relname, a.attname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    where c.relnamespace = 'tenant'::regnamespace and c.relkind in ('r', 'p')
        and a.attname in ('person_id', 'shared_by', 'owner_id', 'placed_by', 'asked_by')
"""


def test_whoever_leaves_takes_along_what_was_theirs_alone(
    member: Member, services: dict[str, str]
) -> None:
    leaver = colleague(member, MemberRole.SENDER)
    stayer = colleague(member, MemberRole.SENDER)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("set session_replication_role = replica")  # rows without their parents
        for person in (leaver, stayer):
            _fill(superuser, person)

    run(member, leaving.remove, leaver.person_id, None, NOW)

    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        for table, column in memberships.BELONGINGS.items():
            of = f"select count(*) from {table} where {column} = %s"
            assert superuser.execute(of, (leaver.person_id,)).fetchone() == (0,), table
            assert superuser.execute(of, (stayer.person_id,)).fetchone() == (1,), table


def test_every_table_that_names_a_person_is_decided_about(services: dict[str, str]) -> None:
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        named = {table for table, _ in superuser.execute(PEOPLE).fetchall()}

    assert named - memberships.BELONGINGS.keys() == STAYS.keys()


def _fill(superuser: psycopg.Connection[Any], person: Member) -> None:
    for table in synthetic.tables(superuser):
        column = memberships.BELONGINGS.get(table.name)
        if column:
            row = synthetic.row(superuser, table, person.organization.id)
            if "token_hash" in row:  # each has one of its own
                row["token_hash"] = row["session_hash"] = person.person_id.bytes
            superuser.execute(*synthetic.insert(table.name, row | {column: person.person_id}))
