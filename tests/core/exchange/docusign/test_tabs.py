"""DocuSign's tabs as fields."""

from typing import Any

import pytest

from core.exchange.docusign import tab_names, tabs
from core.exchange.docusign.tabs import ReadTabs
from core.fields.anchoring.anchor import Anchor


def read(**collections: Any) -> ReadTabs:
    return tabs.read(collections, tab_names.of([collections]))


def tab(**members: Any) -> dict[str, Any]:
    return {"documentId": "1", "pageNumber": "2", "xPosition": "100", "yPosition": "200"} | members


def test_a_placed_tab_is_a_field_at_the_same_place() -> None:
    (found,) = read(signHereTabs=[tab(tabLabel="Sign here", scaleValue="0.5")]).fields

    assert (found.kind.name, found.document, found.page) == ("signature", "1", 2)
    assert (found.x, found.y, found.width, found.height) == (100.0, 200.0, 85.0, 22.0)
    assert (found.properties, found.required) == ({"name": "sign_here"}, True)


def test_an_anchored_tab_is_awaited_at_its_text() -> None:
    anchored = {"anchorString": "/sn1/", "anchorUnits": "inches", "anchorXOffset": "0.5"}

    (found,) = read(initialHereTabs=[anchored | {"optional": "true"}]).fields

    assert found.anchor == Anchor("/sn1/", 36.0, 0.0)
    assert (found.kind.name, found.required) == ("initials", False)


def test_text_has_its_value_checks_and_look() -> None:
    members = {
        "tabLabel": "Rent", "value": "900", "locked": "true", "maxLength": "10",
        "validationPattern": "[0-9]+", "validationMessage": "Digits", "font": "TimesNewRoman",
        "fontSize": "Size12", "fontColor": "NavyBlue", "bold": "true", "required": "false",
    }  # fmt: skip

    found = read(textTabs=[tab(**members, width="120", height="20")])

    assert found.left_out == ()
    assert found.fields[0].properties == {
        "name": "rent", "default": "900", "read_only": True, "length": 10, "pattern": "[0-9]+",
        "pattern_message": "Digits", "font": "serif", "font_size": 12, "color": "blue",
        "bold": True,
    }  # fmt: skip
    assert (found.fields[0].width, found.fields[0].required) == (120.0, False)


def test_lists_radios_and_groups_of_checkboxes_keep_their_choices() -> None:
    items = [{"text": "Red", "selected": "true"}, {"text": "Blue"}]
    radios = [tab(value="monthly"), tab(value="yearly", yPosition="220")]
    found = read(
        listTabs=[tab(tabLabel="Colour", listItems=items)],
        radioGroupTabs=[{"documentId": "1", "groupName": "Term", "radios": radios}],
        checkboxTabs=[tab(tabLabel="A", tabGroupLabels=["pets"], selected="true")],
        tabGroups=[{"groupLabel": "pets", "groupRule": "SelectAtLeast", "minimumRequired": "1"}],
    )

    assert found.left_out == ()
    by_kind = {f.kind.name: f.properties for f in found.fields}
    assert by_kind["dropdown"]["options"] == ["Red", "Blue"]
    assert by_kind["dropdown"]["default"] == "Red"
    assert by_kind["radio_button"] == {"group": "term", "choice": "yearly"}
    assert by_kind["checkbox"] == {
        "name": "a", "checked": True, "group": "group_pets", "group_minimum": 1,
    }  # fmt: skip
    assert [f.document for f in found.fields] == ["1"] * 4


def test_conditions_and_formulas_use_our_names() -> None:
    parent = {"conditionalParentLabel": "Has pet", "conditionalParentValue": "on"}
    found = read(
        checkboxTabs=[tab(tabLabel="Has pet")],
        numericalTabs=[tab(tabLabel="Rent", minNumericalValue="1")],
        textTabs=[tab(tabLabel="Name of pet", **parent)],
        formulaTabs=[tab(tabLabel="Total", formula="[Rent] * 12", roundDecimalPlaces="2")],
    )

    by_name = {f.properties["name"]: f.properties for f in found.fields}
    assert by_name["name_of_pet"]["shown_if"] == "has_pet"
    assert by_name["total"]["formula"] == "rent * 12"
    assert by_name["rent"]["minimum"] == "1"
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("collections", "left"),
    [
        ({"smartSectionTabs": [{"type": "x"}]}, ("smartSectionTabs",)),
        ({"notarizeTabs": [tab()]}, ("notarizeTabs",)),
        ({"textTabs": [tab(shared="true")]}, ("textTabs/0/shared",)),
        ({"textTabs": [tab(fontColor="Gold")]}, ("textTabs/0/fontColor",)),
        ({"formulaTabs": [tab(formula="[Rent]")]}, ("formulaTabs/0/formula",)),
        ({"textTabs": [tab(validationPattern="(?=a)")]}, ("textTabs/0: pattern",)),
        (
            {"textTabs": [tab(conditionalParentLabel="Gone")]},
            ("textTabs/0/conditionalParentLabel",),
        ),
    ],
)
def test_what_has_no_counterpart_is_named(
    collections: dict[str, Any], left: tuple[str, ...]
) -> None:
    assert read(**collections).left_out == left


def test_one_label_twice_gets_two_names() -> None:
    found = read(textTabs=[tab(tabLabel="City"), tab(tabLabel="city")])

    assert [f.properties["name"] for f in found.fields] == ["city", "city_2"]


@pytest.mark.parametrize("broken", [None, "x", 7, [], [None, "x"], {"a": 1}])
def test_what_is_no_list_of_tabs_has_none(broken: Any) -> None:
    assert read(textTabs=broken).fields == ()
