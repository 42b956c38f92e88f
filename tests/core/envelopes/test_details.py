import json

import pytest

from core.envelopes import details
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.details import Details
from core.envelopes.refusals import DetailsMissing
from core.refusals import Invalid
from tests.core.builders import make_envelope, new_id, sent

PROJECT = CustomField(new_id(), "Project", CustomFieldKind.TEXT, required=True)
AMOUNT = CustomField(new_id(), "Amount", CustomFieldKind.NUMBER)
FIELDS = (PROJECT, AMOUNT)


def test_what_was_typed_is_kept_tidily_and_what_is_empty_left_out() -> None:
    values = {PROJECT.id: " Bridge ", AMOUNT.id: "", new_id(): "of no field"}

    kept = details.check(" 4711 ", values, [(" cost centre ", " 12 "), ("", "")], FIELDS)

    assert kept == Details("4711", {PROJECT.id: "Bridge"}, {"cost centre": "12"})


def test_errors_stand_at_what_is_wrong() -> None:
    with pytest.raises(Invalid) as caught:
        details.check("x" * 201, {AMOUNT.id: "much"}, [("a", "1"), ("a", "2"), ("", "3")], FIELDS)

    assert set(caught.value.errors) == {
        "external_id",
        f"value-{AMOUNT.id}",
        "key-1",
        "key-2",
    }


def test_more_than_twenty_entries_are_too_many() -> None:
    with pytest.raises(Invalid) as caught:
        details.check("", {}, [(f"key {n}", "x") for n in range(21)], ())

    assert set(caught.value.errors) == {"metadata"}


def test_nothing_is_sent_without_what_is_required() -> None:
    details.require(Details(values={PROJECT.id: "Bridge"}), FIELDS)

    with pytest.raises(DetailsMissing) as caught:
        details.require(Details(), FIELDS)
    assert caught.value.values == {"names": "Project"}


def test_of_what_was_sent_every_change_is_recorded_with_old_and_new_value() -> None:
    old = Details("1", {PROJECT.id: "Bridge"}, {"a": "x"})
    new = Details("2", {PROJECT.id: "Bridge"}, {})

    (event,) = details.change(sent(), old, new, FIELDS).events

    assert event.public() == {"count": 2}
    assert json.loads(event.private()["old"]) == [["external id", "1"], ["metadata: a", "x"]]
    assert json.loads(event.private()["new"]) == [["external id", "2"], ["metadata: a", ""]]


def test_of_a_draft_and_of_no_change_nothing_is_recorded() -> None:
    new = Details("2")

    assert details.change(make_envelope(), Details(), new, FIELDS).events == ()
    assert details.change(sent(), new, new, FIELDS).events == ()
