import pytest

from core.docusign import label_names


def test_labels_become_names_that_no_two_share() -> None:
    names = label_names.names(["Rent", "rent", "Größe (m²)", "\\*Rent", "1", "Rent"])

    assert names == {
        "Rent": "rent",
        "rent": "rent_2",
        "Größe (m²)": "grosse_m2",
        "\\*Rent": "rent_3",
        "1": "field_1",
    }


def test_formulas_call_fields_by_their_names() -> None:
    names = label_names.names(["Unit Price", "Quantity"])

    assert label_names.formula("[Unit Price] * [Quantity]", names) == "unit_price * quantity"
    assert label_names.formula("AddDays([Quantity], 3)", names) == "add_days(quantity, 3)"
    with pytest.raises(ValueError, match="Tax"):
        label_names.formula("[Unit Price] + [Tax]", names)


def test_what_is_quoted_is_not_renamed() -> None:
    assert label_names.renamed('plan == "rent"', {"plan": "plan_2", "rent": "x"}) == (
        'plan_2 == "rent"'
    )
