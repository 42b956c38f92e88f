"""Names and order of documents, as several windows of one draft show them."""

from dataclasses import replace

from core.documents.document import Document
from core.envelopes.drafts import draft_document_list, draft_marks, draft_merge, draft_sending
from core.envelopes.drafts.draft_merge import ShownDraft
from core.envelopes.drafts.merged_part import MergeState, Text
from core.envelopes.envelope import Envelope
from core.envelopes.schedule import Schedule
from tests.core.builders import make_envelope, ready_document, signer

SAME, STALE, CONTESTED = MergeState.SAME, MergeState.STALE, MergeState.CONTESTED


def two() -> Envelope:
    one, other = ready_document(), ready_document()
    documents = (replace(one, name="Lease.pdf"), replace(other, name="Annex.pdf", position=2))
    return make_envelope(signer(), documents=documents)


def order(*documents: Document) -> str:
    return " ".join(str(d.id) for d in documents)


def test_a_document_is_called_as_it_was_typed_and_the_page_shows_what_is_stored() -> None:
    envelope = two()
    lease, annex = envelope.documents
    titles = {
        lease.id: Text("Lease of 2027", draft_marks.mark("Lease.pdf")),
        annex.id: Text("Annex.pdf", draft_marks.mark("Annex.pdf")),
    }

    seen = draft_marks.of_documents(envelope)
    revised = draft_merge.revise(envelope, ShownDraft(titles=titles, documents=seen))

    assert [d.name for d in revised.envelope.documents] == ["Lease of 2027", "Annex.pdf"]
    assert revised.shown


def test_a_name_that_another_window_changed_is_not_overwritten_unseen() -> None:
    envelope = two()
    lease, annex = envelope.documents
    was = draft_marks.mark("As it was")

    revised = draft_merge.revise(
        envelope, ShownDraft(titles={lease.id: Text("Mine", was), annex.id: Text("As it was", was)})
    )

    assert revised.envelope.documents == envelope.documents
    assert revised.titles == {lease.id: CONTESTED, annex.id: STALE}
    assert not revised.in_step


def test_documents_are_put_in_order_and_one_that_came_meanwhile_is_last() -> None:
    envelope = two()
    lease, annex = envelope.documents
    drawn = order(lease, annex)
    new = replace(ready_document(), position=3)
    longer = replace(envelope, documents=(lease, annex, new))

    revised = draft_merge.revise(longer, ShownDraft(order=Text(order(annex, lease), drawn)))
    untouched = draft_merge.revise(longer, ShownDraft(order=Text(drawn, drawn)))
    shorter = draft_merge.revise(
        replace(envelope, documents=(annex,)), ShownDraft(order=Text(drawn, drawn))
    )

    assert [d.id for d in revised.envelope.documents] == [annex.id, lease.id, new.id]
    assert [d.position for d in revised.envelope.documents] == [1, 2, 3]
    assert (revised.order, untouched.order, shorter.order) == (SAME, SAME, SAME)
    assert untouched.envelope == longer


def test_an_order_that_another_window_has_made_stays() -> None:
    envelope = two()
    lease, annex = envelope.documents
    other = draft_document_list.reorder(envelope, Text(order(annex, lease)), False)[0]
    new = replace(ready_document(), position=3)
    three = replace(other, documents=(*other.documents, new))
    drawn = order(lease, annex, new)

    stale = draft_merge.revise(three, ShownDraft(order=Text(drawn, drawn)))
    contested = draft_merge.revise(three, ShownDraft(order=Text(order(new, lease, annex), drawn)))

    assert (stale.order, contested.order) == (STALE, CONTESTED)
    assert stale.envelope.documents == contested.envelope.documents == three.documents


def test_a_document_without_a_name_is_kept_and_not_sent() -> None:
    envelope = two()
    lease = envelope.documents[0]

    revised = draft_merge.revise(envelope, ShownDraft(titles={lease.id: Text(" ")}))

    lacks = draft_sending.missing(revised.envelope)
    assert lacks[f"document-{lease.id}"] == "Give this document a name of up to 200 characters."


def test_the_schedule_of_a_page_is_kept_unless_another_window_chose_another() -> None:
    envelope = two()
    drawn = draft_marks.mark(envelope.schedule.text)

    chosen = draft_merge.revise(envelope, ShownDraft(schedule=Text("30 3 7", drawn)))
    late = draft_merge.revise(chosen.envelope, ShownDraft(schedule=Text("60 0 0", drawn)))

    assert chosen.envelope.schedule == Schedule(30, 3, 7)
    assert late.envelope.schedule == Schedule(30, 3, 7)
    assert (chosen.schedule, late.schedule) == (SAME, CONTESTED)
