"""Programs that have recipients written to by SMS."""

import pytest
from flask import Flask

from tenants.member import Member
from tests.webapp.api.programs import Program, envelope, make_key, recipient


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_a_recipient_by_sms_needs_a_phone_and_no_address(program: Program) -> None:
    by_sms = {"channel": "sms", "phone": "+49 151 1234567"}
    ana = recipient(email="", options=by_sms)
    lacking = recipient(email="", options={"channel": "sms"})
    unknown = recipient(options={"channel": "pigeon", "phone": "+49 151 1234567"})

    made = program.post(envelope(recipients=[ana]))
    refused = [program.post(envelope(recipients=[wrong])) for wrong in (lacking, unknown)]

    assert made.status_code == 201, made.text
    (answered,) = made.json["recipients"]
    assert answered["email"] == ""
    assert answered["options"]["channel"] == "sms"
    assert answered["options"]["phone"] == "+491511234567"
    assert [each.status_code for each in refused] == [422, 422]
