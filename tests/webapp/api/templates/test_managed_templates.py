"""Templates as a program makes, changes, publishes, shares, copies and deletes them."""

import base64
import json
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from actors.jobs import discovery
from core.access import MemberRole
from tenants.member import Member
from tenants.use_cases.people import members
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.api.programs import PDF, Program, field, make_key, recipient
from tests.webapp.senders import Sender

PLACE = "/api/v1/templates"
discovery.load()


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "templates"))


def template(member: Member) -> UUID:
    """A published one."""
    template_id, source = uuid4(), ceremonies.sent(member, NOW)
    run(member, templates.create_from, source.id, template_id, str, NOW)
    run(member, publishing.publish, template_id, NOW)
    return template_id


def whole(**changes: Any) -> dict[str, Any]:
    document = {"name": "Lease.pdf", "content": base64.b64encode(PDF).decode()}
    tenant = {"role_name": "Tenant", "fields": [field()]}
    landlord = recipient(order=2, fields=[field(y=300)])
    made = {"name": "Lease", "description": "For flats", "documents": [document]}
    return made | {"recipients": [tenant, landlord]} | changes


def test_a_template_is_made_whole_in_one_call(program: Program) -> None:
    made = program.act(PLACE, whole())
    content = program.get(f"{made.location}/content").json
    early = program.act(f"{made.location}/versions")

    assert made.status_code == 201, made.text
    assert (made.json["name"], made.json["description"]) == ("Lease", "For flats")
    assert (made.json["version"], made.json["ready"]) == (0, False)
    roles = [(r["name"], r["default_name"]) for r in made.json["roles"]]
    assert roles == [("Tenant", ""), ("", "Ana Ruiz")]
    assert [len(r["fields"]) for r in content["recipients"]] == [1, 1]
    assert content["status"] == "draft"
    assert (early.status_code, early.json["code"]) == (409, "nothing_to_publish")


def test_the_same_with_its_files_as_parts(program: Program) -> None:
    asked = whole(documents=[{"name": "Lease.pdf", "file": "lease"}])
    parts = {"template": json.dumps(asked), "lease": (BytesIO(PDF), "lease.pdf")}

    made = program.browser.post(
        PLACE, data=parts, headers=program.bearer, content_type="multipart/form-data"
    )

    assert (made.status_code, made.json["documents"]) == (201, ["Lease.pdf"])


def test_all_that_is_wrong_with_a_new_template_is_said_at_once(program: Program) -> None:
    nobody = {"email": "nowhere", "fields": [field(kind="rubber stamp")]}

    wrong = program.act(PLACE, whole(recipients=[nobody], colour="red"))
    half = program.act(PLACE, whole(recipients=[{"name": "Ana", "fields": [field()]}]))
    both = program.act(PLACE, whole(envelope_id=str(uuid4())))

    assert {e["pointer"] for e in wrong.json["errors"]} == {
        "#/recipients/0/email",
        "#/recipients/0/fields/0/kind",
        "#/colour",
    }
    assert (half.status_code, both.status_code) == (422, 422)
    assert [e["pointer"] for e in half.json["errors"]] == ["#/recipients/0/email"]


def test_what_it_is_called_and_where_it_lies_is_changed(program: Program, member: Member) -> None:
    place = f"{PLACE}/{template(member)}"

    changed = program.act(
        place, {"name": "Flat", "description": "Old houses", "favorite": True}, "PATCH"
    )
    away = program.act(place, {"archived": True}, "PATCH")
    listed = program.get(f"{PLACE}?archived=false").json

    assert changed.status_code == 200, changed.text
    assert (changed.json["description"], changed.json["favorite"]) == ("Old houses", True)
    assert changed.json["changed"]
    assert away.json["archived"]
    assert next(value for value in listed.values() if isinstance(value, list)) == []


