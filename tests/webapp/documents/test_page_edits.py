"""The page on which pages of a draft's document are edited; it holds the edits until applied."""

import re
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from core.documents.earlier_signatures import Adding, EarlierSignature, EarlierSignatures
from core.documents.edited_page import EditedPage
from core.envelopes.envelope import Envelope
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from webapp.pages.documents import page_edit_form

SIGNED = EarlierSignatures((EarlierSignature("Ana Lima", None, True),), Adding.NEW_FIELDS)


def draft(sender: Sender, now: datetime) -> Envelope:
    """Of two pages, with a signature on the first."""
    envelope = ceremonies.draft_with_document(sender.member, now)
    person = ceremonies.recipient()
    run(sender.member, drafting.name_recipients, envelope.id, [person], now)
    field = ceremonies.signature_field(envelope.documents[0].id, person.id, 300)
    return run(sender.member, drafting.place_fields, envelope.id, [field], now)


def address(envelope: Envelope) -> str:
    return f"/envelopes/{envelope.id}/documents/{envelope.documents[0].id}/page-edits"


def stored(sender: Sender, envelope: Envelope) -> Envelope:
    return run(sender.member, reading.envelope, envelope.id)


def words(page: str) -> list[str]:
    """The pages as the form that applies them has them."""
    form = page.partition("page-edits__apply")[2]
    return re.findall(r'name="page" value="([^"]*)"', form)


def test_the_draft_leads_to_the_pages_of_its_document(sender: Sender, now: datetime) -> None:
    envelope = draft(sender, now)

    shown = sender.get(f"/envelopes/{envelope.id}").text
    page = sender.get(address(envelope)).text

    assert address(envelope) in shown
    assert words(page) == ["1r0", "2r0"]
    assert "1 field" in page and "Apply edits" in page


def test_buttons_turn_move_and_delete_pages_and_undo_takes_a_step_back(
    sender: Sender, now: datetime
) -> None:
    envelope = draft(sender, now)
    steps = f"{address(envelope)}/steps"
    page = {"page": ["1r0", "2r0"], "shown": "1r0 2r0"}

    turned = sender.post(steps, **page, action="right-0").text
    moved = sender.post(steps, **page, action="down-0").text
    selected = sender.post(steps, **page, action="left", selected=["0", "1"]).text
    blank = sender.post(steps, **page, action="blank-1").text
    dragged = sender.post(steps, page=["2r0", "1r0"], shown="1r0 2r0", action="order").text
    undone = sender.post(steps, page=["2r0"], shown="2r0", before="1r0 2r0", action="undo").text

    assert words(turned) == ["1r90", "2r0"]
    assert words(moved) == words(dragged) == ["2r0", "1r0"]
    assert words(selected) == ["1r270", "2r270"]
    assert (moved.count(" checked"), selected.count(" checked")) == (0, 2)
    assert words(blank) == ["1r0", "2r0", "b595x842r0"]
    assert words(undone) == ["1r0", "2r0"]
    assert 'name="before" value="1r0 2r0"' in moved
    assert stored(sender, envelope).documents == envelope.documents


def test_a_part_is_redacted_by_numbers(sender: Sender, now: datetime) -> None:
    envelope = draft(sender, now)
    steps = f"{address(envelope)}/steps"
    page = {"page": ["1r0", "2r0"], "shown": "1r0 2r0", "redacting": "0"}
    box = {"x": "10", "y": "20,5", "width": "100", "height": "30"}

    larger = sender.post(steps, **page, action="redact-0").text
    boxed = sender.post(steps, **page, action="box-0", **box).text
    back = sender.post(steps, page=["1r0x10,20.5,100,30", "2r0"], shown="", action="redact-").text

    assert "Redact page 1" in larger and "not just covered" in larger
    assert '<rect x="10.0" y="20.5" width="100.0" height="30.0"/>' in boxed
    assert words(back) == ["1r0x10,20.5,100,30", "2r0"]


def test_applied_edits_make_another_document_of_the_same_file_that_is_taken_in(
    sender: Sender, now: datetime
) -> None:
    envelope, edit_id = draft(sender, now), str(uuid4())
    pages = ["b300x200r0", "2r0", "1r90"]

    answer = sender.post(address(envelope), page=pages, edit_id=edit_id)

    after = stored(sender, envelope)
    (document,), (old,), (field,) = after.documents, envelope.documents, after.fields
    assert answer.status_code == 303
    assert (document.status, document.name) == ("processing", old.name)
    assert document.id != old.id and document.original_sha256 == old.original_sha256
    assert [page.page for page in document.page_edits] == [0, 2, 1]
    assert (field.document_id, field.page) == (document.id, 3)
    assert (field.x, field.y, field.width) == (842 - 300 - 40, 100, 40)
    assert ceremonies.lease_open(sender.member, "intake_document", envelope.id)


def test_fields_on_deleted_pages_go_only_when_that_is_confirmed(
    sender: Sender, now: datetime
) -> None:
    envelope = draft(sender, now)

    told = sender.post(
        f"{address(envelope)}/steps", page=["1r0", "2r0"], shown="1r0 2r0", action="delete-0"
    ).text
    refused = sender.post(address(envelope), page=["2r0"])
    kept = stored(sender, envelope)
    answer = sender.post(address(envelope), page=["2r0"], lose_fields="yes")

    assert "1 field is on a page that you delete." in told
    assert refused.status_code == 409 and len(kept.fields) == 1
    assert answer.status_code == 303 and stored(sender, envelope).fields == ()


def test_a_page_whose_words_cannot_be_read_is_not_deleted(sender: Sender, now: datetime) -> None:
    envelope = draft(sender, now)
    steps = f"{address(envelope)}/steps"
    box = {"x": "0.00001", "y": "0.00002", "width": "100.123456", "height": "12345.678"}

    boxed = sender.post(steps, page=["1r0", "2r0"], shown="", redacting="0", action="box-0", **box)
    refused = sender.post(address(envelope), page=["1r0x1e-05,0,100,30", "2r0"], lose_fields="yes")

    assert page_edit_form.words(page_edit_form.begin(envelope.documents[0]).pages) == "1r0 2r0"
    assert 'name="page" value="1r0x0,0,100.12,12345.68"' in boxed.text
    assert refused.status_code == 409 and stored(sender, envelope) == envelope


def test_a_document_without_pages_is_refused(sender: Sender, now: datetime) -> None:
    envelope = draft(sender, now)

    answer = sender.post(address(envelope), page=[], lose_fields="yes")

    assert answer.status_code == 422
    assert "At least one page of the document has to stay." in answer.text


def test_a_document_that_was_signed_before_keeps_its_pages(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.draft_with_documents_signed_before(sender.member, now, SIGNED)

    answer = sender.get(address(envelope))

    assert answer.status_code == 409
    assert "The pages of this document cannot be edited" in answer.text
    assert address(envelope) not in sender.get(f"/envelopes/{envelope.id}").text


def test_words_that_are_none_are_left_out(sender: Sender, now: datetime) -> None:
    document = draft(sender, now).documents[0]
    given = ["9r0", "1r45", "x", "1r0x1,2", "b0x5r0", "2r0x1,2,3,4", "b9.9.9x3r0"]

    assert page_edit_form.read(document, given) == (EditedPage(2, 0, ((1, 2, 3, 4),)),)
    assert page_edit_form.read(replace(document, pages=()), ["1r0"]) == ()
