import json
from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from actors.documents import intake_document, render_pages
from core.access import MemberRole
from core.documents.document import Page
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.envelope import Status
from core.envelopes.schedule import Schedule
from core.fields import kinds
from core.principal import SYSTEM
from core.signing.proofs import asked_proofs
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.documents import document_intake
from tenants.use_cases.documents.document_intake import IntakeResult
from tenants.use_cases.envelopes import custom_fields, reading
from tenants.use_cases.organizations import organization_profile
from tenants.use_cases.people import members
from tests.tenants import ceremonies
from tests.tenants.ceremonies import Rendered, lease_open
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.api.programs import PATH, PDF, Program, envelope, field, make_key, recipient
from tests.webapp.senders import Sender


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def take_in(member: Member, made: TestResponse, now: datetime, pages: int = 1) -> None:
    """What the workers do: the file is found to be usable, its pages are drawn."""
    envelope_id = UUID(made.json["id"])
    job = lease_open(member, "intake_document", envelope_id)
    intake_document.accept(job, IntakeResult(ceremonies.CANONICAL, (Page(595, 842),) * pages), now)
    job = lease_open(member, "render_pages", envelope_id)
    numbers = range(1, pages + 1)
    render_pages.keep(job, [Rendered(n) for n in numbers], {n: [] for n in numbers}, now)


def pointers(answer: TestResponse) -> set[str]:
    assert answer.status_code == 422, answer.text
    assert answer.json["code"] == "invalid_request"
    return {error.get("pointer") or error["header"] for error in answer.json["errors"]}


def test_an_envelope_is_made_with_all_its_parts_at_once(program: Program) -> None:
    made = program.post(envelope(message="Please sign."))

    assert made.status_code == 201, made.text
    assert (made.json["status"], made.json["sending"]) == ("draft", None)
    assert made.json["documents"][0]["status"] == "processing"
    assert made.json["recipients"][0]["fields"][0]["kind"] == "signature"
    again = program.get(made.headers["Location"])
    assert again.json == made.json
    assert "Set-Cookie" not in made.headers


def test_a_field_has_the_size_and_the_properties_of_its_kind(program: Program) -> None:
    asked = {"kind": "text", "page": 1, "x": 10, "y": 20, "properties": {"length": 9}}

    made = program.post(envelope(recipients=[recipient(fields=[field(), asked])]))

    text = made.json["recipients"][0]["fields"][0]
    kind = kinds.named("text")
    assert (text["width"], text["height"]) == kind.size
    assert text["properties"] == {"length": 9}


def test_a_field_may_be_for_several_or_for_nobody_but_the_sender(
    program: Program, member: Member, now: datetime
) -> None:
    fields = [
        field(kind="text", y=200, recipients=[2, 1]),
        field(kind="text", y=300, recipients=[], properties={"default": "Lisbon"}),
    ]
    people = [recipient(), recipient(name="Ben", email="ben@example.com")]

    made = program.post(envelope(status="sent", recipients=people, fields=fields))
    take_in(member, made, now)

    sent = program.get(made.headers["Location"]).json
    ids = [person["id"] for person in sent["recipients"]]
    assert sent["status"] == "sent"
    assert [f["recipient_ids"] for f in sent["fields"]] == [sorted(ids), []]
    assert [[f["recipient_ids"] for f in r["fields"]] for r in sent["recipients"]] == [
        [[ids[0]]],
        [[ids[1]]],
    ]


def test_for_whom_a_field_is_has_to_be_somebody_of_the_envelope(program: Program) -> None:
    fields = [field(kind="text", recipients=[1]), field(kind="text", recipients=[1, 2])]

    answer = program.post(envelope(fields=fields))
    signature = program.post(envelope(fields=[field(recipients=[])]))

    assert pointers(answer) == {"#/fields/1/recipients"}
    assert (signature.status_code, signature.json["code"]) == (422, "invalid")


