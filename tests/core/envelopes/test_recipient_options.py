from dataclasses import fields, replace
from uuid import UUID

import pytest

from core.envelopes import recipient_options
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import NONE, OF_THE_PERSON, RecipientOptions
from core.refusals import Invalid
from tests.core.builders import NOW

ANNA = UUID(int=1)
ENVELOPE = Envelope(
    UUID(int=7), UUID(int=8), UUID(int=9), "Lease", NOW, recipients=(Recipient(ANNA, "Anna", ""),)
)


def test_only_what_was_chosen_is_stored_and_read_again() -> None:
    chosen = RecipientOptions(note="The key is with the caretaker.")

    assert NONE.as_json() == {}
    assert chosen.as_json() == {"note": "The key is with the caretaker."}
    assert recipient_options.read(chosen.as_json()) == chosen


def test_a_private_message_has_an_end_and_is_plain_text() -> None:
    with pytest.raises(Invalid) as long:
        recipient_options.checked(RecipientOptions(note="a" * 2_001))
    with pytest.raises(Invalid) as bell:
        recipient_options.checked(RecipientOptions(note="ring\a"))

    assert list(long.value.errors) == list(bell.value.errors) == ["note"]


def test_typing_in_a_row_keeps_the_options_of_its_recipient() -> None:
    chosen = draft.choose_options(ENVELOPE, ANNA, RecipientOptions(note="Hello")).envelope

    renamed = draft.name_recipients(chosen, [Recipient(ANNA, "Anna Lind", "a@example.com")])

    assert renamed.envelope.recipients[0].name == "Anna Lind"
    assert renamed.envelope.recipients[0].options.note == "Hello"


def test_options_given_with_a_new_recipient_are_kept() -> None:
    given = replace(ENVELOPE.recipients[0], options=RecipientOptions(note="Hello"))

    named = draft.name_recipients(replace(ENVELOPE, recipients=()), [given]).envelope

    assert named.recipients[0].options.note == "Hello"


def test_who_takes_over_gets_nothing_that_is_about_the_person_before() -> None:
    of_the_part = {"proofs", "access_code", "condition", "delegable", "group", "group_id"}
    of_the_part |= {"host_name", "host_email", "named_later", "particulars"}
    whole = RecipientOptions(note="Hello", phone="+491511234567", birthdate="1984-03-29")

    assert {f.name for f in fields(RecipientOptions)} == {*OF_THE_PERSON, *of_the_part}
    assert whole.for_successor == NONE
