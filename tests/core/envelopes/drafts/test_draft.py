from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.documents.document import Document, DocumentStatus, Page, listed
from core.documents.refusals import FileTooLarge, NoPages, TooManyDocuments, TooManyPages
from core.envelopes.consent import Consent
from core.envelopes.drafts import draft, draft_documents, draft_fields, draft_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.refusals import NotADraft, NothingToSend
from core.envelopes.roles.cc import CC
from core.refusals import Invalid, NotFound
from core.text.printable import cleaned
from tests.core.builders import (
    NOW,
    SENDER,
    SHA256,
    cc,
    field,
    make_envelope,
    new_id,
    ready_document,
    sent,
    signer,
    types_of,
)

PAGES = (Page(595, 842), Page(595, 842))


def processing() -> Envelope:
    return make_envelope(documents=(Document(new_id(), "Lease", 1, SHA256),), fields=())


def test_an_envelope_begins_with_an_event() -> None:
    assert types_of(draft.create(make_envelope())) == ["envelope.created"]
    assert types_of(draft.create(make_envelope(name=""))) == ["envelope.created"]


def test_a_name_and_a_message_are_tidied() -> None:
    envelope = draft.rename(make_envelope(), "  Offer ", " Dear all,\r\nplease sign. ").envelope

    assert (envelope.name, envelope.message) == ("Offer", "Dear all,\nplease sign.")


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 201, "Lease\r\nBcc: x", "a\u202eb"])
def test_a_name_that_is_no_subject_of_a_mail_is_kept_and_not_sent(name: str) -> None:
    """Whoever types is not done yet: only what is sent has to be right."""
    renamed = draft.rename(make_envelope(), name, "Hello").envelope

    assert (renamed.name, renamed.message) == (cleaned(name), "Hello")
    assert set(draft_sending.missing(renamed)) == {"name"}
    with pytest.raises(NothingToSend):
        draft_sending.send(renamed, SENDER, NOW)


def test_a_draft_cannot_begin_with_such_a_name_either() -> None:
    with pytest.raises(Invalid):
        draft.create(make_envelope(name="Lease\nBcc: one@example.com"))


@pytest.mark.parametrize("message", ["x" * 5_001, "a\x08b", "a\u202eb"])
def test_a_message_that_cannot_be_mailed_is_kept_and_not_sent(message: str) -> None:
    renamed = draft.rename(make_envelope(), "Lease", message).envelope

    assert renamed.message == message
    assert set(draft_sending.missing(renamed)) == {"message"}


def test_what_no_database_holds_is_left_out_of_what_was_typed() -> None:
    renamed = draft.rename(make_envelope(), "Lea\x00se \ud800", "a" * 100_000).envelope

    assert renamed.name == "Lease ?"
    assert len(renamed.message) == 20_000


def test_documents_follow_one_another() -> None:
    envelope = draft_documents.add(make_envelope(), new_id(), "Annex", SHA256, 10).envelope

    assert [d.position for d in envelope.documents] == [1, 2]
    assert envelope.documents[1].status is DocumentStatus.PROCESSING


def test_the_same_upload_twice_is_one_document() -> None:
    once = draft_documents.add(make_envelope(), new_id(), "Annex", SHA256, 10).envelope

    again = draft_documents.add(once, once.documents[1].id, "Annex", SHA256, 10)

    assert again.envelope == once
    assert again.events == ()


def test_documents_have_limits() -> None:
    full = make_envelope(documents=tuple(ready_document() for _ in range(50)))

    with pytest.raises(TooManyDocuments):
        draft_documents.add(full, new_id(), "Annex", SHA256, 10)
    with pytest.raises(FileTooLarge):
        draft_documents.add(make_envelope(), new_id(), "Annex", SHA256, 100_000_001)


def test_intake_says_once_what_it_found() -> None:
    envelope = processing()
    document_id = envelope.documents[0].id

    accepted = draft_documents.accept(envelope, document_id, SHA256, PAGES, ("tags_lost",))
    again = draft_documents.accept(accepted.envelope, document_id, "other", PAGES, ())
    rejected = draft_documents.reject(accepted.envelope, document_id, "damaged_pdf")

    assert types_of(accepted) == ["document.accepted"]
    assert accepted.envelope.documents[0].status is DocumentStatus.READY
    assert again.events == rejected.events == ()
    assert again.envelope == rejected.envelope == accepted.envelope


def test_a_rejected_document_can_be_tried_again_with_a_password() -> None:
    envelope = processing()
    document_id = envelope.documents[0].id

    rejected = draft_documents.reject(envelope, document_id, "password_needed")
    waiting = draft_documents.give_password(rejected.envelope, document_id)
    again = draft_documents.give_password(waiting.envelope, document_id)

    assert rejected.envelope.documents[0].reason == "password_needed"
    assert waiting.envelope.documents[0].status is DocumentStatus.PROCESSING
    assert types_of(waiting) == ["document.password_given"]
    assert again.events == ()


