"""Several windows of one draft: nothing that one of them typed is lost or overwritten unseen."""

from dataclasses import replace

import pytest

from core.envelopes.drafts import draft, draft_marks, draft_merge
from core.envelopes.drafts.draft_merge import Row, ShownDraft
from core.envelopes.drafts.merged_part import MergeState, Text
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.envelopes.schedule import Schedule
from tests.core.builders import cc, field, make_envelope, new_id, ready_document, signer

SAME, STALE, CONTESTED = MergeState.SAME, MergeState.STALE, MergeState.CONTESTED
ANA = signer("Ana", email="ana@example.com")


def rows(*recipients: Recipient) -> tuple[Row, ...]:
    """As a page shows them that was drawn when they were stored."""
    return tuple(Row(r, draft_marks.of_recipient(r)) for r in recipients)


def changed(row: Row, **values: object) -> Row:
    return Row(replace(row.recipient, **values), row.was)  # type: ignore[arg-type]


def stored(*recipients: Recipient) -> Envelope:
    return make_envelope(*recipients)


def revise(envelope: Envelope, *typed: Row, **more: object) -> draft_merge.MergedDraft:
    return draft_merge.revise(envelope, ShownDraft(rows=typed, **more))  # type: ignore[arg-type]


def told(envelope: Envelope) -> list[tuple[str, str]]:
    return [(r.name, r.email) for r in envelope.recipients]


def test_a_wrong_row_holds_up_no_other_one() -> None:
    one, two = rows(ANA, signer("Ben", 2))

    revised = revise(
        stored(ANA, two.recipient),
        changed(one, email="new@example.com"),
        changed(two, email="b at"),
    )

    assert told(revised.envelope) == [("Ana", "new@example.com"), ("Ben", "b at")]
    assert revised.shown


def test_a_new_row_is_stored_as_soon_as_anything_is_typed_in_it() -> None:
    blank, named = Recipient(new_id(), " ", ""), Recipient(new_id(), "Ben", "")

    revised = revise(stored(ANA), *rows(ANA), Row(blank, ""), Row(named, ""))

    assert told(revised.envelope) == [("Ana", "ana@example.com"), ("Ben", "")]
    assert revised.rows == (SAME, SAME, SAME)


def test_nobody_is_gone_but_who_was_removed() -> None:
    one, two = ANA, signer("Ben", 2)

    left = revise(stored(one, two), *rows(one), removed=frozenset({two.id}))
    forgotten = revise(stored(one, two), *rows(one))

    assert told(left.envelope) == [("Ana", "ana@example.com")]
    assert left.shown
    assert told(forgotten.envelope) == told(stored(one, two))
    assert forgotten.unknown == (two,)
    assert not forgotten.shown


def test_what_another_window_changed_is_not_put_back_by_one_that_shows_it_as_it_was() -> None:
    corrected = replace(ANA, email="right@example.com")
    other = changed(*rows(signer("Ben", 2)), name="Benjamin")

    revised = revise(stored(corrected, signer("Ben", 2, id=other.recipient.id)), *rows(ANA), other)

    assert revised.rows == (STALE, SAME)
    assert told(revised.envelope)[0] == ("Ana", "right@example.com")
    assert told(revised.envelope)[1][0] == "Benjamin"
    assert not revised.shown


def test_a_row_that_two_windows_changed_is_not_stored_until_its_window_has_seen_that() -> None:
    corrected = replace(ANA, email="right@example.com")
    (typed,) = (changed(*rows(ANA), email="other@example.com"),)

    first = revise(stored(corrected), typed)
    again = revise(stored(corrected), Row(typed.recipient, draft_marks.of_recipient(corrected)))

    assert first.rows == (CONTESTED,)
    assert told(first.envelope) == [("Ana", "right@example.com")]
    assert told(again.envelope) == [("Ana", "other@example.com")]


def test_who_was_removed_in_another_window_comes_back_only_if_typed_anew() -> None:
    ben = signer("Ben", 2)
    (untouched,) = rows(ben)
    touched = changed(untouched, name="Benjamin")

    assert revise(stored(ANA), *rows(ANA), untouched).rows == (SAME, STALE)
    assert revise(stored(ANA), *rows(ANA), touched).rows == (SAME, CONTESTED)
    assert told(revise(stored(ANA), *rows(ANA), touched).envelope) == told(stored(ANA))
    back = revise(stored(ANA), *rows(ANA), Row(touched.recipient, ""))
    assert [r.name for r in back.envelope.recipients] == ["Ana", "Benjamin"]


def test_what_a_page_typed_itself_is_no_change_of_another_one() -> None:
    """Requests overtake each other: the page may not know yet that its first one was stored."""
    page = new_id()
    (row,) = rows(ANA)

    once = revise(stored(ANA), changed(row, email="new@"), page=page).envelope
    twice = revise(once, changed(row, email="new@example.com"), page=page)
    elsewhere = revise(once, changed(row, email="third@example.com"), page=new_id())

    assert once.typed_in == page
    assert told(twice.envelope) == [("Ana", "new@example.com")]
    assert twice.shown
    assert elsewhere.rows == (CONTESTED,)


