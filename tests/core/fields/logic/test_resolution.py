from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from core.fields.field import Field
from core.fields.logic import rules
from core.fields.logic.resolution import Resolution, resolve, too_many
from tests.core.builders import field, ready_document, signer

ANA, BEN = signer("Ana"), signer("Ben", 2)
DOCUMENT = ready_document()


def placed(kind: str, name: str = "", value: str = "", whose: Any = ANA, **more: Any) -> Field:
    required = more.pop("required", True)
    properties = ({"name": name} if name else {}) | more
    made = field(whose or ANA, DOCUMENT, kind, required=required, properties=properties)
    by = whose.id if whose and value else None
    ids = (whose.id,) if whose else ()
    return replace(made, value=value, filled_by=by, recipient_ids=ids)


def standing(*fields: Field, whose: UUID = ANA.id, finished: tuple[UUID, ...] = ()) -> Resolution:
    assert rules.problems(fields) == {}
    return resolve(fields, whose, finished)


def looks(resolution: Resolution) -> list[str]:
    return ["hidden" if f.is_hidden else f.value for f in resolution.fields]


def test_a_field_is_shown_while_its_condition_holds() -> None:
    kind = placed("dropdown", "contract", "Lease", options=["Lease", "Sale"])
    rent = placed("number", "rent", "900", shown_if='contract == "Lease"')

    shown = standing(kind, rent)
    hidden = standing(replace(kind, value="Sale"), rent)

    assert looks(shown) == ["Lease", "900"]
    assert looks(hidden) == ["Sale", "hidden"]
    assert not hidden.fields[1].required


def test_what_is_hidden_is_empty_for_those_that_depend_on_it() -> None:
    """Whatever was typed there before."""
    box = placed("checkbox", "more", "", required=False)
    amount = placed("number", "amount", "7", shown_if="more")
    double = placed("formula", "double", formula="amount * 2")
    text = placed("text", shown_if="not is_empty(double)")

    assert looks(standing(box, amount, double, text)) == ["", "hidden", "", "hidden"]
    assert looks(standing(replace(box, value="true"), amount, double, text))[2:] == ["14", ""]


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1e999999", "1_000", "", "x"])
def test_what_is_no_number_in_digits_is_not_filled_in(value: str) -> None:
    """No page takes it; a row that someone has changed may hold it."""
    amount = placed("number", "amount", value)
    total = placed("formula", "total", formula="sum(amount, 1)")
    low = placed("text", default="low", shown_if="amount < 5")
    words = placed("formula", "words", formula="text(amount)", result="text")

    assert looks(standing(amount, total, low, words))[1:] == ["1", "hidden", ""]


def test_a_field_is_required_while_its_condition_holds() -> None:
    box = placed("checkbox", "abroad", "true", required=False)
    text = placed("text", required=False, required_if="abroad")

    assert standing(box, text).fields[1].missing
    assert not standing(replace(box, value=""), text).fields[1].missing


def test_a_chain_of_two_thousand_formulas_is_computed_in_order() -> None:
    first = placed("number", "n0", "1")
    others = [placed("formula", f"n{n}", formula=f"n{n - 1} + 1") for n in range(1, 2_000)]

    found = standing(*others[::-1], first)

    assert found.fields[0].value == "2000"


def test_what_others_have_not_finished_counts_as_empty_and_stays_when_they_have() -> None:
    theirs = placed("number", "theirs", "5", BEN)
    total = placed("formula", "total", formula="sum(theirs, 1)")

    assert looks(standing(theirs, total))[1] == "1"
    assert looks(standing(theirs, total, finished=(BEN.id,)))[1] == "6"


def test_what_a_recipient_has_finished_no_later_answer_changes() -> None:
    late = placed("checkbox", "late", "true", BEN)
    text = placed("text", value="written", shown_if="not late")

    found = standing(late, text, whose=BEN.id, finished=(ANA.id,))

    assert looks(found) == ["true", "written"]


def test_what_the_sender_wrote_is_there_while_its_condition_holds() -> None:
    box = placed("checkbox", "late", "", BEN, required=False)
    note = placed("text", whose=None, default="Late fee applies", shown_if="late")

    assert looks(standing(box, note, whose=BEN.id)) == ["", "hidden"]
    ticked = replace(box, value="true", filled_by=BEN.id)
    assert looks(standing(ticked, note, whose=BEN.id)) == ["true", "Late fee applies"]


