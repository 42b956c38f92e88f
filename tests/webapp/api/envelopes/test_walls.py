"""Every address of the API about envelopes: strangers, keys without the scope, and viewers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tenants.use_cases.envelopes import sharing
from tests import route_ids
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, make_key, of_role
from tests.webapp.senders import Sender
from webapp.api import v1

SCOPES = ("envelopes:read", "envelopes:write", "signing:embed")
# What is asked, by operation: a body that is in order, so that what decides is whose it is.
BODIES: dict[str, Any] = {
    "correct_envelope": {},
    "correct_fields": {},
    "void_envelope": {"reason": "Wrong tenant"},
    "remind_recipients": {},
    "transfer_envelope": {"person_id": str(uuid4())},
    "schedule_envelope": {"starts_at": "2099-01-01T00:00:00Z"},
    "reassign_recipient": {"name": "Carl", "email": "carl@example.com"},
    "edit_pages": {"pages": [{"page": 1}]},
    "handle_document": {"handling": "attached"},
    "give_password": {"password": "secret"},
    "combine_images": {"documents": [str(uuid4()), str(uuid4())]},
    "add_recipient": {"name": "Carl", "email": "carl@example.com"},
    "change_recipient": {"name": "Carl"},
    "reorder_recipients": {"orders": [{"recipient_id": str(uuid4()), "order": 2}]},
    "fill_in_values": {"values": {"rent": "900"}},
    "create_sender_view": {"origin": "https://app.example.com"},
    "change_envelope": {"name": "Lease"},
    "file_envelope": {},
    "embed_signing": {"origin": "https://app.example.com"},
    "add_document": {"name": "Annex.html", "content": "PGgxPkFubmV4PC9oMT4="},
    "rename_document": {"name": "Annex"},
    "order_documents": {"documents": [str(uuid4())]},
    "add_fields": {
        "fields": [
            {
                "kind": "text",
                "document_id": str(uuid4()),
                "page": 1,
                **{"x": 72, "y": 600, "width": 160, "height": 20},
            }
        ]
    },
    "change_field": {"x": 80},
}


def operations(app: Flask) -> Iterator[tuple[str, str, Any]]:
    """Method, path and a body of all that is about one envelope."""
    with app.app_context():
        paths = v1.description()["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            if path.startswith("/api/v1/envelopes/{"):
                yield method.upper(), path, BODIES.get(operation["operationId"])


def test_what_belongs_to_another_organization_is_not_found(
    app: Flask, member: Member, stranger: Sender
) -> None:
    ids, program = route_ids.of(stranger.member), Program(app, make_key(member, *SCOPES))

    codes = {
        (method, path): program.act(path.format(**ids), body, method).status_code
        for method, path, body in operations(app)
    }

    assert {place: code for place, code in codes.items() if code != 404} == {}
    assert len(codes) > 10


def test_each_takes_its_scope(app: Flask, member: Member) -> None:
    ids = route_ids.nobodys()
    reader, frame = (Program(app, make_key(member, s)) for s in ("envelopes:read", "signing:embed"))

    for method, path, body in operations(app):
        without = frame if method == "GET" else reader
        answer = without.act(path.format(**ids), body, method)
        assert (answer.status_code, answer.json["code"]) == (403, "scope_missing"), path


def test_the_key_of_a_viewer_changes_nothing(app: Flask, member: Member, now: datetime) -> None:
    """Whatever its scopes are: a key may what its maker may."""
    ids = route_ids.of(member)
    viewer, program = of_role(app, member, MemberRole.VIEWER, *SCOPES)
    run(member, sharing.share, ids["envelope_id"], viewer.person_id, now)

    for method, path, body in operations(app):
        if method != "GET":
            answer = program.act(path.format(**ids), body, method)
            assert (answer.status_code, answer.json["code"]) == (403, "forbidden"), path
