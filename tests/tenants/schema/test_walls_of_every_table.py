"""Knocks at the walls of every table there is: rows are made from the catalog, none is left out."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tenants.member import Member
from tests.tenants import synthetic
from tests.tenants.synthetic import Table

Connection = psycopg.Connection[Any]
# What the application may reach through functions only, or what the platform holds for all.
REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.fixture(scope="module")
def superuser(services: dict[str, str]) -> Iterator[Connection]:
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(services: dict[str, str]) -> Iterator[Connection]:
    with psycopg.connect(services["DATABASE_URL"], autocommit=True) as connection:
        yield connection


@pytest.fixture
def theirs(
    superuser: Connection, stranger: Member
) -> Iterator[dict[str, tuple[Table, dict[str, Any]]]]:
    """A row of another organization in each table, by the table's name."""
    made = {}
    superuser.execute("set session_replication_role = replica")
    for table in synthetic.tables(superuser):
        values = synthetic.row(superuser, table, stranger.organization.id)
        query, arguments = synthetic.insert(table.name, values)
        superuser.execute(f"{query} on conflict do nothing", arguments)
        made[table.name] = (table, values)
    yield made
    for table, _ in made.values():
        superuser.execute(
            f'delete from "{table.name}" where organization_id = %s', (stranger.organization.id,)
        )
    superuser.execute("set session_replication_role = origin")


def within(app: Connection, organization_id: UUID) -> None:
    app.execute("select set_config('app.organization_id', %s, true)", (str(organization_id),))


def attempt(app: Connection, organization_id: UUID, query: str, *arguments: object) -> Any:
    """What a statement does as the application in an organization: its cursor or its error."""
    try:
        with app.transaction(force_rollback=True):
            within(app, organization_id)
            cursor = app.execute(query, arguments)
            return cursor.fetchall() if cursor.description else cursor.rowcount
    except psycopg.Error as error:
        return error


def test_every_tenant_table_forces_a_policy_of_its_own(superuser: Connection) -> None:
    bare = superuser.execute(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " and a.attname = 'organization_id'"
        " where c.relnamespace = any ('{directory,tenant}'::regnamespace[])"
        " and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity"
        " and exists (select from pg_policies p where p.tablename = c.relname))"
    ).fetchall()

    assert bare == []
    assert len(synthetic.tables(superuser)) > 20


def test_no_statement_in_one_organization_reaches_a_row_of_another(
    app: Connection, member: Member, stranger: Member, theirs: dict[str, Any], superuser: Connection
) -> None:
    mine, other = member.organization.id, stranger.organization.id
    for name, (table, values) in theirs.items():
        held = superuser.execute(
            f'select count(*) from "{name}" where organization_id = %s', (other,)
        ).fetchone()
        assert held and held[0] >= 1, f"{name}: no row to knock at"
        seen = attempt(
            app, mine, f'select count(*) from "{name}" where organization_id = %s', other
        )
        assert isinstance(seen, REFUSED) or seen == [(0,)], name
        all_of_it = attempt(app, mine, f'select organization_id from "{name}"')
        assert isinstance(all_of_it, REFUSED) or {row[0] for row in all_of_it} <= {mine}, name
        column = next(iter(values))
        changed = attempt(app, mine, f'update "{name}" set "{column}" = "{column}"')
        # Only rows of one's own: there may be some, and each of them says whose it is.
        if not isinstance(changed, psycopg.Error):
            own = attempt(app, mine, f'select count(*) from "{name}"')
            assert changed == own[0][0], name
        for change in (
            f'update "{name}" set organization_id = organization_id where organization_id = %s',
            f'delete from "{name}" where organization_id = %s',
        ):
            answer = attempt(app, mine, change, other)
            assert isinstance(answer, REFUSED) or answer == 0, (name, change)
        query, arguments = synthetic.insert(name, values)
        answer = attempt(app, mine, query, *arguments)
        # Refused by the wall, before any key could tell whether such a row is there.
        assert isinstance(answer, REFUSED), (name, answer)
        fresh = synthetic.row(superuser, table, other)
        query, arguments = synthetic.insert(name, fresh)
        assert isinstance(attempt(app, mine, query, *arguments), REFUSED), name


def test_no_foreign_key_tells_whether_another_organization_has_a_row(
    app: Connection, member: Member, theirs: dict[str, Any], superuser: Connection
) -> None:
    mine, probed = member.organization.id, 0
    for name, (table, _) in theirs.items():
        for key, columns, target, targeted in synthetic.foreign_keys(superuser, table):
            if target not in theirs or columns == ["organization_id"]:
                continue
            assert (columns[0], targeted[0]) == ("organization_id", "organization_id"), key
            there = theirs[target][1]
            answers = []
            for value_of in (lambda c, there=there: there.get(c, uuid4()), lambda _: uuid4()):
                values = synthetic.row(superuser, table, mine)
                values |= {
                    own: value_of(its)
                    for own, its in zip(columns[1:], targeted[1:], strict=True)
                    if isinstance(there.get(its), UUID)
                }
                query, arguments = synthetic.insert(name, values)
                answers.append(type(attempt(app, mine, query, *arguments)))
            # The same for a row that another organization has as for one that nobody has.
            assert answers[0] is answers[1], key
            assert answers[0] is not int, key
            probed += 1

    assert probed > 15
