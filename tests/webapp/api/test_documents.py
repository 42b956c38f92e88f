"""Programs edit pages, combine images and decide about signed PDFs: real files, really read."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from actors import worker
from actors.documents import intake_document, render_pages
from actors.pdf.sandbox import sandbox
from core.principal import SYSTEM
from tenants import leased_job
from tenants.member import Member
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.envelopes import reading
from tests.actors.pdf import pdfs, signed_pdfs
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, envelope, field, make_key, recipient

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ACTORS = {
    "intake_document": intake_document.intake_document,
    "render_pages": render_pages.render_pages,
}


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def worked_off(member: Member, envelope_id: UUID) -> None:
    """All that the workers have to do before its pages are there."""
    while True:
        with member.organization.transaction(SYSTEM) as tx:
            row = tx.rows.one_or_none(
                "select id, kind from outbox where envelope_id = %s and state = 'open'"
                " and kind = any(%s) and lease_until is null order by id limit 1",
                *(envelope_id, list(ACTORS)),
            )
        if row is None:
            return
        job = leased_job.lease(member.organization, row["id"])
        assert job is not None
        ACTORS[row["kind"]](job)


def made(program: Program, member: Member, body: dict[str, Any], **files: bytes) -> TestResponse:
    answer = program.post_parts(body, **files) if files else program.post(body)
    assert answer.status_code == 201, answer.text
    return seen(program, member, answer)


def seen(program: Program, member: Member, answer: TestResponse) -> TestResponse:
    worked_off(member, UUID(answer.json["id"]))
    return program.get(f"/api/v1/envelopes/{answer.json['id']}")


def ask(program: Program, method: str, path: str, body: Any = None) -> TestResponse:
    return program.browser.open(path, method=method, json=body, headers=program.bearer)


def place_of(answer: TestResponse, number: int = 0) -> str:
    document = answer.json["documents"][number]
    return f"/api/v1/envelopes/{answer.json['id']}/documents/{document['id']}"


def texts(member: Member, answer: TestResponse) -> list[str]:
    stored = run(member, reading.envelope, UUID(answer.json["id"])).documents[0]
    return pdfs.texts(member.organization.get(canonical_name(stored.canonical_sha256)))


def picture(kind: str, width: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, 200), "white").save(written, kind)
    return written.getvalue()


def test_pages_are_turned_moved_deleted_inserted_and_redacted_and_then_it_is_sent(
    program: Program, member: Member
) -> None:
    asked = recipient(fields=[field(page=3, x=100, y=500, width=150, height=40)])
    draft = made(program, member, envelope(pdfs.contract(3), recipients=[asked]))
    pages = [
        {"page": 3, "turn": 90},
        {"blank": {"width": 595, "height": 842}},
        {"page": 1, "redact": [{"x": 60, "y": 50, "width": 400, "height": 30}]},
    ]

    changed = ask(program, "PUT", f"{place_of(draft)}/pages", {"pages": pages})
    again = ask(program, "PUT", f"{place_of(draft)}/pages", {"pages": pages})
    sending = ask(program, "POST", f"/api/v1/envelopes/{draft.json['id']}/send")
    sent = seen(program, member, changed)

    assert (changed.status_code, again.json) == (200, changed.json)
    (document,) = sent.json["documents"]
    assert (document["pages"], document["pages_edited"], document["drawn"]) == (3, True, True)
    assert [(p["width"], p["height"]) for p in document["page_sizes"]] == [
        (842, 595),
        (595, 842),
        (595, 842),
    ]
    (turned,) = sent.json["recipients"][0]["fields"]
    place = [turned[name] for name in ("page", "x", "y", "width", "height")]
    assert place == [1, 842 - 500 - 40, 100, 40, 150]
    assert "page 1" not in " ".join(texts(member, sent))
    assert "page 3" in texts(member, sent)[0]
    assert (sending.json["sending"], sent.json["status"]) == ("waiting", "sent")


def test_fields_on_deleted_pages_refuse_the_edit_unless_they_may_go_and_all_can_be_undone(
    program: Program, member: Member
) -> None:
    draft = made(program, member, envelope(pdfs.contract(3)))
    body = {"pages": [{"page": 2}]}

    refused = ask(program, "PUT", f"{place_of(draft)}/pages", body)
    done = ask(program, "PUT", f"{place_of(draft)}/pages", body | {"remove_fields": True})
    edited = seen(program, member, done)
    stale = ask(program, "PUT", f"{place_of(draft)}/pages", {"pages": [{"page": 1}]})
    undone = seen(program, member, ask(program, "DELETE", f"{place_of(edited)}/pages"))

    assert (refused.status_code, refused.json["code"]) == (409, "fields_on_deleted_pages")
    assert "remove_fields" in refused.json["detail"]
    (unclear,) = ask(program, "DELETE", f"{place_of(draft)}/pages?remove_fields=x").json["errors"]
    assert unclear["query"] == "remove_fields"
    assert edited.json["recipients"][0]["fields"] == []
    assert (stale.status_code, stale.json["code"]) == (404, "not_found")
    assert [edited.json["documents"][0]["pages"], undone.json["documents"][0]["pages"]] == [1, 3]
    assert undone.json["documents"][0]["pages_edited"] is False


def test_pages_that_are_not_there_or_not_to_be_understood_are_refused(
    program: Program, member: Member
) -> None:
    draft = made(program, member, envelope(pdfs.contract(2)))
    place = f"{place_of(draft)}/pages"
    box = {"x": 0, "y": 0, "width": 10, "height": 10}

    unknown = ask(program, "PUT", place, {"pages": [{"page": 3}]})
    twice = ask(program, "PUT", place, {"pages": [{"page": 1}, {"page": 1}]})
    blank = ask(program, "PUT", place, {"pages": [{"blank": {"width": 595, "height": 842}}]})
    odd = {"pages": [{"page": 1, "turn": 45}, {}, {"page": 1, "redact": [box | {"width": 0}]}]}
    wrong = ask(program, "PUT", place, odd)

    assert {(a.status_code, a.json["code"]) for a in (unknown, twice)} == {(409, "pages_changed")}
    assert (blank.status_code, blank.json["code"]) == (422, "no_pages_left")
    assert [e["pointer"] for e in wrong.json["errors"]] == [
        "#/pages/0/turn",
        "#/pages/1",
        "#/pages/2/redact/0/width",
    ]


def test_images_become_one_document_at_once_or_later_and_are_split_again(
    program: Program, member: Member
) -> None:
    document = {"name": "Passport.pdf", "files": ["front", "back"]}
    images = {"front": picture("PNG", 300), "back": picture("JPEG", 400)}

    draft = made(program, member, envelope(documents=[document]), **images)
    split = seen(program, member, ask(program, "POST", f"{place_of(draft)}/split"))
    ids = [each["id"] for each in split.json["documents"]]
    place = f"/api/v1/envelopes/{draft.json['id']}/documents/combination"
    combined = ask(program, "POST", place, {"documents": ids})
    again = ask(program, "POST", place, {"documents": ids})
    alone = ask(program, "POST", place, {"documents": [ids[0], ids[0]]})
    whole = seen(program, member, combined)

    assert [(d["pages"], d["combined"]) for d in draft.json["documents"]] == [(2, True)]
    assert draft.json["documents"][0]["name"] == "Passport.pdf"
    assert [d["pages"] for d in split.json["documents"]] == [1, 1]
    assert again.json == combined.json
    assert [(d["pages"], d["combined"]) for d in whole.json["documents"]] == [(2, True)]
    assert alone.status_code == 404


def test_files_that_are_no_images_or_no_parts_are_refused(program: Program, member: Member) -> None:
    mixed = {"name": "Passport.pdf", "files": ["front", "text"]}
    missing = {"name": "Passport.pdf", "files": ["front", "side"]}
    both = {"name": "Passport.pdf", "files": ["front", "text"], "file": "front"}
    parts = {"front": picture("PNG", 300), "text": b"MZ\x90\0 no image"}

    draft = made(program, member, envelope(documents=[mixed]), **parts)
    absent = program.post_parts(envelope(documents=[missing]), **parts)
    unclear = program.post_parts(envelope(documents=[both]), **parts)

    assert draft.json["documents"][0]["status"] == "rejected"
    assert [e["pointer"] for e in absent.json["errors"]] == ["#/documents/0/files/1"]
    assert [e["pointer"] for e in unclear.json["errors"]] == ["#/documents/0"]


def test_who_signed_a_pdf_before_is_answered_and_the_program_decides_what_becomes_of_it(
    program: Program, member: Member
) -> None:
    draft = made(program, member, envelope(signed_pdfs.approved("Ana Lima", "Bo Berg")))

    attached = ask(program, "PUT", f"{place_of(draft)}/handling", {"handling": "attached"})
    open_again = ask(program, "PUT", f"{place_of(draft)}/handling", {"handling": "countersigned"})

    (document,) = draft.json["documents"]
    assert document["handling"] == "countersigned"
    assert document["signed_before"]["adding"] == "new_fields"
    told = [(s["name"], s["intact"]) for s in document["signed_before"]["signatures"]]
    assert told == [("Ana Lima", True), ("Bo Berg", True)]
    assert attached.json["documents"][0]["handling"] == "attached"
    assert attached.json["recipients"][0]["fields"] == []
    assert open_again.json["documents"][0]["handling"] == "countersigned"


def test_a_signed_pdf_goes_along_unchanged_beside_one_that_is_signed(
    program: Program, member: Member
) -> None:
    documents = [
        {"name": "Lease.pdf", "file": "lease"},
        {"name": "Brochure.pdf", "file": "brochure", "handling": "attached"},
    ]
    parts = {"lease": pdfs.contract(1), "brochure": signed_pdfs.approved("Ana Lima")}

    sent = made(program, member, envelope(documents=documents, status="sent"), **parts)

    assert sent.json["status"] == "sent"
    assert [d["handling"] for d in sent.json["documents"]] == ["canonical", "attached"]


def test_only_what_is_signed_is_attached_unchanged_and_only_where_it_allows_is_it_signed(
    program: Program, member: Member
) -> None:
    plain = {"name": "Lease.pdf", "file": "lease", "handling": "attached"}
    none = [recipient(fields=[])]

    unsigned = made(
        program, member, envelope(documents=[plain], recipients=none), lease=pdfs.contract(1)
    )
    usual = made(program, member, envelope(pdfs.contract(1)))
    refused = ask(program, "PUT", f"{place_of(usual)}/handling", {"handling": "attached"})
    final = made(
        program,
        member,
        envelope(signed_pdfs.certified(signed_pdfs.MDPPerm.NO_CHANGES), recipients=none),
    )
    closed = ask(program, "PUT", f"{place_of(final)}/handling", {"handling": "countersigned"})

    (document,) = unsigned.json["documents"]
    assert (document["status"], document["reason"]) == ("rejected", "not_signed")
    assert (refused.status_code, refused.json["code"]) == (409, "not_signed")
    assert final.json["documents"][0]["signed_before"]["reason"] == "final"
    assert (closed.status_code, closed.json["code"]) == (409, "cannot_be_added_to")


def test_a_locked_pdf_is_opened_with_its_password(program: Program, member: Member) -> None:
    locked = made(program, member, envelope(pdfs.encrypted(user="open")))
    place = f"{place_of(locked)}/password"

    wrong = seen(program, member, ask(program, "PUT", place, {"password": "guess"}))
    right = seen(program, member, ask(program, "PUT", place, {"password": "open"}))

    reasons = [answer.json["documents"][0]["reason"] for answer in (locked, wrong, right)]
    assert reasons == ["password_needed", "wrong_password", ""]
    assert right.json["documents"][0]["status"] == "ready"


def test_a_draft_is_sent_once_and_says_what_it_lacks(program: Program, member: Member) -> None:
    lacking = made(program, member, envelope(pdfs.contract(1), recipients=[recipient(fields=[])]))
    ready = made(program, member, envelope(pdfs.contract(1)))

    answers = [
        ask(program, "POST", f"/api/v1/envelopes/{each.json['id']}/send")
        for each in (lacking, ready, ready)
    ]

    assert [a.status_code for a in answers] == [409, 200, 200]
    assert answers[0].json["code"] == "nothing_to_send"
    assert (answers[1].json["status"], answers[2].json) == ("sent", answers[1].json)


def test_nothing_of_another_organization_and_nothing_that_was_sent_is_changed(
    program: Program, member: Member, app: Flask, stranger: Any
) -> None:
    sent = made(program, member, envelope(pdfs.contract(1), status="sent"))
    other = Program(app, make_key(stranger.member))
    reader = Program(app, make_key(member, "envelopes:read"))
    body = {"pages": [{"page": 1, "turn": 90}]}
    place = f"{place_of(sent)}/pages"

    answers = [ask(each, "PUT", place, body) for each in (program, other, reader)]

    assert [a.status_code for a in answers] == [409, 404, 403]
    assert answers[0].json["code"] == "not_a_draft"
