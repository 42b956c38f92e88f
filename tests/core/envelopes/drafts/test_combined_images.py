from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from core.documents.document import COMBINED, Document, DocumentStatus, Page
from core.documents.refusals import NotImages, TooManyPages
from core.envelopes.drafts import combined_images, draft_documents
from core.envelopes.drafts.combined_images import SingleImage
from core.envelopes.envelope import Envelope
from tests.core.builders import SHA256, make_envelope, types_of

NEW = UUID(int=77)


def image(position: int, pages: int = 1) -> Document:
    return Document(
        *(uuid4(), f"{position}.jpg", position, SHA256, DocumentStatus.READY),
        notes=("made_from:jpeg",),
        pages=(Page(595, 842),) * pages,
    )


def with_images(*pages: int) -> Envelope:
    """A draft with images of so many pages, and the fields it was built with on the last one."""
    envelope = make_envelope()
    images = tuple(image(n, count) for n, count in enumerate(pages, 1))
    fields = tuple(replace(f, document_id=images[-1].id, page=1) for f in envelope.fields)
    return replace(envelope, documents=images, fields=fields)


def ids(envelope: Envelope) -> list[UUID]:
    return [d.id for d in envelope.documents]


def test_images_become_one_document_in_their_order_and_fields_stay_on_their_pages() -> None:
    envelope = with_images(2, 1, 1)

    outcome = combined_images.combine(envelope, ids(envelope), NEW, "f" * 64, 900)

    (made,) = outcome.envelope.documents
    assert (made.id, made.name, made.original_sha256) == (NEW, "1.jpg", "f" * 64)
    assert made.is_combined
    assert {(f.document_id, f.page) for f in outcome.envelope.fields} == {(NEW, 4)}
    assert types_of(outcome) == [*["document.removed"] * 3, "document.added"]


def test_only_those_chosen_are_combined_and_the_same_again_changes_nothing() -> None:
    envelope = with_images(1, 1, 1)
    first, second, third = ids(envelope)

    outcome = combined_images.combine(envelope, [third, first], NEW, SHA256, 900)
    again = combined_images.combine(outcome.envelope, [third, first], NEW, SHA256, 900)

    assert ids(outcome.envelope) == [NEW, second]
    assert [d.position for d in outcome.envelope.documents] == [1, 2]
    assert again.events == ()


def test_a_combined_document_is_hidden_from_all_that_one_of_them_is_hidden_from() -> None:
    envelope = with_images(1, 1)
    hidden = tuple(
        replace(d, hidden_from=(UUID(int=n),)) for n, d in enumerate(envelope.documents, 1)
    )

    outcome = combined_images.combine(
        replace(envelope, documents=hidden), ids(envelope), NEW, SHA256, 9
    )

    assert outcome.envelope.documents[0].hidden_from == (UUID(int=1), UUID(int=2))


def test_what_is_no_image_or_not_ready_or_alone_is_not_combined() -> None:
    envelope = with_images(1, 1)
    one, two = envelope.documents
    waiting = replace(envelope, documents=(one, replace(two, status=DocumentStatus.PROCESSING)))
    letter = replace(envelope, documents=(one, replace(two, notes=())))

    newer = replace(envelope, documents=(one, replace(two, replaces=one.id)))

    for draft, chosen in (
        (waiting, ids(envelope)),
        (letter, ids(envelope)),
        (newer, ids(envelope)),
        (envelope, [one.id]),
    ):
        with pytest.raises(NotImages):
            combined_images.combine(draft, chosen, NEW, SHA256, 900)
    with pytest.raises(TooManyPages):
        large = with_images(1_500, 600)
        combined_images.combine(large, ids(large), NEW, SHA256, 900)


def test_a_split_gives_the_images_back_with_their_fields() -> None:
    envelope = with_images(2, 1)
    combined = combined_images.combine(envelope, ids(envelope), NEW, SHA256, 900).envelope
    files = [SingleImage(UUID(int=n), f"{n}.jpg", SHA256, 9, 3 - n) for n in (1, 2)]

    outcome = combined_images.split(combined, NEW, files)
    again = combined_images.split(outcome.envelope, NEW, files)

    assert ids(outcome.envelope) == [UUID(int=1), UUID(int=2)]
    assert {(f.document_id, f.page) for f in outcome.envelope.fields} == {(UUID(int=2), 1)}
    assert types_of(outcome) == ["document.removed", "document.added", "document.added"]
    assert again.events == ()


def test_a_combined_document_that_is_rejected_can_still_be_split() -> None:
    envelope = with_images(1, 1)
    combined = combined_images.combine(envelope, ids(envelope), NEW, SHA256, 900).envelope

    rejected = draft_documents.reject(combined, NEW, "too_complex").envelope

    assert rejected.documents[0].notes == (COMBINED,)
    assert rejected.documents[0].is_combined