def test_intake_that_comes_after_a_voiding_changes_nothing() -> None:
    envelope = replace(processing(), status=Status.VOIDED)
    document_id = envelope.documents[0].id

    assert draft_documents.accept(envelope, document_id, SHA256, PAGES, ()).events == ()
    assert draft_documents.reject(envelope, document_id, "damaged_pdf").events == ()


def test_a_document_has_pages_and_not_too_many() -> None:
    envelope = processing()
    document_id = envelope.documents[0].id

    with pytest.raises(NoPages):
        draft_documents.accept(envelope, document_id, SHA256, (), ())
    with pytest.raises(TooManyPages):
        draft_documents.accept(envelope, document_id, SHA256, PAGES * 1_001, ())


def test_a_removed_document_takes_its_fields_along() -> None:
    envelope = make_envelope()
    document_id = envelope.documents[0].id

    removed = draft_documents.remove(envelope, document_id)

    assert removed.envelope.documents == removed.envelope.fields == ()
    assert draft_documents.remove(removed.envelope, document_id).events == ()


def test_a_removed_recipient_takes_their_fields_along() -> None:
    one, two = signer(), signer("Signer Two")
    envelope = make_envelope(one, two)

    left = draft.name_recipients(envelope, [two]).envelope
    demoted = draft.name_recipients(envelope, [replace(one, role=CC), two]).envelope

    assert [f.recipient_ids for f in left.fields] == [(two.id,)]
    assert [f.recipient_ids for f in demoted.fields] == [(two.id,)]


def test_how_far_somebody_has_come_is_never_taken_from_a_form() -> None:
    forged = signer(
        status=RecipientStatus.COMPLETED,
        link_generation=9,
        sent_at=NOW,
        delivered_at=NOW,
        completed_at=NOW,
        consent=Consent("2026-1", "0" * 64, "en", NOW),
    )

    named = draft.name_recipients(make_envelope(), [forged]).envelope.recipients[0]

    assert named == Recipient(forged.id, forged.name, forged.email)


def test_names_and_addresses_are_tidied_and_kept_however_wrong_they_are() -> None:
    one, two = replace(signer(), name=" One\t1 ", email=" one@ "), signer("Signer Two")

    named = draft.name_recipients(make_envelope(), [one, two]).envelope

    assert [(r.name, r.email) for r in named.recipients] == [
        ("One 1", "one@"),
        ("Signer Two", two.email),
    ]


def test_nobody_who_was_typed_is_left_out_when_it_is_sent() -> None:
    """Each row that is not complete is named, and nothing goes out."""
    good, only_name = signer(), replace(signer("Only A Name"), email="")
    wrong, blank = cc(email="two at example"), replace(cc(), name="", email="")
    only_address = replace(cc(), name="")
    envelope = make_envelope(good, only_name, wrong, blank, only_address)

    lacks = draft_sending.missing(envelope)

    assert lacks == {
        f"row-{only_name.id}": "Enter an e-mail address for Only A Name.",
        f"row-{wrong.id}": "Something is wrong in the row for Copy One. Correct it.",
        f"row-{blank.id}": "One row is empty. Fill it in, or remove it.",
        f"row-{only_address.id}": f"Enter a name for {only_address.email}.",
    }
    with pytest.raises(NothingToSend):
        draft_sending.send(envelope, SENDER, NOW)


def test_an_address_that_no_mail_can_be_sent_to_keeps_the_envelope_from_being_sent() -> None:
    one = signer()

    def nowhere(email: str) -> bool:
        return email != one.email

    assert set(draft_sending.missing(make_envelope(one), nowhere)) == {f"row-{one.id}"}
    with pytest.raises(NothingToSend):
        draft_sending.send(make_envelope(one), SENDER, NOW, nowhere)


def test_a_recipient_twice_is_refused() -> None:
    one = signer()

    with pytest.raises(Invalid) as caught:
        draft.name_recipients(make_envelope(), [one, replace(one, email="two@example.com")])

    assert set(caught.value.errors) == {"recipients"}


def test_a_draft_may_have_no_recipients_yet() -> None:
    envelope = draft.name_recipients(make_envelope(), []).envelope

    assert envelope.recipients == envelope.fields == ()


def test_fields_are_placed_empty() -> None:
    envelope = make_envelope()
    forged = replace(envelope.fields[0], value="a signature", label=" Sign\there ")

    placed = draft_fields.place(envelope, [forged]).envelope.fields[0]

    assert (placed.value, placed.label) == ("", "Sign here")