def test_what_the_organization_asks_of_everyone_no_program_leaves_out(
    program: Program, member: Member
) -> None:
    run(member, organization_profile.require_proofs, ("email_code",), NOW)

    made = program.post(envelope(proofs=["totp"], confirm_signatures=True))

    kept = run(member, reading.envelope, UUID(made.json["id"]))
    assert {asked_proofs.of(kept, r) for r in kept.recipients} == {("email_code", "totp")}
    assert (made.json["confirm_signatures"], kept.confirming.required) == (True, True)


def test_when_it_expires_and_reminds_is_as_asked_or_as_the_organization_sets_it(
    program: Program, member: Member
) -> None:
    made = program.post(envelope(expire_days=14, remind_after=3))

    days = {name: made.json[name] for name in ("expire_days", "remind_after", "remind_every")}
    assert days == {"expire_days": 14, "remind_after": 3, "remind_every": 0}
    kept = run(member, reading.envelope, UUID(made.json["id"]))
    assert kept.schedule == Schedule(14, 3, 0)
    wrong = program.post(envelope(expire_days=366, remind_every=-1))
    assert pointers(wrong) == {"#/expire_days", "#/remind_every"}


def test_files_come_in_parts_as_well(program: Program) -> None:
    documents = [{"name": "Lease.pdf", "file": "lease"}, {"name": "Rules.pdf", "file": "rules"}]
    people = [recipient(fields=[field(document=2, page=7)])]

    made = program.post_parts(
        envelope(documents=documents, recipients=people), lease=PDF, rules=PDF + b" 2"
    )

    assert made.status_code == 201, made.text
    first, second = made.json["documents"]
    assert first["sha256"] != second["sha256"]
    assert made.json["recipients"][0]["fields"][0]["document_id"] == second["id"]


def test_two_documents_may_be_the_same_part(program: Program) -> None:
    documents = [{"name": name, "file": "lease"} for name in ("Lease.pdf", "Copy.pdf")]

    answer = program.post_parts(envelope(documents=documents), lease=PDF)

    assert answer.status_code == 201
    assert len({document["sha256"] for document in answer.json["documents"]}) == 1


def test_sending_waits_for_the_pages_and_is_done_by_the_job_that_makes_them(
    program: Program, member: Member, now: datetime
) -> None:
    made = program.post(envelope(status="sent"))
    assert (made.json["status"], made.json["sending"]) == ("draft", "waiting")

    take_in(member, made, now)

    sent = program.get(made.headers["Location"]).json
    assert (sent["status"], sent["sending"]) == ("sent", None)
    assert sent["recipients"][0]["status"] == "sent"
    mail = lease_open(member, "mail_invitation", UUID(made.json["id"]))
    assert mail.arguments["recipient_id"] == sent["recipients"][0]["id"]


def test_what_cannot_be_sent_stays_a_draft_and_its_sender_is_mailed(
    program: Program, member: Member, now: datetime
) -> None:
    beyond = recipient(fields=[field(), field(page=2)])
    made = program.post(envelope(status="sent", recipients=[beyond]))

    take_in(member, made, now)

    draft = program.get(made.headers["Location"]).json
    assert (draft["status"], draft["sending"]) == ("draft", "refused")
    assert draft["sending_problem"] == "field_off_page"
    assert len(draft["recipients"][0]["fields"]) == 1
    mail = lease_open(member, "mail_progress", UUID(made.json["id"]))
    assert mail.arguments["notification"] == "unsent"


def test_what_a_revoked_key_asked_for_is_not_sent_and_its_sender_is_told_why(
    program: Program, sender: Sender, member: Member, now: datetime
) -> None:
    made = program.post(envelope(status="sent"))
    (listed,) = run(member, api_keys.listed)
    run(member, api_keys.revoke, listed.key.id, now)

    take_in(member, made, now)

    draft = run(member, reading.envelope, UUID(made.json["id"]))
    assert (draft.status, draft.sending_problem) == (Status.DRAFT, "key_revoked_meanwhile")
    assert (
        "The API key that asked to send this envelope was revoked"
        in sender.get(f"/envelopes/{draft.id}").text
    )
    mail = lease_open(member, "mail_progress", draft.id)
    assert mail.arguments["notification"] == "unsent"


