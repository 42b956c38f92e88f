"""A file that a signer attaches to a field: uploaded, checked, kept, seen by those who may."""

import hashlib
import re
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from actors.signing import check_attachment
from core.signing.refusals import UnusableAttachment
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.signing import attachments
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.signing.test_actions_on_the_page import signer_of
from tests.webapp.visitors import Signer

PASSPORT = b"%PDF-1.7 a copy of a passport"


@pytest.fixture
def signer(app: Flask, member: Member, now: datetime) -> Signer:
    return signer_of(app, member, now, "attachment")


def place(signer: Signer) -> str:
    return f"{signer.page}/fields/{signer.field('attachment').id}/attachment"


def upload(
    signer: Signer, data: bytes = PASSPORT, name: str = "passport.pdf", at: str = ""
) -> TestResponse:
    return signer.post(at or place(signer), {"file": (BytesIO(data), name)})


def checking(member: Member) -> LeasedJob:
    return ceremonies.lease_open(member, "check_attachment")


def attached(member: Member, signer: Signer) -> Signer:
    upload(signer)
    check_attachment.keep(checking(member))
    return signer


def sign(signer: Signer) -> TestResponse:
    signer.adopt(uuid4())
    return signer.post(f"{signer.page}/completion")


def link_in(page: str, of: str) -> str:
    found = re.search(rf'href="({of}/attachments/[0-9a-f-]+)"', page)
    assert found, page
    return found[1]


def test_a_file_is_waited_for_attached_and_downloaded(signer: Signer, member: Member) -> None:
    answer = upload(signer, name="../../etc/My\x07: passport\u202e.PDF")
    waiting = signer.get(place(signer)).text
    check_attachment.keep(checking(member))
    page = signer.get(place(signer)).text
    file = signer.client.get(link_in(page, signer.page))
    signing = signer.get(signer.page).text

    assert answer.status_code == 303
    assert '<meta http-equiv="refresh" content="2">' in waiting
    assert "My passport.pdf" in page and "Attached file" in page
    assert file.data == PASSPORT
    assert file.mimetype == "application/pdf"
    assert file.headers["Content-Disposition"] == 'attachment; filename="My passport.pdf"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "My passport.pdf (attached)" in signing


def test_finishing_waits_for_the_check_and_says_so(signer: Signer, member: Member) -> None:
    upload(signer)
    early = sign(signer)
    check_attachment.keep(checking(member))
    late = sign(signer)
    after = upload(signer)

    assert early.status_code == 409
    assert "Your file is still being checked" in early.text
    assert late.status_code == 303
    assert after.status_code == 409


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "This file is empty"),
        (b"<html><script>alert(1)</script>", "cannot be attached"),
        (b"MZ\x90\x00", "cannot be attached"),
        (b"RIFF\x00\x00\x00\x00WAVE", "cannot be attached"),
        (b"%PDF-" + b"0" * 20_000_000, "larger than 20 MB"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(signer: Signer, data: bytes, told: str) -> None:
    answer = upload(signer, data)

    assert answer.status_code == 422
    assert told in answer.text


def test_what_does_not_open_is_refused_after_the_check(signer: Signer, member: Member) -> None:
    upload(signer)
    job = checking(member)
    run(job, attachments.refuse, job, UnusableAttachment())
    page = signer.get(place(signer)).text

    assert "This file cannot be attached" in page
    assert "Attached file" not in page
    assert (
        sign(signer)
        .headers["Location"]
        .endswith("?missing=1#field-" + str(signer.field("attachment").id))
    )


def test_the_later_of_two_uploads_is_the_one_that_counts(signer: Signer, member: Member) -> None:
    upload(signer, name="first.pdf")
    first = checking(member)
    upload(signer, name="second.pdf")
    second = checking(member)
    check_attachment.keep(second)
    check_attachment.keep(first)

    page = signer.get(place(signer)).text
    assert "second.pdf" in page and "first.pdf" not in page


def test_a_file_is_replaced_and_removed(signer: Signer, member: Member) -> None:
    attached(member, signer)
    upload(signer, name="other.pdf")
    kept = signer.get(f"{signer.page}").text
    check_attachment.keep(checking(member))
    replaced = signer.get(signer.page).text
    signer.post(f"{place(signer)}/removal")
    removed = signer.get(signer.page).text

    assert "passport.pdf (attached)" in kept
    assert "other.pdf (attached)" in replaced
    assert "(attached)" not in removed
    types = [e.type for e in run(member, reading.timeline, signer.envelope.id).entries]
    told = [type for type in types if type.startswith("attachment.")]
    assert told == ["attachment.uploaded", "attachment.removed"] * 2


def test_no_one_types_a_file_or_takes_another_s(
    app: Flask, member: Member, now: datetime, signer: Signer
) -> None:
    attached(member, signer)
    ceremony = ceremonies.enter(member, signer.recipient)
    value = ceremony.envelope.field(signer.field("attachment").id).value
    other = signer_of(app, member, now, "attachment")
    theirs = other.field("attachment").id
    typed = other.post(f"{other.page}/fields/{theirs}", {str(theirs): value}, fragment=True)
    link = link_in(signer.get(place(signer)).text, signer.page)
    taken = other.client.get(link.replace(signer.page, other.page))
    wrong = place(signer).replace(signer.page, other.page)

    assert typed.status_code == 422 and "Upload the file here." in typed.text
    assert taken.status_code == 404
    assert upload(other, at=wrong).status_code == 404


def test_the_sender_has_it_once_the_signer_has_finished(signer: Signer, member: Member) -> None:
    attached(member, signer)
    before = run(member, reading.attached_files, signer.envelope.id)
    sign(signer)
    after = run(member, reading.attached_files, signer.envelope.id)

    assert before == []
    assert len(after) == 1
    timeline = run(member, reading.timeline, signer.envelope.id)
    assert timeline.intact
    (told,) = [e for e in timeline.entries if e.type == "attachment.uploaded"]
    assert told.data["sha256"] == hashlib.sha256(PASSPORT).hexdigest()
    assert {p.name: p.value for p in told.personal} == {"file_name": "passport.pdf"}
