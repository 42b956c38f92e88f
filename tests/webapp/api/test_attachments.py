"""What recipients attached, for programs: listed with its hash, and downloaded."""

import hashlib

from flask import Flask

from tenants.member import Member
from tests.tenants import attached_envelopes, ceremonies
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import PATH, Program, make_key
from tests.webapp.senders import Sender


def test_attached_files_are_listed_with_their_hash_and_downloaded(
    app: Flask, member: Member
) -> None:
    program = Program(app, make_key(member, "envelopes:read"))
    envelope = attached_envelopes.completed(member, NOW, signers=2)

    told = program.get(f"{PATH}/{envelope.id}").json["attachments"]
    files = [program.get(each["href"]) for each in told]

    assert [each["name"] for each in told] == ["card-0.png", "card-1.png"]
    assert {each["recipient_id"] for each in told} == {str(r.id) for r in envelope.recipients}
    assert [hashlib.sha256(file.data).hexdigest() for file in files] == [
        each["sha256"] for each in told
    ]
    assert files[0].data == ceremonies.PNG
    assert files[0].mimetype == "image/png"


def test_before_its_recipient_has_finished_a_file_is_neither_listed_nor_given(
    app: Flask, member: Member
) -> None:
    program = Program(app, make_key(member, "envelopes:read"))
    envelope = attached_envelopes.sent(member, NOW)
    ceremony = attached_envelopes.attach(member, envelope, 0, NOW)
    value = next(f.value for f in ceremony.fields if f.kind.is_uploaded)
    id = value.partition('"id":"')[2].partition('"')[0]

    listed = program.get(f"{PATH}/{envelope.id}").json["attachments"]

    assert id and listed == []
    assert program.get(f"{PATH}/{envelope.id}/attachments/{id}").status_code == 404


def test_another_organization_s_program_finds_no_attached_file(
    app: Flask, member: Member, stranger: Sender
) -> None:
    envelope = attached_envelopes.completed(member, NOW)
    mine, theirs = (Program(app, make_key(m, "envelopes:read")) for m in (member, stranger.member))
    (told,) = mine.get(f"{PATH}/{envelope.id}").json["attachments"]

    assert mine.get(told["href"]).status_code == 200
    assert theirs.get(told["href"]).status_code == 404
