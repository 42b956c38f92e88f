"""Two people who may attach a file to one field: the second sees the first one's and is asked."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask

from actors.signing import check_attachment
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.signing import attaching
from core.signing.refusals import AttachmentUndecided
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.signing.test_attachments import link_in
from tests.webapp.visitors import Signer


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    """For Ana and Ben, who are asked at once."""
    draft = ceremonies.draft_with_document(member, now)
    document_id, kind = draft.documents[0].id, kinds.named("attachment")
    ana = Recipient(uuid4(), "Ana Ruiz", "ana@example.com")
    ben = Recipient(uuid4(), "Ben Olsen", "ben@example.com")
    run(member, drafting.name_recipients, draft.id, [ana, ben], now)
    shared = Field(uuid4(), document_id, (ana.id, ben.id), kind, 1, 60, 60, *kind.size)
    fields = [
        replace(shared, label="Deed"),
        ceremonies.signature_field(document_id, ana.id, 600),
        ceremonies.signature_field(document_id, ben.id, 700),
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


@pytest.fixture
def people(app: Flask, member: Member, envelope: Envelope) -> tuple[Signer, Signer]:
    signers = Signer(app, member, envelope, 0), Signer(app, member, envelope, 1)
    for signer in signers:
        signer.consent()
        signer.adopt(uuid4())
    return signers


def place(signer: Signer) -> str:
    field = next(f for f in signer.envelope.fields if f.kind.is_uploaded)
    return f"{signer.page}/fields/{field.id}/attachment"


def upload(member: Member, signer: Signer, name: str, seen: str = "") -> None:
    """And the worker finds that it opens."""
    signer.post(
        place(signer), {"file": (BytesIO(b"%PDF-1.7 " + name.encode()), name), "seen": seen}
    )
    check_attachment.keep(ceremonies.lease_open(member, "check_attachment", signer.envelope.id))


def attached(member: Member, envelope: Envelope) -> str:
    """The name of the file that is in the field."""
    found = run(member, reading.envelope, envelope.id)
    file = attaching.file_in(next(f for f in found.fields if f.kind.is_uploaded))
    return file.name if file else ""


def seen_by(signer: Signer) -> str:
    """What a form of theirs says that they have seen."""
    return link_in(signer.get(place(signer)).text, signer.page).rpartition("/")[2]


def test_who_comes_second_sees_the_file_of_the_first_and_may_replace_it(
    member: Member, envelope: Envelope, people: tuple[Signer, Signer]
) -> None:
    ana, ben = people
    upload(member, ana, "first.pdf")

    page = ben.get(place(ben)).text
    theirs = ben.client.get(link_in(page, ben.page))
    upload(member, ben, "second.pdf", seen=seen_by(ben))

    assert "Ana Ruiz attached this file. You can keep it, or replace it with yours." in page
    assert theirs.data == b"%PDF-1.7 first.pdf"
    assert attached(member, envelope) == "second.pdf"
    assert "Ben Olsen attached this file." in ana.get(place(ana)).text


def test_of_two_at_once_the_second_is_asked_which_file_stays(
    member: Member, envelope: Envelope, people: tuple[Signer, Signer]
) -> None:
    ana, ben = people
    upload(member, ana, "first.pdf")
    upload(member, ben, "second.pdf")

    asked = ben.get(place(ben)).text
    early = ben.post(f"{ben.page}/completion")
    before = attached(member, envelope)
    ben.post(f"{place(ben)}/choice", {"keep": "own", "seen": seen_by(ben)})

    assert "Choose which file to keep" in asked
    assert "first.pdf" in asked and "second.pdf" in asked
    assert early.status_code == 409 and AttachmentUndecided.message.split(".")[0] in early.text
    assert (before, attached(member, envelope)) == ("first.pdf", "second.pdf")
    assert ben.post(f"{ben.page}/completion").status_code == 303


def test_who_keeps_the_first_file_loses_their_own(
    member: Member, envelope: Envelope, people: tuple[Signer, Signer]
) -> None:
    ana, ben = people
    upload(member, ana, "first.pdf")
    upload(member, ben, "second.pdf")

    ben.post(f"{place(ben)}/choice", {"keep": "other", "seen": seen_by(ben)})
    page = ben.get(place(ben)).text

    assert "first.pdf" in page and "second.pdf" not in page
    assert attached(member, envelope) == "first.pdf"
    deleting = ceremonies.lease_open(member, "delete_file")
    assert deleting.argument("name", str).startswith(f"attachments/{envelope.id}/")


def test_a_choice_or_removal_never_hits_a_file_that_was_not_shown(
    member: Member, envelope: Envelope, people: tuple[Signer, Signer]
) -> None:
    ana, ben = people
    upload(member, ana, "first.pdf")
    seen = seen_by(ben)
    upload(member, ben, "second.pdf")
    upload(member, ana, "third.pdf")

    ben.post(f"{place(ben)}/choice", {"keep": "own", "seen": seen})
    ben.post(f"{place(ben)}/removal", {"seen": seen})

    assert attached(member, envelope) == "third.pdf"


def test_an_upload_of_one_does_not_end_the_check_of_the_other(
    member: Member, envelope: Envelope, people: tuple[Signer, Signer]
) -> None:
    ana, ben = people
    for signer in people:
        data = {"file": (BytesIO(b"%PDF-1.7 a file"), "a file.pdf"), "seen": ""}
        signer.post(place(signer), data)

    assert "We are checking your file" in ana.get(place(ana)).text
    assert "We are checking your file" in ben.get(place(ben)).text


def test_when_the_other_file_is_gone_one_s_own_can_still_be_used(
    member: Member, envelope: Envelope, people: tuple[Signer, Signer]
) -> None:
    ana, ben = people
    upload(member, ana, "first.pdf")
    upload(member, ben, "second.pdf")
    ana.post(f"{place(ana)}/removal", {"seen": seen_by(ana)})

    page = ben.get(place(ben)).text
    ben.post(f"{place(ben)}/choice", {"keep": "own"})

    assert "Keep your file?" in page and "first.pdf" not in page
    assert attached(member, envelope) == "second.pdf"
