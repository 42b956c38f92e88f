from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask

from core.docusign import times
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants.opening import run
from tests.webapp.api.docusign.definitions import (
    DocusignProgram,
    definition,
    document,
    sign_here,
    signer,
    take_in,
)


def test_a_definition_becomes_an_envelope(program: DocusignProgram, member: Member) -> None:
    made = program.send("/envelopes", definition(emailBlurb="As agreed."))

    assert made.status_code == 201, made.text
    assert made.json["status"] == "created"
    envelope = run(member, reading.envelope, UUID(made.json["envelopeId"]))
    (field,) = envelope.fields
    assert (envelope.name, envelope.message) == ("Please sign this lease", "As agreed.")
    assert [d.name for d in envelope.documents] == ["Lease.pdf"]
    assert (field.kind.name, field.page, field.x, field.y) == ("signature", 1, 100, 120)


def test_ids_and_labels_of_the_program_are_kept(program: DocusignProgram) -> None:
    tabs = {
        "signHereTabs": [sign_here()],
        "textTabs": [
            sign_here(tabLabel="Monthly rent", value="900", yPosition="200", width="84"),
            sign_here(tabLabel="Monthly rent", yPosition="300"),
        ],
        "listTabs": [
            sign_here(
                tabLabel="Color",
                yPosition="340",
                listItems=[{"text": "Red", "value": "r"}, {"text": "Blue", "value": "b"}],
            )
        ],
        "radioGroupTabs": [
            {
                "groupName": "Plan A/B",
                "documentId": "7",
                "radios": [
                    {"pageNumber": "1", "value": "yes", "xPosition": "10", "yPosition": "400"},
                    {"pageNumber": "1", "value": "no", "xPosition": "40", "yPosition": "400"},
                ],
            }
        ],
        "formulaTabs": [
            sign_here(tabLabel="Total", formula="[Deposit] * 12", yPosition="500"),
        ],
        "numberTabs": [sign_here(tabLabel="Deposit", yPosition="450")],
    }
    people = {
        "signers": [signer(tabs=tabs, clientUserId="u-1")],
        "carbonCopies": [{"email": "ben@example.com", "name": "Ben", "recipientId": "5"}],
    }

    made = program.send("/envelopes", definition(recipients=people))

    assert made.status_code == 201, made.text
    at = f"/envelopes/{made.json['envelopeId']}"
    found = program.read(f"{at}/recipients?include_tabs=true").json
    (ana,), (ben,) = found["signers"], found["carbonCopies"]
    assert (ana["recipientId"], ana["clientUserId"], ana["status"]) == ("31", "u-1", "created")
    assert (ben["recipientId"], found["recipientCount"]) == ("5", "2")
    assert [t["tabLabel"] for t in ana["tabs"]["textTabs"]] == ["Monthly rent"]
    assert ana["tabs"]["textTabs"][0]["value"] == "900"
    assert [i["value"] for i in ana["tabs"]["listTabs"][0]["listItems"]] == ["r", "b"]
    assert ana["tabs"]["radioGroupTabs"][0]["groupName"] == "Plan A/B"
    assert [t["formula"] for t in ana["tabs"]["formulaTabs"]] == ["monthly_rent", "deposit * 12"]
    assert ana["tabs"]["signHereTabs"][0]["documentId"] == "7"
    again = program.read(f"{at}/recipients/31/tabs").json
    assert again == ana["tabs"]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"autoNavigaton": "true"}, "autoNavigaton"),
        ({"recipients": {"notaries": [{"email": "n@example.com"}]}}, "recipients.notaries"),
        (
            {"recipients": {"signers": [signer(requireIdLookup="true")]}},
            "signers[0].requireIdLookup",
        ),
        (
            {"recipients": {"signers": [signer(phoneAuthentication={"x": "1"})]}},
            "phoneAuthentication",
        ),
        ({"recipients": {"signers": [signer(email="ana")]}}, "recipients.signers[0].email"),
        (
            {"recipients": {"signers": [signer(tabs={"drawTabs": [sign_here()]})]}},
            "recipients.signers[0].tabs.drawTabs",
        ),
        (
            {
                "recipients": {
                    "signers": [signer(tabs={"signHereTabs": [sign_here(documentId="8")]})]
                }
            },
            "tabs.signHereTabs[0].documentId",
        ),
        (
            {"recipients": {"signers": [signer(tabs={"textTabs": [sign_here(shared="true")]})]}},
            "tabs.textTabs[0].shared",
        ),
        (
            {"recipients": {"signers": [signer(tabs={"textTabs": [sign_here(font="Wingdings")]})]}},
            "tabs.textTabs[0].font",
        ),
        ({"documents": [document(documentBase64="?")]}, "documents[0].documentBase64"),
        ({"documents": [document(remoteUrl="https://example.com/a")]}, "documents[0].remoteUrl"),
        ({"status": "deleted"}, "status"),
        ({"emailBlurb": "a\0b"}, "emailBlurb"),
        ({"emailSubject": "\ud800"}, "emailSubject"),
        ({"documents": [document(documentId="\0")]}, "documents[0].documentId"),
        ({"documents": {"name": "x"}}, "documents"),
        ({"recipients": [signer()]}, "recipients"),
        (
            {"recipients": {"signers": [signer(), signer()]}},
            "recipients.signers[1].recipientId",
        ),
        (
            {"recipients": {"signers": [signer(tabs={"textTabs": [sign_here(xPosition="NaN")]})]}},
            "textTabs[0].xPosition",
        ),
        (
            {
                "recipients": {
                    "signers": [signer(tabs={"numericalTabs": [sign_here(minNumericalValue="x")]})]
                }
            },
            "numericalTabs[0].minNumericalValue",
        ),
        ({"emailSubject": ""}, "emailSubject"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_name(
    program: DocusignProgram, changed: dict[str, object], named: str
) -> None:
    answer = program.send("/envelopes", definition(**changed))

    assert answer.status_code == 400
    assert answer.json["errorCode"] == "INVALID_REQUEST_PARAMETER"
    assert named in answer.json["message"]


def test_a_sent_envelope_is_found_read_and_voided(
    program: DocusignProgram, member: Member, now: datetime
) -> None:
    fields = {"textCustomFields": [{"name": "Order", "value": "4711"}]}
    made = program.send("/envelopes", definition(status="sent", customFields=fields))
    take_in(member, made.json["envelopeId"], now)
    at = f"/envelopes/{made.json['envelopeId']}"

    listed = program.read("/envelopes?from_date=2020-01-01&status=sent&include=recipients").json
    shown = program.read(f"{at}?include=custom_fields").json
    voided = program.send(at, {"status": "voided", "voidedReason": "A mistake"}, "PUT")

    assert (made.json["status"], listed["totalSetSize"], listed["endPosition"]) == (
        "sent",
        "1",
        "0",
    )
    assert listed["envelopes"][0]["recipients"]["signers"][0]["status"] == "sent"
    assert shown["sentDateTime"].endswith("0Z")
    assert len(shown["sentDateTime"]) == len("2026-03-31T09:00:00.0000000Z")
    assert shown["customFields"]["textCustomFields"][0]["value"] == "4711"
    assert voided.status_code == 200, voided.text
    assert program.read(at).json["status"] == "voided"
    assert program.read("/envelopes?from_date=2020-01-01&status=sent").json["envelopes"] == []


def test_another_account_and_what_is_not_there_is_not_found(
    program: DocusignProgram, app: Flask, member: Member
) -> None:
    other = DocusignProgram(app, program.secret, uuid4())

    answers = [
        other.read("/envelopes?from_date=2020-01-01"),
        program.read(f"/envelopes/{uuid4()}"),
        program.read("/power_forms"),
    ]

    assert [a.status_code for a in answers] == [404, 404, 404]
    assert [a.json["errorCode"] for a in answers] == [
        "RESOURCE_NOT_FOUND",
        "ENVELOPE_DOES_NOT_EXIST",
        "RESOURCE_NOT_FOUND",
    ]


def test_a_key_that_does_not_work_is_told_so(program: DocusignProgram) -> None:
    program.secret = "cs_" + 43 * "x"

    refused = program.read("/envelopes?from_date=2020-01-01")

    assert (refused.status_code, refused.json["errorCode"]) == (401, "AUTHORIZATION_INVALID_TOKEN")


def test_a_bare_token_is_taken_as_their_sdk_sends_it(program: DocusignProgram) -> None:
    headers = {"Authorization": program.secret}

    found = program.browser.get(
        f"{program.account}/envelopes?from_date=2020-01-01", headers=headers
    )

    assert found.status_code == 200


def test_times_are_read_as_they_are_written() -> None:
    at = times.read("2026-03-31T09:00:00.1234567+02:00")

    assert times.written(at) == "2026-03-31T07:00:00.1234560Z"
    assert times.read("2026-03-31") == times.read("2026-03-31T00:00:00Z")