def test_a_file_that_is_no_pdf_ends_the_waiting(
    program: Program, member: Member, now: datetime
) -> None:
    made = program.post(envelope(status="sent"))

    job = lease_open(member, "intake_document", UUID(made.json["id"]))
    run(job, document_intake.reject, job, "not_a_pdf", now)

    draft = program.get(made.headers["Location"]).json
    assert draft["sending_problem"] == "document_unusable"
    assert draft["documents"][0]["reason"] == "not_a_pdf"


def test_the_etag_changes_with_every_change(
    program: Program, member: Member, now: datetime
) -> None:
    place = program.post(envelope(status="sent")).headers["Location"]
    first = program.get(place)
    tag = first.headers["ETag"]

    unchanged = program.get(place, **{"If-None-Match": tag})
    take_in(member, first, now)
    changed = program.get(place, **{"If-None-Match": tag})

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_another_organizations_key_finds_nothing(
    app: Flask, program: Program, stranger: Sender
) -> None:
    theirs = Program(app, make_key(stranger.member))
    place = program.post(envelope()).headers["Location"]

    answer = theirs.get(place)

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert theirs.get(f"{PATH}/{uuid4()}").status_code == 404


def test_a_key_sees_what_its_maker_sees(app: Flask, program: Program, member: Member) -> None:
    place = program.post(envelope()).headers["Location"]
    admin = colleague(member, MemberRole.ADMIN)
    theirs = Program(app, make_key(admin, "envelopes:read"))
    assert theirs.get(place).status_code == 200

    run(member, members.change_role, admin.person_id, MemberRole.SENDER, NOW)

    assert theirs.get(place).status_code == 404


def test_all_that_is_wrong_in_a_request_is_said_at_once(program: Program) -> None:
    unknown = {"length": -1, "pattern": "(", "x": 1}
    wrong = {
        "documents": [
            {"name": "", "content": "!!"},
            {"name": "both", "content": "YQ==", "file": "part"},
            {"nam": "x"},
            {"name": "../../lease.pdf", "content": "YQ=="},
        ],
        "recipients": [
            recipient(email="ana@", order=0, role="king", fields=[field(kind="seal", page=0)]),
            recipient(name="x" * 121, fields=[field(document=5, x=-1, width="wide")]),
            recipient(fields=[field(kind="text", properties=unknown)]),
            recipient(
                fields=[
                    field(kind="number", properties={"minimum": 9, "maximum": "2,5"}),
                    field(kind="number", properties={"minimum": 9, "default": "2"}),
                ]
            ),
        ],
        "message": "\x00",
        "status": "signed",
        "more": 1,
    }

    answer = program.browser.post(
        PATH, json=wrong, headers=program.bearer | {"Idempotency-Key": "x" * 256}
    )

    assert pointers(answer) == {
        "#/name",
        "#/message",
        "#/documents/0/name",
        "#/documents/0/content",
        "#/documents/1",
        "#/documents/2/name",
        "#/documents/2/nam",
        "#/documents/3/name",
        "#/recipients/0/email",
        "#/recipients/0/order",
        "#/recipients/0/role",
        "#/recipients/0/fields/0/kind",
        "#/recipients/0/fields/0/page",
        "#/recipients/1/name",
        "#/recipients/1/fields/0/document",
        "#/recipients/1/fields/0/x",
        "#/recipients/1/fields/0/width",
        "#/recipients/2/fields/0/properties/length",
        "#/recipients/2/fields/0/properties/pattern",
        "#/recipients/2/fields/0/properties/x",
        "#/recipients/3/fields/0/properties/maximum",
        "#/recipients/3/fields/1/properties/default",
        "#/status",
        "#/more",
        "Idempotency-Key",
    }


