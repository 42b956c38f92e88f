from dataclasses import replace

import pytest

from core.documents.document import DocumentStatus
from core.envelopes.drafts import (
    draft,
    draft_documents,
    draft_fields,
    draft_sending,
    requested_sending,
)
from core.envelopes.envelope import Envelope
from core.envelopes.events.requested_sending import SendingRefused, SendingRequested
from core.envelopes.refusals import (
    BeingSent,
    DocumentUnusable,
    FieldOffPage,
    NotADraft,
    NothingToSend,
)
from tests.core import builders

KEY = "api_key:1"


def uploaded(**changes: object) -> Envelope:
    """Complete, but that nobody knows its pages yet."""
    ready = builders.make_envelope()
    (document,) = ready.documents
    coming = replace(document, status=DocumentStatus.PROCESSING, pages=(), pages_rendered=0)
    return replace(ready, documents=(coming,), **changes)


def with_pages(envelope: Envelope) -> Envelope:
    (document,) = envelope.documents
    pages = builders.ready_document().pages
    ready = replace(document, status=DocumentStatus.READY, pages=pages, pages_rendered=1)
    return replace(envelope, documents=(ready,))


def test_an_envelope_waits_for_its_pages_and_is_due_when_they_are_there() -> None:
    outcome = requested_sending.request(uploaded(), KEY)

    assert outcome.events == (SendingRequested(),)
    assert not requested_sending.is_due(outcome.envelope)
    assert requested_sending.is_due(with_pages(outcome.envelope))
    assert not requested_sending.is_due(with_pages(uploaded()))
    requested_sending.check_pages(with_pages(outcome.envelope))


def test_nothing_but_pages_may_be_missing_when_sending_is_requested() -> None:
    with pytest.raises(NothingToSend) as caught:
        requested_sending.request(uploaded(name="", fields=()), KEY)

    assert set(caught.value.errors) == {"name", "fields"}
    with pytest.raises(NotADraft):
        requested_sending.request(builders.sent(), KEY)


def test_nobody_changes_an_envelope_that_is_about_to_be_sent() -> None:
    waiting = requested_sending.request(uploaded(), KEY).envelope

    for change in (
        lambda: draft.rename(waiting, "Another", ""),
        lambda: draft.name_recipients(waiting, waiting.recipients),
        lambda: draft_fields.place(waiting, waiting.fields),
        lambda: draft_documents.remove(waiting, waiting.documents[0].id),
    ):
        with pytest.raises(BeingSent):
            change()


def test_a_file_that_cannot_be_used_ends_the_waiting_and_its_sender_is_mailed() -> None:
    waiting = requested_sending.request(uploaded(), KEY).envelope
    rejected = draft_documents.reject(waiting, waiting.documents[0].id, "damaged_pdf").envelope

    assert requested_sending.is_due(rejected)
    with pytest.raises(DocumentUnusable) as caught:
        requested_sending.check_pages(rejected)
    stopped = requested_sending.refuse(rejected, caught.value.code)
    assert stopped.envelope.sending_problem == "document_unusable"
    assert stopped.events == (SendingRefused(reason="document_unusable"),)
    assert not requested_sending.is_due(stopped.envelope)
    (job,) = stopped.events[0].jobs(stopped.envelope)
    assert (job.kind, job.arguments["notification"]) == ("mail_progress", "unsent")
    draft.rename(stopped.envelope, "Can be changed again", "")


def test_a_field_on_a_page_that_does_not_exist_is_found_when_the_pages_are_known() -> None:
    envelope = uploaded()
    (there,) = envelope.fields
    beyond = replace(there, id=builders.new_id(), page=2)
    waiting = requested_sending.request(replace(envelope, fields=(there, beyond)), KEY).envelope

    with pytest.raises(FieldOffPage) as caught:
        requested_sending.check_pages(with_pages(waiting))
    stopped = requested_sending.refuse(with_pages(waiting), caught.value.code).envelope

    assert stopped.fields == (there,)


def test_a_field_outside_its_page_stays_where_it_can_be_seen_and_keeps_it_from_being_sent() -> None:
    envelope = uploaded()
    (there,) = envelope.fields
    over = replace(there, x=500.0)
    waiting = requested_sending.request(replace(envelope, fields=(over,)), KEY).envelope

    stopped = requested_sending.refuse(with_pages(waiting), FieldOffPage.code).envelope

    assert stopped.fields == (over,)
    assert set(draft_sending.missing(stopped)) == {"fields"}


def test_what_is_in_the_recycle_bin_is_not_sent_and_is_a_draft_again_afterwards() -> None:
    waiting = requested_sending.request(uploaded(), KEY).envelope
    in_bin = replace(with_pages(waiting), deleted_at=builders.NOW)

    assert not requested_sending.is_due(in_bin)
    draft.rename(replace(in_bin, deleted_at=None), "Changed by hand", "")