def test_fields_belong_to_a_signer_and_a_document_of_this_envelope() -> None:
    one, copy = signer(), cc()
    envelope = make_envelope(one, copy)
    document = envelope.documents[0]

    with pytest.raises(NotFound):
        draft_fields.place(envelope, [field(signer(), document)])
    with pytest.raises(NotFound):
        draft_fields.place(envelope, [field(one, ready_document())])
    with pytest.raises(Invalid) as caught:
        draft_fields.place(envelope, [field(copy, document)])
    assert set(caught.value.errors) == {"recipients"}


def test_the_list_of_fields_has_its_limits() -> None:
    one = signer()
    envelope = make_envelope(one)
    good = envelope.fields[0]

    for fields, name in (
        ([field(one, envelope.documents[0]) for _ in range(2_001)], "fields"),
        ([good, replace(good, x=200)], "fields"),
        ([replace(good, label="x" * 101)], "label"),
        ([replace(good, label="a\nb")], "label"),
        ([replace(good, x=float("nan"))], "place"),
    ):
        with pytest.raises(Invalid) as caught:
            draft_fields.place(envelope, fields)
        assert set(caught.value.errors) == {name}


def test_what_is_missing_is_named_by_its_place() -> None:
    nothing = make_envelope(documents=(), fields=(), name="")
    nobody = draft.name_recipients(make_envelope(), []).envelope
    document = ready_document()

    assert set(draft_sending.missing(nothing)) == {"name", "documents", "fields"}
    assert set(draft_sending.missing(nobody)) == {"recipients"}
    assert draft_sending.missing(make_envelope()) == {}
    for unready in (
        replace(document, status=DocumentStatus.REJECTED),
        replace(document, status=DocumentStatus.PROCESSING),
        replace(document, pages_rendered=0),
    ):
        assert set(draft_sending.missing(replace(make_envelope(), documents=(unready,)))) == {
            "documents"
        }


def test_every_signer_needs_a_signature_that_cannot_be_left_out() -> None:
    optional = make_envelope()
    optional = replace(optional, fields=(replace(optional.fields[0], required=False),))

    assert set(draft_sending.missing(optional)) == {"fields"}
    assert set(draft_sending.missing(make_envelope(types=("text",)))) == {"fields"}
    assert draft_sending.missing(make_envelope(types=("initials",))) == {}


def test_an_incomplete_draft_is_not_sent() -> None:
    with pytest.raises(NothingToSend) as caught:
        draft_sending.send(make_envelope(fields=()), SENDER, NOW)

    assert set(caught.value.errors) == {"fields"}


def test_sending_names_everybody_and_invites_the_first() -> None:
    one, two = signer(), signer("Signer Two", 2)

    outcome = draft_sending.send(make_envelope(one, two, cc()), SENDER, NOW)

    assert types_of(outcome) == [
        *("recipient.named", "recipient.named", "recipient.named", "fields.placed"),
        *("sender.named", "envelope.sent", "recipient.invited"),
    ]
    assert outcome.envelope.status is Status.SENT
    assert outcome.envelope.recipient(one.id).status is RecipientStatus.SENT
    assert outcome.envelope.recipient(two.id).status is RecipientStatus.CREATED
    assert outcome.envelope.expires_at == NOW + timedelta(days=120)


def test_sending_commits_to_what_was_sent() -> None:
    renamed = draft.rename(make_envelope(), "Offer", "Please sign.").envelope

    events = draft_sending.send(renamed, SENDER, NOW).events

    sent_event = next(e for e in events if e.type == "envelope.sent")
    assert sent_event.private() == {
        "name": "Offer",
        "message": "Please sign.",
        "documents": listed(renamed.documents),
        "organization": SENDER.organization,
    }


def test_sending_twice_sends_once() -> None:
    once = sent()

    assert draft_sending.send(once, SENDER, NOW).envelope == once
    assert draft_sending.send(once, SENDER, NOW).events == ()


def test_an_envelope_of_copies_only_is_signed_by_nobody_and_at_once() -> None:
    outcome = draft_sending.send(make_envelope(cc(), cc("Copy Two")), SENDER, NOW)

    assert outcome.envelope.status is Status.SIGNED
    assert types_of(outcome)[-3:] == ["envelope.sent", "envelope.delivered", "envelope.signed"]


def test_a_voided_draft_is_not_sent() -> None:
    with pytest.raises(NotADraft):
        draft_sending.send(make_envelope(status=Status.VOIDED), SENDER, NOW)


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.DRAFT])
def test_only_a_draft_is_prepared(status: Status) -> None:
    envelope = make_envelope(status=status)
    document_id = envelope.documents[0].id

    for act in (
        lambda: draft.rename(envelope, "Offer", ""),
        lambda: draft_documents.add(envelope, UUID(int=0), "Annex", SHA256, 1),
        lambda: draft_documents.give_password(envelope, document_id),
        lambda: draft_documents.remove(envelope, document_id),
        lambda: draft.name_recipients(envelope, []),
        lambda: draft_fields.place(envelope, []),
    ):
        with pytest.raises(NotADraft):
            act()
