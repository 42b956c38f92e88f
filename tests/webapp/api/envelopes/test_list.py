"""Programs list, search and filter envelopes."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from core.envelopes.custom_field import CustomField, CustomFieldKind
from tenants.member import Member
from tenants.use_cases.envelopes import custom_fields, envelope_details
from tenants.use_cases.envelopes.listing import folders
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.search_jobs import catch_up
from tests.webapp.api.programs import PATH, Program, make_key, of_role


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "envelopes:read"))


def ids(program: Program, query: str) -> list[str]:
    answer = program.get(f"{PATH}?{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json["items"]]


def test_a_list_goes_page_by_page_newest_first(
    program: Program, member: Member, now: datetime
) -> None:
    made = [str(ceremonies.complete_draft(member, now)) for _ in range(3)]

    first = program.get(f"{PATH}?limit=2")
    second = program.get(f"{PATH}?limit=2&cursor={first.json['next_cursor']}")

    assert (first.status_code, second.status_code) == (200, 200), first.text
    items = first.json["items"] + second.json["items"]
    assert {item["id"] for item in items} == set(made)
    assert second.json["next_cursor"] is None
    at = [item["status_at"] for item in items]
    assert at == sorted(at, reverse=True)
    assert program.get(f"{PATH}?cursor=nonsense").status_code == 422
    few = program.get(f"{PATH}?fields=id,name").json["items"]
    assert few[0] == {"id": items[0]["id"], "name": "Lease"}


def test_parts_are_answered_whole_if_expanded(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    (item,) = program.get(f"{PATH}?expand=recipients,documents").json["items"]

    whole = program.get(f"{PATH}/{envelope.id}").json
    assert item["recipients"] == whole["recipients"]
    assert item["documents"] == whole["documents"]
    assert item["fields"] is None
    assert [p["name"] for p in item["people"]] == ["Signer One", "Signer Two", "Copy"]


def test_it_is_searched_and_filtered(program: Program, member: Member, now: datetime) -> None:
    folder_id, draft = uuid4(), ceremonies.complete_draft(member, now)
    envelope = ceremonies.sent(member, now)
    run(member, folders.make, folder_id, "Leases", None, "owner", now)
    run(member, folders.put, draft, folder_id, now)
    catch_up(member)
    today = f"created_from={now.date()}&created_until={now.date()}"

    assert ids(program, "box=drafts") == [str(draft)]
    assert ids(program, "status=sent") == [str(envelope.id)]
    assert ids(program, f"folder_id={folder_id}") == [str(draft)]
    assert ids(program, "waiting_for=one") == [str(envelope.id)]
    assert set(ids(program, f"search=lease&{today}")) == {str(draft), str(envelope.id)}
    assert ids(program, f"created_from={now.date() + timedelta(days=2)}") == []


def test_it_is_found_by_what_is_noted(program: Program, member: Member, now: datetime) -> None:
    field = CustomField(uuid4(), "Project", CustomFieldKind.TEXT)
    run(member, custom_fields.define, field, NOW)
    noted, _ = (ceremonies.complete_draft(member, now) for _ in range(2))
    change = (noted, "A-4711", {field.id: "Harbour"}, [("crm", "77")], now)
    run(member, envelope_details.change, *change)

    assert ids(program, "external_id=a-4711") == [str(noted)]
    assert ids(program, f"custom_field_id={field.id}&value=Harbour") == [str(noted)]
    assert ids(program, "metadata_key=crm&value=77") == [str(noted)]
    assert ids(program, "metadata_key=crm&value=7") == []


@pytest.mark.parametrize(
    "query",
    [
        *("box=nowhere", "unknown=1", "limit=0", "limit=101", "expand=secrets", "value=1"),
        *("metadata_key=crm", "external_id=1&box=sent", "created_from=yesterday", "sender_id=me"),
    ],
)
def test_what_cannot_be_asked_is_said(program: Program, query: str) -> None:
    answer = program.get(f"{PATH}?{query}")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")


def test_who_sees_what_is_as_in_the_portal(app: Flask, member: Member, now: datetime) -> None:
    """An owner sees all, a sender what is theirs, a viewer what they are shown."""
    sender, theirs = of_role(app, member, MemberRole.SENDER, "envelopes:read")
    _, viewers = of_role(app, member, MemberRole.VIEWER, "envelopes:read")
    drafts = [str(ceremonies.complete_draft(each, now)) for each in (sender, member)]

    assert set(ids(Program(app, make_key(member, "envelopes:read")), "")) == set(drafts)
    assert ids(theirs, "") == drafts[:1]
    assert ids(viewers, "") == []


def test_it_takes_the_scope_to_read(app: Flask, member: Member) -> None:
    program = Program(app, make_key(member, "signing:embed"))

    answer = program.get(PATH)

    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")
    assert 'scope="envelopes:read"' in answer.headers["WWW-Authenticate"]
