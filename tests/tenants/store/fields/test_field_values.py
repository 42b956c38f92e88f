"""What was filled in is apart from the fields and encrypted."""

from datetime import timedelta

import psycopg

from core.fields.field import Field
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

LATER = NOW + timedelta(minutes=5)


def filled(member: Member) -> tuple[Field, ...]:
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], LATER)
    return tuple(f for f in run(member, reading.envelope, envelope.id).fields if f.value)


def test_who_filled_it_in_and_when_stands_beside_a_ciphertext(member: Member) -> None:
    fields = filled(member)

    with member.organization.transaction(SYSTEM) as tx:
        rows = {row["field_id"]: row for row in tx.rows.all("select * from field_values")}

    assert fields
    assert rows.keys() == {field.id for field in fields}
    for field in fields:
        row = rows[field.id]
        assert (row["filled_by"],) == field.recipient_ids
        assert row["filled_at"] >= NOW
        assert field.value.encode() not in row["sealed"]


def test_a_value_in_the_place_of_another_says_nothing(
    member: Member, services: dict[str, str]
) -> None:
    fields = filled(member)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update field_values v set sealed = (select o.sealed from field_values o"
            " where o.organization_id = v.organization_id and o.field_id <> v.field_id limit 1)"
            " where v.organization_id = %s",
            (member.organization.id,),
        )

    with member.organization.transaction(SYSTEM) as tx:
        envelope_id = tx.rows.one("select id from envelopes")["id"]
    read = run(member, reading.envelope, envelope_id)

    assert len(fields) > 1
    assert not any(field.value for field in read.fields)


def test_a_field_that_goes_takes_its_value_along(member: Member) -> None:
    fields = filled(member)

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from fields where id = %s", fields[0].id)
        (count,) = tx.rows.all("select count(*) as n from field_values")

    assert count["n"] == len(fields) - 1
