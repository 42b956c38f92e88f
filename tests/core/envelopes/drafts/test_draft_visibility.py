"""Documents that are hidden from some recipients, and documents that are only read."""

from dataclasses import replace

import pytest

from core.documents import visibility
from core.documents.supplement import Supplement
from core.envelopes.drafts import (
    copying,
    draft,
    draft_fields,
    draft_sending,
    draft_values,
    draft_visibility,
)
from core.envelopes.envelope import Envelope
from core.refusals import Invalid
from tests.core.builders import NOW, field, make_envelope, new_id, ready_document, signer


def two_documents() -> Envelope:
    """The first has a field of each signer, the second none."""
    envelope = make_envelope(signer("Ana Ruiz"), signer("Ben Olsen"))
    annex = ready_document(name="Salaries", position=2)
    return replace(envelope, documents=(*envelope.documents, annex))


def hide(envelope: Envelope, number: int, *people: int, supplement: str = "") -> Envelope:
    ids = [envelope.recipients[n].id for n in people]
    document = envelope.documents[number].id
    return draft_visibility.show(envelope, document, ids, Supplement(supplement)).envelope


def test_a_hidden_document_is_gone_for_those_it_is_hidden_from() -> None:
    hidden = hide(two_documents(), 1, 0)
    ana, ben = hidden.recipients

    assert [d.name for d in visibility.seen_by(hidden, [ana.id]).documents] == ["Lease"]
    assert [d.name for d in visibility.seen_by(hidden, [ben.id]).documents] == ["Lease", "Salaries"]


def test_of_two_recipients_at_one_address_each_sees_what_either_is_shown() -> None:
    hidden = hide(two_documents(), 1, 0)

    seen = visibility.seen_by(hidden, [r.id for r in hidden.recipients])

    assert len(seen.documents) == 2


def test_a_document_is_not_hidden_from_someone_who_has_a_field_in_it() -> None:
    with pytest.raises(Invalid) as refused:
        hide(two_documents(), 0, 0)

    assert "Ana Ruiz has a field" in refused.value.errors["hidden"]


def test_a_document_is_not_hidden_from_everyone() -> None:
    with pytest.raises(Invalid, match="hidden"):
        hide(two_documents(), 1, 0, 1)


def test_no_field_is_placed_for_someone_who_does_not_see_the_page() -> None:
    hidden = hide(two_documents(), 1, 0)
    late = field(hidden.recipients[0], hidden.documents[1], "text")

    with pytest.raises(Invalid) as refused:
        draft_fields.place(hidden, [*hidden.fields, late])

    assert "hidden from a recipient" in refused.value.errors["recipients"]


def test_a_document_that_is_only_read_has_no_fields() -> None:
    read = hide(two_documents(), 1, supplement="view")

    with pytest.raises(Invalid, match="supplement"):
        hide(two_documents(), 0, supplement="accept")
    with pytest.raises(Invalid, match="recipients"):
        late = field(read.recipients[0], read.documents[1], "text")
        draft_fields.place(read, [*read.fields, late])


def test_what_was_hidden_from_someone_who_is_gone_is_hidden_from_no_one() -> None:
    hidden = hide(two_documents(), 1, 0)

    left = draft.name_recipients(hidden, hidden.recipients[1:]).envelope

    assert left.documents[1].hidden_from == ()


def test_an_envelope_of_which_a_recipient_sees_nothing_is_not_sent() -> None:
    envelope = make_envelope(signer("Ana Ruiz"), signer("Ben Olsen"))
    (document,), ana = envelope.documents, envelope.recipients[0]
    unseen = replace(envelope, documents=(replace(document, hidden_from=(ana.id,)),))

    assert "hidden from Ana Ruiz" in draft_sending.missing(unseen)["documents"]


def test_a_copy_hides_the_same_documents_from_its_own_recipients() -> None:
    hidden = hide(two_documents(), 1, 0, supplement="accept")
    blank = Envelope(new_id(), hidden.organization_id, new_id(), "", NOW)

    copy = copying.of_envelope(blank, hidden, new_id).outcome.envelope

    assert copy.documents[1].hidden_from == (copy.recipients[0].id,)
    assert copy.documents[1].supplement is Supplement.ACCEPT
    assert copy.recipients[0].id != hidden.recipients[0].id


def test_a_document_that_is_filled_in_anew_stays_hidden_and_only_read() -> None:
    asking = two_documents()
    documents = tuple(replace(d, asked=("price",)) for d in asking.documents)
    hidden = hide(replace(asking, documents=documents), 1, 0, supplement="view")
    new = new_id()

    filled = draft_values.fill_in(hidden, hidden.documents[1].id, new, {"price": "5"}).envelope

    assert filled.document(new).hidden_from == hidden.documents[1].hidden_from != ()
    assert filled.document(new).supplement is Supplement.VIEW
