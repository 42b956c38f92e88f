"""Who may start what by a direct link, and how often."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Invalid
from core.templates import direct_link
from core.templates.direct_link import DirectLink, Question, QuestionKind
from tests.core.builders import NOW, new_id

LINK = DirectLink(uuid4(), uuid4(), "Tenant", active=True)
SIZE = Question("Size", QuestionKind.CHOICE, ("S", "M"), required=True, field="size")


def content(landlord: str = "") -> Envelope:
    address = f"{landlord}@example.com" if landlord else ""
    people = (
        Recipient(uuid4(), "", "", role_name="Tenant"),
        Recipient(uuid4(), landlord, address, role_name="Landlord"),
    )
    return Envelope(uuid4(), uuid4(), uuid4(), "Lease", NOW, recipients=people)


def errors(link: DirectLink, of: Envelope) -> set[str]:
    try:
        direct_link.check_settings(link, of, {})
    except Invalid as invalid:
        return set(invalid.errors)
    return set()


def test_it_is_open_as_long_as_it_is_on_not_used_up_and_not_over() -> None:
    later = NOW + timedelta(days=1)
    limited = replace(LINK, max_uses=2, uses=1, expires_at=later)

    assert limited.is_open(NOW)
    assert not replace(limited, active=False).is_open(NOW)
    assert not replace(limited, uses=2).is_open(NOW)
    assert not limited.is_open(later)


def test_it_is_turned_on_only_when_everyone_else_is_known() -> None:
    assert errors(LINK, content()) == {"role_name"}
    assert errors(replace(LINK, active=False), content()) == set()
    assert errors(LINK, content("ben")) == set()
    assert errors(replace(LINK, role_name="Buyer"), content("ben")) == {"role_name"}


@pytest.mark.parametrize(
    ("question", "place"),
    [
        (Question("x" * 61), "label-0"),
        (replace(SIZE, options=("S",)), "options-0"),
        (replace(SIZE, options=("S", "S")), "options-0"),
    ],
)
def test_a_question_has_few_words_and_choices_to_choose_from(
    question: Question, place: str
) -> None:
    assert errors(replace(LINK, questions=(question,)), content("ben")) == {place}


def test_what_a_visitor_enters_is_checked_and_answers_fill_in_fields() -> None:
    link = replace(LINK, questions=(SIZE, Question("Remark")))

    with pytest.raises(Invalid) as caught:
        direct_link.start(link, " ", "ana@", ["XL", ""], lambda _: True)
    begun = direct_link.start(link, "Ana", "ana@example.com", ["M", ""], lambda _: True)

    assert set(caught.value.errors) == {"name", "email", "answer-0"}
    assert begun.answers == {"Size": "M"}
    assert direct_link.values(link, begun) == {"size": "M"}


def test_what_an_envelope_needs_is_asked_for_by_a_required_question() -> None:
    size = Field(new_id(), new_id(), (), kinds.named("text"), 1, 100, 100, 150, 40, required=True)
    of = replace(content("ben"), fields=(replace(size, properties={"name": "size"}),))
    optional = replace(SIZE, required=False)

    assert errors(replace(LINK, questions=(SIZE,)), of) == set()
    assert errors(replace(LINK, questions=(optional,)), of) == {"label-0"}
    assert errors(LINK, of) == {"questions"}
    assert errors(replace(LINK, active=False), of) == set()
    given = replace(of, fields=(replace(size, properties={"name": "size", "default": "M"}),))
    assert errors(replace(LINK, questions=(optional,)), given) == set()