def test_a_formula_without_a_value_says_why() -> None:
    formula = placed("formula", formula="1 / n")
    found = standing(placed("number", "n", "0"), formula)

    assert found.fields[1].value == ""
    assert "zero" in found.problems[formula.id]


@pytest.mark.parametrize(
    ("properties", "written"),
    [
        ({"formula": "2 / 3"}, "0.6666666667"),
        ({"formula": "1234567.125", "decimals": "2"}, "1234567.13"),
        ({"formula": "-0.001", "decimals": "2"}, "0.00"),
        ({"formula": 'date("2026-01-31") + 1', "result": "date"}, "2026-02-01"),
        ({"formula": 'concat("a", 1)', "result": "text"}, "a1"),
    ],
)
def test_a_result_is_kept_as_it_is_rounded(properties: dict[str, str], written: str) -> None:
    assert standing(placed("formula", **properties)).fields[0].value == written


def test_one_button_of_a_group_is_asked_for_and_conditions_read_its_choice() -> None:
    card = placed("radio_button", group="pays", choice="card")
    cash = replace(placed("radio_button", group="pays"), label="cash")
    change = placed("text", shown_if='pays == "cash"')

    empty = standing(card, cash, change)
    chosen = standing(card, replace(cash, value="true", filled_by=ANA.id), change)

    assert [f.missing for f in empty.fields] == [True, False, False]
    assert [f.missing for f in chosen.fields] == [False, False, True]
    assert sum(f.required for f in chosen.fields[:2]) == 1
    assert card.id in empty.asking


def test_a_group_asks_for_as_many_boxes_as_it_has_to_have() -> None:
    boxes = [
        placed("checkbox", group="toppings", group_minimum=2, group_maximum=2, required=False)
        for _ in range(3)
    ]
    ticked = [replace(b, value="true", filled_by=ANA.id) for b in boxes]

    one = standing(boxes[0], ticked[1], boxes[2])
    all_of_them = standing(*ticked)

    assert [f.required for f in one.fields] == [True, True, False]
    assert [f.missing for f in one.fields] == [True, False, False]
    assert not too_many(one, ANA.id)
    assert set(too_many(all_of_them, ANA.id)) == {b.id for b in boxes}


def test_conditions_count_the_boxes_of_a_group() -> None:
    boxes = [placed("checkbox", value=v, group="g", required=False) for v in ("true", "", "true")]
    text = placed("text", shown_if="g >= 2")

    assert looks(standing(*boxes, text))[3] == ""


def test_a_circle_in_rows_that_were_changed_breaks_nothing() -> None:
    one = placed("formula", "one", formula="two + 1")
    two = placed("formula", "two", formula="one + 1")

    assert looks(resolve([one, two], ANA.id)) == ["", ""]


@pytest.mark.parametrize(
    ("properties", "where", "words"),
    [
        ({"shown_if": "nothing"}, "shown_if", "nothing"),
        ({"shown_if": "n"}, "shown_if", "yes or no"),
        ({"required_if": 'n == "a"'}, "required_if", "be combined"),
        ({"name": "self", "shown_if": 'self == "a"'}, "shown_if", "itself"),
        ({"group": "n"}, "group", "already"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    properties: dict[str, str], where: str, words: str
) -> None:
    wrong = placed("text", **properties)

    found = rules.problems([placed("number", "n"), wrong])

    assert words in found[wrong.id][where]


def test_fields_that_depend_on_each_other_are_each_told_so() -> None:
    one = placed("formula", "one", formula="two + 1")
    two = placed("formula", "two", formula="one + 1")
    three = placed("formula", "three", formula="one")

    found = rules.problems([one, two, three])

    assert set(found) == {one.id, two.id}
    assert "one" in found[one.id]["formula"]


def test_a_formula_has_to_give_what_it_says() -> None:
    wrong = placed("formula", formula='"a"')

    assert "number" in rules.problems([wrong])[wrong.id]["formula"]


def test_a_day_of_a_finished_signature_can_be_computed_with() -> None:
    day = placed("date_signed", "signed", "2026-01-31", BEN)
    until = placed("formula", result="date", formula="add_months(signed, 1)")

    found = standing(day, until, finished=(BEN.id,))

    assert found.fields[1].value == date(2026, 2, 28).isoformat()
