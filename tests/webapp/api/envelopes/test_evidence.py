"""Programs download what was sealed, and read the audit trail."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Envelope
from core.envelopes.events.lifecycle import EnvelopeSent
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, make_key, of_role


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "envelopes:read"))


@pytest.fixture
def completed(member: Member, now: datetime) -> Envelope:
    return ceremonies.completed(member, now)


def test_sealed_files_are_downloaded_and_known_by_their_hash(
    program: Program, completed: Envelope
) -> None:
    place = f"{PATH}/{completed.id}"
    sealed = f"{place}/documents/{completed.documents[0].id}/sealed"

    document, certificate = program.get(sealed), program.get(f"{place}/certificate")
    again = program.get(sealed, **{"If-None-Match": document.headers["ETag"]})

    assert (document.status_code, document.data) == (200, ceremonies.SEALED)
    assert document.mimetype == certificate.mimetype == "application/pdf"
    assert document.headers["Content-Disposition"].startswith("attachment; filename")
    assert document.headers["ETag"] == f'"{hashlib.sha256(document.data).hexdigest()}"'
    assert (again.status_code, again.data) == (304, b"")
    assert program.get(f"{place}/documents/{uuid4()}/sealed").status_code == 404


def test_everything_comes_in_one_archive(program: Program, completed: Envelope) -> None:
    answer = program.get(f"{PATH}/{completed.id}/archive")

    assert (answer.status_code, answer.mimetype) == (200, "application/zip"), answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        assert archive.read(names[0]) == ceremonies.SEALED
    assert names == ["lease – signed.pdf", "Lease – certificate.pdf"]
    assert "Lease.zip" in answer.headers["Content-Disposition"]


def test_before_all_have_finished_there_is_nothing_to_download(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    parts = ("certificate", "archive", f"documents/{envelope.documents[0].id}/sealed")

    found = [program.get(f"{PATH}/{envelope.id}/{part}") for part in parts]

    assert [(a.status_code, a.json["code"]) for a in found] == [(409, "not_sealed_yet")] * 3


def test_the_audit_trail_is_read_from_any_event_on(program: Program, completed: Envelope) -> None:
    place = f"{PATH}/{completed.id}/events"

    whole = program.get(place).json
    first = program.get(f"{place}?limit=3").json
    rest = program.get(f"{place}?after={first['next_after']}").json

    assert whole["intact"] is True
    assert first["items"] + rest["items"] == whole["items"]
    assert rest["next_after"] is None
    assert [e["sequence"] for e in whole["items"]] == list(range(1, len(whole["items"]) + 1))
    assert whole["items"][-1]["hash"] == whole["head"] == completed.head.hash
    kinds = {e["type"]: e for e in whole["items"]}
    sent = kinds[EnvelopeSent.type]
    assert sent["actor"].startswith("person:")
    assert sent["actor_name"]
    assert sent["sentence"]


def test_each_event_is_chained_to_the_one_before(program: Program, completed: Envelope) -> None:
    items = program.get(f"{PATH}/{completed.id}/events").json["items"]

    before = "0" * 64
    for event in items:
        assert hashlib.sha256(event["text"].encode()).hexdigest() == event["hash"]
        assert json.loads(event["text"])["previous"] == before
        before = event["hash"]


def test_who_only_signs_is_given_nothing_about_other_people(
    app: Flask, member: Member, program: Program, now: datetime
) -> None:
    signer, theirs = of_role(app, member, MemberRole.SENDER, "envelopes:read")
    id = ceremonies.complete_draft(member, now)
    people = run(member, reading.envelope, id).recipients
    people = (replace(people[0], email=signer.email), *people[1:])
    run(member, drafting.name_recipients, id, people, now)
    run(member, sending.send, id, now)

    of_owner = program.get(f"{PATH}/{id}/events").json["items"]
    of_signer = theirs.get(f"{PATH}/{id}/events").json["items"]

    assert any(event["personal"] for event in of_owner)
    assert [event["hash"] for event in of_signer] == [event["hash"] for event in of_owner]
    assert not any(event["personal"] for event in of_signer)
