"""Documents are renamed and put in order in the page of a draft, with and without a script."""

from datetime import datetime
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from tenants.openers import document_upload
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.draft_windows import Window
from tests.webapp.envelopes.test_saved_drafts import make_draft
from tests.webapp.senders import Sender


@pytest.fixture
def draft(sender: Sender, now: datetime) -> Envelope:
    """With "lease.pdf", and "annex.pdf" after it."""
    draft = make_draft(sender.member, now)
    return document_upload.upload(
        sender.member, draft.id, uuid4(), "annex.pdf", ceremonies.PDF, now
    )


def names(sender: Sender, draft: Envelope) -> list[str]:
    return [d.name for d in run(sender.member, reading.envelope, draft.id).documents]


def test_a_document_is_renamed_in_its_list(sender: Sender, draft: Envelope) -> None:
    window = Window(sender, draft.id)

    window.values[f"title-{draft.documents[1].id}"] = "Annex A"
    window.press("recipients", action="save")

    assert names(sender, draft) == ["lease.pdf", "Annex A"]
    assert 'value="Annex A"' in window.text


def test_a_name_is_kept_whatever_is_done_next(sender: Sender, draft: Envelope) -> None:
    window = Window(sender, draft.id)

    window.values[f"title-{draft.documents[1].id}"] = "Annex A"
    window.press(f"documents/{draft.documents[0].id}/removal")

    assert names(sender, draft) == ["Annex A"]


@pytest.mark.parametrize("htmx", [False, True])
def test_documents_change_places_by_buttons(sender: Sender, draft: Envelope, htmx: bool) -> None:
    window = Window(sender, draft.id)

    answer = window.press("documents/order", action=f"up-{draft.documents[1].id}", htmx=htmx)
    page = answer.text if htmx else window.text

    assert names(sender, draft) == ["annex.pdf", "lease.pdf"]
    assert page.index('value="annex.pdf"') < page.index('value="lease.pdf"')
    window.reload().press("documents/order", action=f"up-{draft.documents[1].id}")
    assert names(sender, draft) == ["annex.pdf", "lease.pdf"]


def test_a_row_that_was_dragged_is_where_it_was_dropped(sender: Sender, draft: Envelope) -> None:
    window = Window(sender, draft.id)

    window.values.setlist("document", list(reversed(window.values.getlist("document"))))
    window.press("documents/order", action="order", htmx=True)

    assert names(sender, draft) == ["annex.pdf", "lease.pdf"]


def test_a_document_without_a_name_is_kept_so_and_not_sent(sender: Sender, draft: Envelope) -> None:
    window = Window(sender, draft.id)
    title = f"title-{draft.documents[0].id}"

    window.values[title] = " "
    answer = window.press()

    assert answer.status_code == 409
    assert f'href="#{title}"' in window.text
    assert f'id="{title}-error"' in window.text
    assert f'id="{title}" name="{title}" value=""' in window.text


def test_a_name_that_another_window_changed_is_said_so_and_not_overwritten(
    sender: Sender, draft: Envelope
) -> None:
    mine, other = Window(sender, draft.id), Window(sender, draft.id)
    title = f"title-{draft.documents[0].id}"
    other.values[title] = "Theirs"
    other.press("recipients", action="save")

    mine.values[title] = "Mine"
    told = mine.press("recipients", action="save")

    assert told.status_code == 409
    assert names(sender, draft)[0] == "Theirs"
    assert "This was changed in another window." in mine.text
    assert 'value="Mine"' in mine.text
    mine.press("recipients", action="save")
    assert names(sender, draft)[0] == "Mine"


def test_what_is_sent_has_the_new_names_in_the_new_order(sender: Sender, now: datetime) -> None:
    draft = make_draft(sender.member, now)
    window = Window(sender, draft.id)
    window.values[f"title-{draft.documents[0].id}"] = "Lease of 2027"
    window.values["remind_after"] = "3"

    answer = window.press()

    sent = run(sender.member, reading.envelope, draft.id)
    assert answer.status_code == 303
    assert (sent.status, [d.name for d in sent.documents]) == ("sent", ["Lease of 2027"])
    assert sent.schedule.remind_after == 3
