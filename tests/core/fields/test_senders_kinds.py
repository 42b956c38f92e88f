"""Notes and strikethroughs: what the sender writes or strikes out on the page."""

from dataclasses import replace

from core.envelopes.drafts import draft_fields, draft_sending
from core.evidence import consistency
from tests.core.builders import NOW, SENDER, Record, field, make_envelope, signer


def with_kind(kind: str, own: bool, **properties: str):
    one = signer()
    draft = make_envelope(one)
    placed = field(one, draft.documents[0], kind, y=300.0, properties=properties)
    whose = placed.recipient_ids if own else ()
    required = placed.kind.is_required
    fields = [*draft.fields, replace(placed, recipient_ids=whose, required=required)]
    return draft_fields.place(draft, fields).envelope


def test_a_note_is_no_recipients_and_says_what_the_sender_wrote() -> None:
    draft = with_kind("note", own=True, default="Two\nlines")

    sent = draft_sending.send(draft, SENDER, NOW).envelope

    assert sent.fields[-1].recipient_ids == ()
    assert sent.fields[-1].value == "Two\nlines"


def test_a_note_without_text_keeps_the_envelope_from_being_sent() -> None:
    lacks = draft_sending.missing(with_kind("note", own=False))

    assert lacks == {"fields": "A note has no text yet. Enter it as its default value."}


def test_a_line_of_the_sender_stands_there_and_the_trail_tells_of_it() -> None:
    draft = with_kind("strikethrough", own=False)
    outcome = draft_sending.send(draft, SENDER, NOW)
    record = Record(draft)
    record.add(outcome)

    assert outcome.envelope.fields[-1].value == "true"
    changed = replace(outcome.envelope.fields[-1], value="")
    rows = replace(outcome.envelope, fields=(*outcome.envelope.fields[:-1], changed))
    found = {d.column for d in consistency.differences(rows, record.entries)}
    assert "value" in found


def test_a_line_for_a_recipient_is_theirs_to_draw() -> None:
    sent = draft_sending.send(with_kind("strikethrough", own=True), SENDER, NOW).envelope

    assert sent.fields[-1].value == ""
    assert not sent.fields[-1].missing