def test_parts_have_the_same_pointers(program: Program) -> None:
    answer = program.post_parts(envelope(name="", documents=[{"name": "a"}]))
    missing = program.post_parts(envelope(documents=[{"name": "a", "file": "lease"}]))

    assert pointers(answer) == {"#/name", "#/documents/0"}
    assert pointers(missing) == {"#/documents/0/file"}


def test_the_same_person_twice_is_said_where_it_stands(program: Program) -> None:
    answer = program.post(envelope(recipients=[recipient(), recipient()]))

    assert pointers(answer) == {"#/recipients/1/email"}


def test_what_is_missing_for_sending_is_said_and_nothing_is_made(
    program: Program, member: Member
) -> None:
    answer = program.post(envelope(status="sent", recipients=[recipient(fields=[])]))

    assert (answer.status_code, answer.json["code"]) == (409, "nothing_to_send")
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select id from envelopes") == []


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"x", "text/plain", 415),
        (b"--x", "multipart/form-data; boundary=x", 422),
    ],
)
def test_a_body_that_is_nothing_of_ours_is_refused_as_a_problem(
    program: Program, body: bytes, media_type: str, status: int
) -> None:
    answer = program.browser.post(
        PATH, data=body, headers=program.bearer | {"Content-Type": media_type}
    )

    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.text)["status"] == status


def test_an_empty_file_is_refused_at_once(program: Program) -> None:
    answer = program.post_parts(envelope(documents=[{"name": "a", "file": "lease"}]), lease=b"")

    assert (answer.status_code, answer.json["code"]) == (422, "empty_file")


def test_a_body_in_base64_has_a_limit_of_its_own(program: Program) -> None:
    answer = program.browser.post(
        PATH,
        data=b"x",
        headers=program.bearer | {"Content-Type": "application/json"},
        environ_overrides={"CONTENT_LENGTH": "35000001"},
    )

    assert (answer.status_code, answer.json["code"]) == (413, "json_too_large")
    assert answer.mimetype == "application/problem+json"