def test_a_page_that_types_on_does_not_put_back_what_it_never_saw_change() -> None:
    """It has typed last, and yet shows an address that another window has corrected."""
    page, corrected = new_id(), replace(ANA, email="right@example.com")
    elsewhere = replace(stored(corrected), typed_in=new_id())

    first = revise(elsewhere, *rows(ANA), message=Text("Dear Ana"), page=page)
    second = revise(first.envelope, *rows(ANA), message=Text("Dear Ana"), page=page)

    assert first.envelope.message == "Dear Ana"
    assert first.envelope.typed_in is None
    assert second.rows == (STALE,)
    assert told(second.envelope) == [("Ana", "right@example.com")]


@pytest.mark.parametrize("name", ["name", "message"])
def test_name_and_message_are_kept_each_for_itself(name: str) -> None:
    envelope = replace(make_envelope(), name="Old", message="Old")
    was = draft_marks.mark("Old")
    now = replace(envelope, **{name: "New"})

    def state(text: Text) -> tuple[MergeState, str]:
        revised = draft_merge.revise(now, ShownDraft(**{name: text}))  # type: ignore[arg-type]
        return getattr(revised, name), getattr(revised.envelope, name)

    assert state(Text("Old", was)) == (STALE, "New")
    assert state(Text("Mine", was)) == (CONTESTED, "New")
    assert state(Text("New", was)) == (SAME, "New")
    assert state(Text("Mine", draft_marks.mark("New"))) == (SAME, "Mine")
    assert state(Text("Mine")) == (SAME, "Mine")


def test_a_page_that_does_not_show_the_documents_and_fields_there_are_is_not_what_is_sent() -> None:
    envelope = make_envelope(ANA)
    marks = draft_marks.of_fields(envelope)
    documents = draft_marks.of_documents(envelope)

    def seen(now: Envelope) -> bool:
        return draft_merge.revise(now, ShownDraft(documents=documents, fields=marks)).shown

    more = field(ANA, envelope.documents[0], y=300)
    assert seen(envelope)
    assert not seen(replace(envelope, fields=(*envelope.fields, more)))
    assert not seen(replace(envelope, documents=(*envelope.documents, ready_document())))
    assert not seen(replace(envelope, fields=(replace(envelope.fields[0], page=2),)))


def test_a_page_that_does_not_show_what_the_sender_fills_in_is_not_what_is_sent() -> None:
    envelope = make_envelope(ANA)
    own = field(ANA, envelope.documents[0], "text", recipient_ids=())
    rent, more = (replace(own, properties={"default": text}) for text in ("900", "9000"))

    def seen(shown: Envelope, now: Envelope) -> bool:
        return draft_merge.revise(now, ShownDraft(fields=draft_marks.of_fields(shown))).shown

    told = [
        replace(envelope, fields=(*envelope.fields, *added)) for added in ((), (rent,), (more,))
    ]
    assert [[seen(one, other) for other in told] for one in told] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_fields_that_go_with_a_role_are_no_change_of_somebody_else() -> None:
    envelope = make_envelope(ANA)
    marks = draft_marks.of_fields(envelope)

    revised = revise(envelope, changed(*rows(ANA), role=CC), fields=marks)

    assert revised.envelope.fields == ()
    assert revised.shown


def test_rows_come_back_in_the_order_in_which_they_stand() -> None:
    one, two, three = ANA, signer("Ben", 2), cc("Carla", 3)
    first = tuple(
        Row(replace(r, routing_order=n), draft_marks.of_recipient(r))
        for n, r in enumerate((three, one, two), 1)
    )

    revised = revise(stored(one, two, three), *first)

    assert [r.name for r in revised.envelope.recipients] == ["Carla", "Ana", "Ben"]


def test_a_page_that_shows_something_else_than_what_was_sent_is_told_apart() -> None:
    sent = draft.rename(make_envelope(ANA), "Lease", "Hello").envelope
    same = ShownDraft(rows=rows(ANA), name=Text(" Lease"), message=Text("Hello"))

    assert draft_merge.matches_sent(sent, same)
    assert draft_merge.matches_sent(sent, ShownDraft())
    assert not draft_merge.matches_sent(sent, replace(same, name=Text("Offer")))
    assert not draft_merge.matches_sent(
        sent, replace(same, rows=(changed(*rows(ANA), email="x@y.z"),))
    )


@pytest.mark.parametrize("typed", ["0 0 0", "-1 0 0", "1000000000 0 0", "abc 0 0", "7 7 0 0"])
def test_what_is_no_schedule_leaves_the_one_that_is_stored(typed: str) -> None:
    envelope = replace(stored(ANA), schedule=Schedule(30, 3, 7))

    revised = revise(envelope, schedule=Text(typed))

    assert revised.envelope.schedule == Schedule(30, 3, 7)
    assert revised.schedule is SAME
