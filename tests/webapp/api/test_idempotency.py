from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask

from actors.retention import erase_person
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.retention import recycle_bin
from tests.tenants import ceremonies, retention_requests
from tests.tenants.conftest import PASSWORD
from tests.tenants.opening import run
from tests.webapp.api.programs import PDF, Program, envelope, make_key
from tests.webapp.senders import Sender

GROUPS = "/api/v1/signing-groups"


@pytest.fixture
def program(app: Flask, member: Member) -> Iterator[Program]:
    yield Program(app, make_key(member))


def made(member: Member) -> list[str]:
    with member.organization.transaction(SYSTEM) as tx:
        return [str(row["id"]) for row in tx.rows.all("select id from envelopes")]


def test_the_same_request_again_gets_the_first_answer_and_makes_nothing(
    program: Program, member: Member
) -> None:
    first = program.post(envelope(status="sent"), key="lease-1")
    again = program.post(envelope(status="sent"), key="lease-1")

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert made(member) == [first.json["id"]]


def test_it_is_the_same_request_whatever_stands_between_its_parts(program: Program) -> None:
    asked = envelope(documents=[{"name": "Lease.pdf", "file": "lease"}])

    first = program.post_parts(asked, key="lease-1", lease=PDF)
    again = program.post_parts(asked, key="lease-1", lease=PDF)

    assert first.data == again.data


def test_another_request_with_the_same_key_is_refused(program: Program, member: Member) -> None:
    first = program.post(envelope(), key="lease-1")

    for other in (envelope(name="Another"), envelope(pdf=PDF + b" changed")):
        answer = program.post(other, key="lease-1")
        assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert made(member) == [first.json["id"]]


def test_what_could_not_be_read_leaves_its_key_free(program: Program) -> None:
    refused = program.post(envelope(status="sent", name="x", recipients=[]), key="lease-1")

    assert refused.status_code == 422
    assert program.post(envelope(), key="lease-1").status_code == 201


def test_a_refusal_is_an_answer_too_and_stays_one(app: Flask, member: Member) -> None:
    client, group = Program(app, make_key(member, "members")), {"name": "Board"}
    place = client.act(GROUPS, group).headers["Location"]
    first = client.act(GROUPS, group, key="board-2")
    client.act(place, method="DELETE")

    again = client.act(GROUPS, group, key="board-2")
    anew = client.act(GROUPS, group, key="board-3")

    assert first.status_code == 422
    assert (again.status_code, again.data) == (422, first.data)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.content_type == first.content_type == "application/problem+json"
    assert anew.status_code == 201


def test_deleting_and_changing_again_get_their_first_answers(app: Flask, member: Member) -> None:
    client = Program(app, make_key(member, "members"))
    place = client.act(GROUPS, {"name": "Board"}).headers["Location"]
    one, other = ({"name": name} for name in ("Finance", "Council"))

    first = client.act(place, one, "PATCH", key="name")
    client.act(place, other, "PATCH")
    again = client.act(place, one, "PATCH", key="name")
    reused = client.act(place, other, "PATCH", key="name")
    gone = [client.act(place, method="DELETE", key="delete") for _ in "12"]

    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert (reused.status_code, reused.json["code"]) == (422, "idempotency_key_reused")
    assert [answer.status_code for answer in gone] == [204, 204]
    assert gone[1].headers["Idempotent-Replayed"] == "true"


def test_keys_are_each_programs_own(app: Flask, program: Program, stranger: Sender) -> None:
    first = program.post(envelope(), key="lease-1")
    theirs = Program(app, make_key(stranger.member)).post(envelope(), key="lease-1")

    assert theirs.status_code == 201
    assert theirs.json["id"] != first.json["id"]


def test_a_key_is_free_again_after_a_day(program: Program, member: Member) -> None:
    first = program.post(envelope(), key="lease-1")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update idempotency_keys set created_at = created_at - %s", timedelta(hours=25))

    again = program.post(envelope(name="Another"), key="lease-1")

    assert again.status_code == 201
    assert again.json["id"] != first.json["id"]


def test_many_at_once_with_one_key_make_one_envelope(program: Program, member: Member) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(
            threads.map(lambda _: program.post(envelope(status="sent"), key="lease-1"), range(6))
        )

    bodies = {answer.data for answer in answers if answer.status_code == 201}
    others = {a.json["code"] for a in answers if a.status_code != 201}
    assert len(bodies) == 1
    assert others <= {"idempotency_key_in_use"}
    assert len(made(member)) == 1


def test_a_request_again_gets_the_first_answer_though_the_envelope_has_changed(
    program: Program, member: Member, now: datetime
) -> None:
    first = program.post(envelope(), key="lease-1")
    run(member, drafting.rename, UUID(first.json["id"]), "Another name", "", now)

    again = program.post(envelope(), key="lease-1")

    assert again.data == first.data
    assert made(member) == [first.json["id"]]


def test_what_is_erased_of_an_envelope_is_erased_of_its_answer(
    program: Program, member: Member, now: datetime
) -> None:
    first = program.post(envelope(), key="lease-1")
    ana = "ana@example.com"
    retention_requests.ask_erasure(member, uuid4(), ana, ana, PASSWORD, False, now)
    erase_person.erase(ceremonies.lease_open(member, "erase_person"), now)

    again = program.post(envelope(), key="lease-1")

    assert b"ana@example.com" in first.data
    assert (again.status_code, again.json["code"]) == (409, "answer_erased")
    assert b"ana@example.com" not in again.data
    assert made(member) == [first.json["id"]]


def test_a_request_again_whose_envelope_was_thrown_away_gets_the_first_answer_and_makes_nothing(
    program: Program, member: Member, now: datetime
) -> None:
    first = program.post(envelope(), key="lease-1")
    run(member, recycle_bin.delete, UUID(first.json["id"]), now)

    again = program.post(envelope(), key="lease-1")

    assert (again.status_code, again.data) == (201, first.data)
    assert made(member) == [first.json["id"]]


def test_of_a_request_no_words_are_kept_that_can_be_read(program: Program, member: Member) -> None:
    program.post(envelope(), key="ana@example.com")

    with member.organization.transaction(SYSTEM) as tx:
        (row,) = tx.rows.all("select * from idempotency_keys")

    kept = {name for name, value in row.items() if isinstance(value, str | bytes)}
    assert kept == {"key_hash", "request_hash", "answer"}
    assert len(row["key_hash"]) == len(row["request_hash"]) == 32
    assert b"ana@example.com" not in row["answer"]
