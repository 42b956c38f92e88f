"""
DocuSeal's fields. Each has areas: fractions of the page as shown, from its top left corner, with
the page counted from 0.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.exchange import translated
from core.exchange.docuseal.field_names import FieldNames
from core.exchange.docusign.members import child, is_true, number, objects, text, whole
from core.exchange.translated import PageSizes, line

KINDS: Mapping[str, str] = {
    "signature": "signature",
    "initials": "initials",
    "text": "text",
    "cells": "text",
    "number": "number",
    "date": "date",
    "checkbox": "checkbox",
    "select": "dropdown",
    "radio": "radio",
    "multiple": "checkbox",
    "image": "image",
    "file": "attachment",
    "stamp": "stamp",
    "phone": "phone",
    "heading": "note",
    "strikethrough": "strikethrough",
}
# A second area shows what was typed in the first, which a formula can say.
SHOWN_AGAIN = {"text": "text", "number": "number", "date": "date", "dropdown": "text"}
READ = frozenset(
    {
        "uuid", "submitter_uuid", "name", "title", "description", "type", "required", "readonly",
        "default_value", "options", "areas", "conditions", "validation", "preferences",
    }
)  # fmt: skip
PREFERENCES = frozenset({"font_size", "align", "font", "font_type", "color", "formula"})
ALIGNMENTS = ("left", "center", "right")


def fields(
    given: Sequence[Mapping[str, Any]],
    names: FieldNames,
    people: Mapping[str, int],
    documents: Mapping[str, tuple[int, PageSizes]],
    left: list[str],
) -> list[dict[str, Any]]:
    """`people` are numbers by the submitter's UUID, `documents` number and pages by attachment."""
    found = []
    for field in given:
        place = line(field.get("name") or field.get("type"), 100) or "field"
        kind = KINDS.get(text(field.get("type")))
        if kind is None:
            left.append(f"{place}: {text(field.get('type'))} field")
            continue
        found += _placed(kind, field, names, people, documents, left, place)
    return found


def _placed(
    kind: str,
    field: Mapping[str, Any],
    names: FieldNames,
    people: Mapping[str, int],
    documents: Mapping[str, tuple[int, PageSizes]],
    left: list[str],
    place: str,
) -> list[dict[str, Any]]:
    left += [f"{place}: {n}" for n, value in field.items() if n not in READ and value]
    name = names.names.get(text(field.get("uuid")), "")
    formula = text(child(field.get("preferences")).get("formula"))
    chosen = _by_option(field)
    found: list[dict[str, Any]] = []
    for n, area in enumerate(objects(field.get("areas"))):
        number_of, sizes = documents.get(text(area.get("attachment_uuid")), (0, ()))
        x, y, width, height = (number(area.get(side)) or 0.0 for side in "xywh")
        page = (whole(area.get("page")) or 0) + 1
        option = chosen.get(text(area.get("option_uuid")), "")
        own = _kind(kind, field, option, formula)
        at = translated.placed(own, number_of, page, (x, y, width, height), sizes)
        if at is None:
            left.append(f"{place}: area {n + 1} is on no page that is known")
            continue
        given = _properties(own, field, names, left if not found else [], place, area)
        again = bool(found) and own in SHOWN_AGAIN and bool(name)
        if again:
            at["kind"] = "formula"
            given = {"formula": name, "result": SHOWN_AGAIN[own]}
        elif option and own in ("radio_button", "checkbox"):
            given |= {"group": name}
            if own == "radio_button":
                given["choice"] = option
        elif not found:
            given["name"] = name
        if own == "formula" and not again:
            expression = names.formula(formula)
            if expression is None:
                left.append(f"{place}: formula")
                continue
            given |= {"formula": expression}
        whose = people.get(text(field.get("submitter_uuid")))
        nobody = own in ("note", "strikethrough")
        found.append(
            at
            | {
                "recipients": [] if nobody or whose is None else [whose],
                "required": False if again or nobody else is_true(field.get("required")),
                "label": line(field.get("title") or field.get("name"), 100),
                "properties": translated.with_properties(at["kind"], given, left, place),
            }
        )
    if not found and not objects(field.get("areas")):
        left.append(f"{place}: it is placed nowhere")
    return found


def _kind(kind: str, field: Mapping[str, Any], option: str, formula: str) -> str:
    if formula:
        return "formula"
    if kind == "radio" and option:
        return "radio_button"
    signing_day = text(field.get("default_value")) == "{{date}}"
    return "date_signed" if kind == "date" and signing_day else kind


def _properties(
    kind: str,
    field: Mapping[str, Any],
    names: FieldNames,
    left: list[str],
    place: str,
    area: Mapping[str, Any],
) -> dict[str, Any]:
    preferences, validation = child(field.get("preferences")), child(field.get("validation"))
    left += [f"{place}: {n}" for n, v in preferences.items() if n not in PREFERENCES and v]
    align = text(preferences.get("align"))
    cell = number(area.get("cell_w")) or 0.0
    given: dict[str, Any] = {
        "tooltip": line(field.get("description"), 200),
        "read_only": is_true(field.get("readonly")) and kind != "date_signed",
        "font_size": whole(preferences.get("font_size")) or 0,
        "alignment": align if align in ALIGNMENTS else "",
        "bold": "bold" in text(preferences.get("font_type")),
        "italic": "italic" in text(preferences.get("font_type")),
        "pattern": text(validation.get("pattern")),
        "pattern_message": line(validation.get("message"), 200),
    }
    default = field.get("default_value")
    if kind == "checkbox":
        given["checked"] = is_true(default)
    elif kind != "date_signed":
        given["default"] = text(default)
    if kind == "number":
        given |= {"minimum": text(validation.get("min")), "maximum": text(validation.get("max"))}
    if kind in ("dropdown", "radio"):
        given["options"] = [line(o.get("value"), 100) for o in objects(field.get("options"))]
    if text(field.get("type")) == "cells" and cell > 0:
        given["cells"] = round((number(area.get("w")) or 0.0) / cell)
    conditions = names.condition(objects(field.get("conditions")))
    if conditions is None:
        left.append(f"{place}: conditions")
    given["shown_if"] = conditions or ""
    return {n: v for n, v in given.items() if v}


def _by_option(field: Mapping[str, Any]) -> dict[str, str]:
    options = objects(field.get("options"))
    return {
        text(o.get("uuid")): line(o.get("value"), 100) or str(n) for n, o in enumerate(options, 1)
    }
