"""Documenso's fields: percentages of the page as shown from its top left, the page from 1."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.exchange import translated
from core.exchange.docusign.members import child, is_true, number, objects, text, whole
from core.exchange.translated import PageSizes, line
from core.fields import field_name

KINDS: Mapping[str, str] = {
    "SIGNATURE": "signature",
    "FREE_SIGNATURE": "signature",
    "INITIALS": "initials",
    "NAME": "full_name",
    "EMAIL": "email",
    "DATE": "date_signed",  # it is filled in when its recipient signs
    "TEXT": "text",
    "NUMBER": "number",
    "RADIO": "radio",
    "CHECKBOX": "checkbox",
    "DROPDOWN": "dropdown",
}
READ = frozenset(
    {
        "type", "label", "placeholder", "required", "readOnly", "text", "value", "characterLimit",
        "fontSize", "textAlign", "minValue", "maxValue", "values", "defaultValue",
        "validationRule", "validationLength", "direction", "lineHeight", "letterSpacing",
        "verticalAlign",
    }
)  # fmt: skip
# How many boxes of a group have to be ticked.
RULES = {
    ">=": ("group_minimum",),
    "<=": ("group_maximum",),
    "=": ("group_minimum", "group_maximum"),
}
WORDS = {"at least": ">=", "at most": "<=", "exactly": "="}
ALIGNMENTS = ("left", "center", "right")


def fields(
    rows: Sequence[Mapping[str, Any]],
    people: Mapping[int, int],
    documents: Mapping[str, tuple[int, PageSizes]],
    left: list[str],
) -> list[dict[str, Any]]:
    """
    `people` are numbers by the recipient's id; a recipient who was left out is missing.
    `documents` have number and pages by the id of the envelope's item.
    """
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for row in rows:
        meta = child(row["fieldMeta"])
        place = line(meta.get("label") or row["type"], 100)
        kind, whose = KINDS.get(row["type"]), people.get(row["recipientId"])
        number_of, sizes = documents.get(row["envelopeItemId"], (0, ()))
        if kind is None or whose is None:
            left.append(
                f"{place}: {row['type']} field of a recipient without a counterpart"
                if kind
                else f"{place}: {row['type']} field"
            )
            continue
        x, y, width, height = (
            float(row[n]) / 100 for n in ("positionX", "positionY", "width", "height")
        )
        at = translated.placed(kind, number_of, int(row["page"]), (x, y, width, height), sizes)
        if at is None:
            left.append(f"{place}: it is on no page that is known")
            continue
        left += [f"{place}: {n}" for n, v in meta.items() if n not in READ and v]
        name = field_name.suggested(line(meta.get("label"), 100), taken)
        taken.add(name)
        required = is_true(meta.get("required")) if "required" in meta else kind != "checkbox"
        common = {
            "recipients": [whose],
            "required": required,
            "label": line(meta.get("label"), 100),
        }
        values = objects(meta.get("values"))
        if kind == "checkbox" and len(values) > 1:
            found += _boxes(at | common, values, meta, name or "choices", left, place)
            continue
        given = _properties(kind, meta, values, left, place) | {"name": name}
        own = translated.with_properties(kind, given, left, place)
        found.append(at | common | {"properties": own})
    return found


def _boxes(
    at: dict[str, Any],
    values: Sequence[Mapping[str, Any]],
    meta: Mapping[str, Any],
    group: str,
    left: list[str],
    place: str,
) -> list[dict[str, Any]]:
    """One box for each value, one below the other in the place of all."""
    rule = text(meta.get("validationRule")).lower()
    rule = next((sign for words, sign in WORDS.items() if words in rule), rule)
    bounds = {name: whole(meta.get("validationLength")) or 0 for name in RULES.get(rule, ())}
    step = at["height"] / len(values)
    size = max(min(step, at["width"], 16.0), 6.0)
    return [
        at
        | {
            "y": round(at["y"] + n * step, 2),
            "width": size,
            "height": size,
            "required": False,
            "label": line(value.get("value"), 100),
            "properties": translated.with_properties(
                "checkbox",
                {"group": group, "checked": is_true(value.get("checked"))} | bounds,
                left,
                place,
            ),
        }
        for n, value in enumerate(values)
    ]


def _properties(
    kind: str,
    meta: Mapping[str, Any],
    values: Sequence[Mapping[str, Any]],
    left: list[str],
    place: str,
) -> dict[str, Any]:
    size, align = number(meta.get("fontSize")) or 0.0, text(meta.get("textAlign"))
    given: dict[str, Any] = {
        "placeholder": line(meta.get("placeholder"), 200),
        "read_only": is_true(meta.get("readOnly")),
        "font_size": round(size) if 5 <= size <= 36 else 0,
        "alignment": align if align in ALIGNMENTS else "",
    }
    if size > 36:
        left.append(f"{place}: fontSize")
    match kind:
        case "text":
            given |= {
                "default": text(meta.get("text")),
                "length": whole(meta.get("characterLimit")),
            }
        case "number":
            given |= {
                "default": text(meta.get("value")),
                "minimum": text(meta.get("minValue")),
                "maximum": text(meta.get("maxValue")),
            }
        case "radio" | "dropdown":
            options = [line(each.get("value"), 100) for each in values]
            checked = [line(v.get("value"), 100) for v in values if is_true(v.get("checked"))]
            default = text(meta.get("defaultValue")) or next(iter(checked), "")
            given |= {"options": options, "default": default if default in options else ""}
        case "checkbox":
            given["checked"] = any(is_true(each.get("checked")) for each in values)
    kept = {"signature": (), "initials": ()}.get(kind)
    return {n: v for n, v in given.items() if v and (kept is None or n in kept)}
