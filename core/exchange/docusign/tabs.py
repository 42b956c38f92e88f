"""
DocuSign's tabs as fields. Positions are pixels of 72 to an inch, which are points, from the top
left corner of the page; an anchored tab stands at a text instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.exchange.docusign import tab_looks
from core.exchange.docusign.members import (
    Json,
    child,
    is_true,
    number,
    objects,
    text,
    unread,
    whole,
)
from core.exchange.docusign.tab_kinds import KINDS, PRESET, STAMP
from core.exchange.docusign.tab_names import TabNames
from core.fields import properties
from core.fields.anchoring.anchor import LONGEST, Anchor
from core.fields.field import SMALLEST
from core.fields.kind import FieldKind
from core.refusals import Invalid
from core.text.printable import cleaned

UNITS = {"": 1.0, "pixels": 1.0, "inches": 72.0, "mms": 72 / 25.4, "cms": 720 / 25.4}
PLACE = frozenset(
    {
        "documentId", "pageNumber", "xPosition", "yPosition", "width", "height", "scaleValue",
        "anchorString", "anchorXOffset", "anchorYOffset", "anchorUnits", "anchorIgnoreIfNotPresent",
    }
)  # fmt: skip
COMMON = PLACE | {
    "tabLabel", "name", "tooltip", "required", "optional", "locked", "value", "tabOrder",
    "maxLength", "validationPattern", "validationMessage", "conditionalParentLabel",
    "conditionalParentValue", "tabGroupLabels",
}  # fmt: skip
OWN: dict[str, frozenset[str]] = {
    "signHereTabs": frozenset({"stamp"}),
    "checkboxTabs": frozenset({"selected"}),
    "listTabs": frozenset({"listItems", "listSelectedValue"}),
    "radioGroupTabs": frozenset({"groupName", "radios"}),
    "formulaTabs": frozenset({"formula", "roundDecimalPlaces"}),
    "numericalTabs": frozenset({"numericalValue", "minNumericalValue", "maxNumericalValue"}),
}


@dataclass(frozen=True, slots=True)
class TabField:
    """
    A tab as a field. `document` is its documentId. With an `anchor` page, x and y are none.

    `tab_id` and `tab_label` are what DocuSign calls it.
    """

    kind: FieldKind
    document: str
    page: int
    x: float
    y: float
    width: float
    height: float
    required: bool
    label: str
    properties: dict[str, Any] = field(default_factory=dict)
    anchor: Anchor | None = None
    tab_id: str = ""
    tab_label: str = ""


@dataclass(frozen=True, slots=True)
class ReadTabs:
    """`left_out` are the tabs and members that have no counterpart, by where they stand."""

    fields: tuple[TabField, ...]
    left_out: tuple[str, ...]


def read(tabs: Json, names: TabNames) -> ReadTabs:
    """The tabs of one recipient; `names` are those of all (tab_names.of)."""
    fields: list[TabField] = []
    left: list[str] = []
    groups = _groups(tabs, left)
    for collection, found in tabs.items():
        if collection in KINDS:
            for n, tab in enumerate(objects(found)):
                fields += _fields(collection, tab, names, groups, left, f"{collection}/{n}")
        elif collection != "tabGroups" and not collection.endswith("Metadata") and found:
            left.append(collection)
    return ReadTabs(tuple(fields), tuple(left))


def _fields(
    collection: str,
    tab: Json,
    names: TabNames,
    groups: dict[str, dict[str, Any]],
    left: list[str],
    place: str,
) -> Iterator[TabField]:
    kind = STAMP if collection == "signHereTabs" and child(tab.get("stamp")) else KINDS[collection]
    left += unread(tab, COMMON | tab_looks.READ | OWN.get(collection, frozenset()), place)
    if collection == "radioGroupTabs":
        for n, radio in enumerate(objects(tab.get("radios"))):
            here = f"{place}/radios/{n}"
            left += unread(radio, COMMON | tab_looks.READ, here)
            given = _common(tab, names, left, place) | {"choice": text(radio.get("value"))}
            given["group"] = names.each.get(id(tab), "")
            given.pop("name", None)
            whole_tab = {"documentId": tab.get("documentId")} | dict(radio)
            required = is_true(tab.get("requireAll")) or is_true(radio.get("required"))
            yield _field(kind, whole_tab, given, required, left, here)
        return
    given = _common(tab, names, left, place)
    given |= _own(collection, kind, tab, names, left, place) | dict(PRESET.get(collection, {}))
    for label in _texts(tab.get("tabGroupLabels")):
        if label in groups:
            given |= groups[label]
        else:
            left.append(f"{place}/tabGroupLabels")
    required = _required(kind, tab)
    yield _field(kind, tab, given, required, left, place)


def _common(tab: Json, names: TabNames, left: list[str], place: str) -> dict[str, Any]:
    given, unlike = tab_looks.of(tab)
    left += [f"{place}/{name}" for name in unlike]
    given |= {
        "name": names.each.get(id(tab), ""),
        "tooltip": text(tab.get("tooltip")),
        "read_only": is_true(tab.get("locked")),
        "default": text(tab.get("value")),
        "length": whole(tab.get("maxLength")) or 0,
        "pattern": text(tab.get("validationPattern")),
        "pattern_message": text(tab.get("validationMessage")),
        "tab_order": whole(tab.get("tabOrder")) or 0,
    }
    condition = names.condition(tab)
    if condition is None:
        left.append(f"{place}/conditionalParentLabel")
    return {name: value for name, value in given.items() if value} | (
        {"shown_if": condition} if condition else {}
    )


def _own(
    collection: str, kind: FieldKind, tab: Json, names: TabNames, left: list[str], place: str
) -> dict[str, Any]:
    """What tabs of this collection alone say."""
    match collection:
        case "checkboxTabs":
            return {"checked": True} if is_true(tab.get("selected")) else {}
        case "listTabs":
            items = objects(tab.get("listItems"))
            chosen = [text(i.get("text")) for i in items if is_true(i.get("selected"))]
            options = [text(i.get("text")) or text(i.get("value")) for i in items]
            wanted = next(iter(chosen), "") or text(tab.get("listSelectedValue"))
            return {"options": options} | ({"default": wanted} if wanted in options else {})
        case "numericalTabs":
            bounds = {"minimum": "minNumericalValue", "maximum": "maxNumericalValue"}
            found = {name: text(tab.get(member)) for name, member in bounds.items()}
            found["default"] = text(tab.get("numericalValue")) or text(tab.get("value"))
            return {name: value for name, value in found.items() if value}
        case "formulaTabs":
            formula = names.expression(text(tab.get("formula")))
            if formula is None:
                left.append(f"{place}/formula")
            return {"formula": formula or "", "decimals": text(tab.get("roundDecimalPlaces"))}
    return {}


def _field(
    kind: FieldKind,
    tab: Json,
    given: dict[str, Any],
    required: bool,
    left: list[str],
    place: str,
) -> TabField:
    scale = number(tab.get("scaleValue")) or 1.0
    width = number(tab.get("width")) or kind.size[0] * scale
    height = number(tab.get("height")) or kind.size[1] * scale
    return TabField(
        kind=kind,
        document=text(tab.get("documentId")),
        page=whole(tab.get("pageNumber")) or 1,
        x=max(number(tab.get("xPosition")) or 0.0, 0.0),
        y=max(number(tab.get("yPosition")) or 0.0, 0.0),
        width=max(width, SMALLEST),
        height=max(height, SMALLEST),
        required=required,
        label=cleaned(text(tab.get("name")) or text(tab.get("tabLabel")))[:100],
        properties=_kept(kind, given, left, place),
        anchor=_anchor(tab),
        tab_id=text(tab.get("tabId")),
        tab_label=text(tab.get("tabLabel")),
    )


def _kept(kind: FieldKind, given: dict[str, Any], left: list[str], place: str) -> dict[str, Any]:
    """Those that the kind has and that can be read here."""
    known = {p.name for p in kind.properties}
    found: dict[str, Any] = {}
    for name, value in given.items():
        try:
            if name not in known:
                raise Invalid(value="")
            found |= properties.read(kind.properties, {name: value})
        except Invalid:
            if value:
                left.append(f"{place}: {name}")
    return found


def _required(kind: FieldKind, tab: Json) -> bool:
    if "optional" in tab:
        return not is_true(tab["optional"])
    return is_true(tab["required"]) if "required" in tab else kind.is_required


def _anchor(tab: Json) -> Anchor | None:
    words = " ".join(text(tab.get("anchorString")).split())[:LONGEST]
    if not words:
        return None
    points = UNITS.get(text(tab.get("anchorUnits")).lower(), 1.0)
    right, down = (number(tab.get(f"anchor{a}Offset")) or 0.0 for a in "XY")
    return Anchor(words, right * points, down * points)


def _groups(tabs: Json, left: list[str]) -> dict[str, dict[str, Any]]:
    """Groups of checkboxes: how many of them have to be ticked, by the group's label."""
    found: dict[str, dict[str, Any]] = {}
    for n, group in enumerate(objects(tabs.get("tabGroups"))):
        label, rule = text(group.get("groupLabel")), text(group.get("groupRule"))
        least, most = (
            whole(group.get(name)) or 0 for name in ("minimumRequired", "maximumAllowed")
        )
        if not label or rule not in ("SelectAtLeast", "SelectAtMost", "SelectExactly", ""):
            left.append(f"tabGroups/{n}")
            continue
        bounds = {"group_minimum": least, "group_maximum": most}
        if rule == "SelectExactly":
            bounds = {"group_minimum": least or most, "group_maximum": least or most}
        named = "".join(c if c.isascii() and c.isalnum() else "_" for c in label.lower())
        name = f"group_{named}"[:40].rstrip("_")
        found[label] = {"group": name} | {k: v for k, v in bounds.items() if v}
    return found


def _texts(value: object) -> Sequence[str]:
    return [text(each) for each in value if text(each)] if isinstance(value, list) else ()
