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


def with_formulas(envelope: Envelope, rent_from: str = "rent * 2") -> Envelope:
    """A number of the annex, a formula beside it, and one in the first document that reads it."""
    ben, (lease, annex) = envelope.recipients[1], envelope.documents
    added = (
        field(ben, annex, "number", properties={"name": "rent"}),
        field(ben, annex, "formula", properties={"name": "double", "formula": rent_from}),
        field(ben, lease, "formula", properties={"name": "told", "formula": "double + 1"}),
    )
    return replace(envelope, fields=(*envelope.fields, *added))


def test_a_formula_that_prints_a_hidden_value_is_told() -> None:
    [found] = draft_visibility.revealed(with_formulas(hide(two_documents(), 1, 0)))

    assert (found.hidden.name, found.shown.name, found.names) == ("Salaries", "Lease", "Ana Ruiz")


def test_nothing_is_told_of_formulas_where_nothing_is_hidden() -> None:
    shown = with_formulas(two_documents())

    assert draft_visibility.revealed(shown) == []


def test_a_formula_is_not_told_to_those_who_see_neither_document() -> None:
    envelope = two_documents()
    hidden_twice = hide(hide(envelope, 1, 0), 1, 0)
    lease = replace(hidden_twice.documents[0], hidden_from=(envelope.recipients[0].id,))
    both = replace(hidden_twice, documents=(lease, hidden_twice.documents[1]))

    assert draft_visibility.revealed(with_formulas(both)) == []


def test_formulas_that_read_each_other_in_a_circle_come_to_an_end() -> None:
    circle = with_formulas(hide(two_documents(), 1, 0), rent_from="told + rent")

    assert [one.shown.name for one in draft_visibility.revealed(circle)] == ["Lease"]
