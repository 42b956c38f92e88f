"""Conditions of recipients, before an envelope is sent."""

from dataclasses import replace

from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.fields.field import Field
from core.fields.field_name import NAME
from tests.core.builders import make_envelope, signer

ONE, TWO = signer("Signer One", 1), signer("Signer Two", 2)


def asking(first: str, second: str) -> Envelope:
    """Each has a signature, and a text called word_1 or word_2."""
    people = [
        replace(ONE, options=RecipientOptions(condition=first)),
        replace(TWO, options=RecipientOptions(condition=second)),
    ]
    envelope = make_envelope(*people, types=("signature", "text"))
    return replace(envelope, fields=tuple(_named(f, people) for f in envelope.fields))


def _named(field: Field, people: list[Recipient]) -> Field:
    number = [p.id for p in people].index(field.recipient_ids[0]) + 1
    if field.kind.name != "text":
        return field
    return replace(field, properties={**field.properties, NAME.name: f"word_{number}"})


def test_a_condition_on_what_was_filled_in_before_can_be_sent() -> None:
    assert draft_sending.missing(asking("", 'word_1 == "yes"')) == {}


def test_a_condition_on_what_is_filled_in_later_or_at_the_same_time_cannot() -> None:
    lacks = draft_sending.missing(asking("", 'word_2 == "yes"'))

    assert "“word_2”, which is not filled in before their turn" in lacks[f"row-{TWO.id}"]


def test_a_condition_has_to_be_true_or_false_and_to_name_fields_that_there_are() -> None:
    number = draft_sending.missing(asking("", "word_1"))
    unknown = draft_sending.missing(asking("", "amount > 3"))

    assert "true or false" in number[f"row-{TWO.id}"]
    assert "amount" in unknown[f"row-{TWO.id}"]


def test_someone_has_to_be_asked_in_any_case() -> None:
    lacks = draft_sending.missing(asking("1 == 1", 'word_1 == "yes"'))

    assert "without a condition" in lacks[f"row-{ONE.id}"]