def test_a_body_in_chunks_has_the_same_limit(program: Program) -> None:
    answer = program.browser.post(
        PATH,
        input_stream=BytesIO(b'{"name": "' + b"x" * 35_000_000 + b'"}'),
        headers=program.bearer | {"Content-Type": "application/json"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert (answer.status_code, answer.json["code"]) == (413, "json_too_large")


def test_what_a_part_that_is_no_file_may_hold_is_said(program: Program) -> None:
    answer = program.post_parts(envelope(message="x" * 4_000_000))

    assert (answer.status_code, answer.json["code"]) == (413, "form_too_large")
    assert answer.mimetype == "application/problem+json"


def test_more_fields_than_an_envelope_holds_are_refused_before_any_is_read(
    program: Program,
) -> None:
    fields = [field(kind="text", properties={"pattern": "("})] * 1_001
    people = [recipient(email=f"{n}@example.com", fields=fields) for n in range(2)]

    answer = program.post(envelope(recipients=people))

    assert answer.status_code == 422
    (wrong,) = answer.json["errors"]
    assert (wrong["pointer"], wrong["code"]) == ("#", "too_many_fields")


def test_more_patterns_than_an_envelope_holds_are_refused_before_any_is_read(
    program: Program,
) -> None:
    fields = [field(kind="text", properties={"pattern": f"(a{n}"}) for n in range(51)]

    answer = program.post(envelope(recipients=[recipient(fields=fields)]))

    assert answer.status_code == 422
    (wrong,) = answer.json["errors"]
    assert (wrong["pointer"], wrong["code"]) == ("#", "too_many_patterns")


def test_details_that_have_to_be_noted_first_keep_it_from_being_sent(
    program: Program, member: Member
) -> None:
    asked = CustomField(uuid4(), "Cost centre", CustomFieldKind.TEXT, required=True)
    run(member, custom_fields.define, asked, NOW)

    answer = program.post(envelope(status="sent"))

    assert (answer.status_code, answer.json["code"]) == (409, "details_missing")
    assert program.post(envelope()).status_code == 201


def test_the_page_of_a_draft_says_that_a_program_sends_it_or_why_it_could_not(
    program: Program, sender: Sender, now: datetime
) -> None:
    place = "/envelopes/{id}"
    waiting = program.post(envelope(status="sent"))
    page = sender.get(place.format(**waiting.json)).text
    changed = sender.post(place.format(**waiting.json) + "/recipients", row="0", action="save")

    refused = program.post(envelope(status="sent", recipients=[recipient(fields=[field(page=9)])]))
    take_in(sender.member, refused, now)
    after = sender.get(place.format(**refused.json)).text

    assert "is sent as soon as its pages are ready" in page
    assert changed.status_code == 409
    assert "A field was placed outside its page" in after


def test_a_timeline_names_the_key(program: Program, sender: Sender, now: datetime) -> None:
    made = program.post(envelope(status="sent"))
    take_in(sender.member, made, now)

    page = sender.get(f"/envelopes/{made.json['id']}").text

    assert "Billing sent it" in page
    assert "Billing asked for it to be sent once its pages are ready" in page


def test_a_name_that_two_fields_have_is_pointed_at(program: Program) -> None:
    fields = [field(kind="text", properties={"name": name}) for name in ("city", "zip", "city")]

    answer = program.post(envelope(recipients=[recipient(fields=fields)]))

    assert answer.status_code == 422
    (wrong,) = answer.json["errors"]
    assert wrong["pointer"] == "#/recipients/0/fields/2/properties/name"


def test_what_is_wrong_with_conditions_and_formulas_is_pointed_at(program: Program) -> None:
    fields = [
        field(kind="number", properties={"name": "n"}),
        field(kind="text", properties={"shown_if": "colour"}),
        field(kind="formula", properties={"formula": "n ="}),
        field(kind="formula", properties={"name": "a", "formula": "b"}),
        field(kind="formula", properties={"name": "b", "formula": "a"}),
    ]

    unread = program.post(envelope(recipients=[recipient(fields=fields[:3])]))
    illogical = program.post(envelope(recipients=[recipient(fields=[*fields[:2], *fields[3:]])]))

    place = "#/recipients/0/fields"
    assert [e["pointer"] for e in unread.json["errors"]] == [f"{place}/2/properties/formula"]
    assert {e["pointer"] for e in illogical.json["errors"]} == {
        f"{place}/1/properties/shown_if",
        f"{place}/2/properties/formula",
        f"{place}/3/properties/formula",
    }


def test_a_program_sends_conditions_formulas_and_tables(program: Program) -> None:
    columns = ["Item", "Quantity: number", "Amount = quantity * 2"]
    fields = [
        field(kind="table", properties={"name": "items", "columns": columns}),
        field(kind="formula", properties={"formula": "items * 1.19", "decimals": "2"}),
        field(kind="text", properties={"shown_if": "items > 100"}),
    ]

    made = program.post(envelope(recipients=[recipient(fields=fields)]))

    assert made.status_code == 201, made.text
    (person,) = made.json["recipients"]
    assert [f["properties"] for f in person["fields"]] == [f["properties"] for f in fields]


def test_a_document_is_hidden_from_recipients_and_only_read(program: Program) -> None:
    (lease,) = envelope()["documents"]
    people = [recipient(), recipient(name="Ben Olsen", email="ben@example.com")]
    salaries = lease | {"name": "Salaries.pdf", "hidden_from": [2], "supplement": "accept"}

    made = program.post(envelope(documents=[lease, salaries], recipients=people))
    unknown = program.post(envelope(documents=[lease | {"hidden_from": [2]}]))
    with_field = program.post(envelope(documents=[lease | {"hidden_from": [1]}], recipients=people))

    first, second = made.json["documents"]
    ben = made.json["recipients"][1]["id"]
    assert (first["hidden_from"], first["supplement"]) == ([], None)
    assert (second["hidden_from"], second["supplement"]) == ([ben], "accept")
    assert pointers(unknown) == {"#/documents/0/hidden_from/0"}
    assert with_field.status_code == 422 and "hidden from a recipient" in with_field.text