def test_versions_are_published_and_restored(program: Program, member: Member) -> None:
    place = f"{PLACE}/{template(member)}"
    program.act(place, {"name": "Flat"}, "PATCH")

    published = program.act(f"{place}/versions")
    versions = program.get(f"{place}/versions").json["items"]
    restored = program.act(f"{place}/versions/1/restore")
    unknown = program.act(f"{place}/versions/9/restore")

    assert (published.status_code, published.json["name"]) == (201, "Flat")
    assert [v["number"] for v in versions] == [2, 1]
    assert (restored.json["version"], restored.json["changed"]) == (2, True)
    assert unknown.status_code == 404


def test_it_is_copied_shared_and_deleted(program: Program, member: Member) -> None:
    place, ben = f"{PLACE}/{template(member)}", colleague(member, MemberRole.ADMIN)
    his = Program(program.browser.application, make_key(ben, "templates"))
    run(member, members.change_role, ben.person_id, MemberRole.SENDER, NOW)

    hidden = his.get(place).status_code
    shared = program.act(f"{place}/sharing", {"member_ids": [str(ben.person_id)]}, "PATCH")
    seen, refused = his.get(place).status_code, his.act(place, {"name": "His"}, "PATCH")
    public = program.act(f"{place}/sharing", {"visibility": "all", "member_ids": []}, "PATCH")
    copy = his.act(f"{place}/copies")
    gone = program.act(place, method="DELETE")

    assert (hidden, seen, refused.status_code) == (404, 200, 403)
    assert shared.json["member_ids"] == [str(ben.person_id)]
    assert public.json == {"visibility": "all", "team_id": None, "member_ids": []}
    assert (copy.status_code, copy.json["owner_id"]) == (201, str(ben.person_id))
    assert (gone.status_code, program.get(place).status_code) == (204, 404)


def test_a_direct_link_is_made_closed_and_given_another_address(
    program: Program, member: Member
) -> None:
    place = f"{PLACE}/{template(member)}/direct-link"
    question = {"label": "Which flat?", "kind": "choice", "options": ["1", "2"]}

    none = program.get(place)
    wrong = program.act(
        place,
        {"role": "Nobody", "questions": [{"label": "Which?", "kind": "choice"}], "active": False},
        "PUT",
    )
    closed = program.act(
        place, {"role": "Signer 1", "questions": [question], "active": False}, "PUT"
    )
    renewed = program.act(f"{place}/renew")

    assert none.status_code == 404
    assert [e["pointer"] for e in wrong.json["errors"]] == ["#/questions/0/options", "#/role"]
    assert closed.status_code == 200, closed.text
    assert (closed.json["active"], closed.json["questions"][0]["options"]) == (False, ["1", "2"])
    assert closed.json["url"] != renewed.json["url"]


def test_a_ready_template_is_taken_from_the_gallery(program: Program) -> None:
    (first, *_) = program.get("/api/v1/ready-templates").json["items"]

    made = program.act(f"/api/v1/ready-templates/{first['key']}/templates", {"name": "Ours"})
    unknown = program.act("/api/v1/ready-templates/none/templates", {})

    assert (made.status_code, made.json["name"]) == (201, "Ours")
    assert [role["name"] for role in made.json["roles"]] == first["roles"]
    assert unknown.status_code == 404


def test_it_takes_the_scope_the_role_and_ones_own_organization(
    app: Flask, member: Member, stranger: Sender
) -> None:
    place = f"{PLACE}/{template(member)}"
    writer = Program(app, make_key(member, "envelopes:write"))
    theirs = Program(app, make_key(stranger.member, "templates"))
    admin = colleague(member, MemberRole.ADMIN)
    lowered = Program(app, make_key(admin, "templates"))
    managing = Program(app, make_key(member, "members"))
    managing.act(f"/api/v1/members/{admin.person_id}", {"role": "auditor"}, "PATCH")

    assert (writer.get(place).status_code, lowered.get(place).status_code) == (200, 200)
    for other, status in ((writer, 403), (lowered, 403), (theirs, 404)):
        assert other.act(place, {"name": "Ours"}, "PATCH").status_code == status
        assert other.act(f"{place}/versions").status_code == status
    for other in (writer, lowered):
        assert other.act(PLACE, whole()).status_code == 403
