"""What a text tag says: `{{signature;role=Buyer;required}}`, or `{{City;type=text;role=Buyer}}`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.fields import kinds, properties
from core.fields.kind import FieldKind
from core.fields.properties import LENGTH, OPTIONS
from core.refusals import Invalid

OTHER_NAMES = {
    "sign": "signature",
    "sig": "signature",
    "initial": "initials",
    "datesigned": "date_signed",
    "signed": "date_signed",
    "fullname": "full_name",
    "name": "full_name",
    "mail": "email",
    "e-mail": "email",
    "select": "dropdown",
    "checkmark": "checkbox",
    "check": "checkbox",
    "tel": "phone",
    "telephone": "phone",
    "int": "number",
    "button": "radio_button",
}
UNITS = {"": 1.0, "pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0}
LENGTHS = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)(pt|px|mm|cm|in|)")
SMALLEST, LARGEST = 6.0, 2_000.0
LIMITS = {"max": "maximum", "min": "minimum"}
"""Of numbers; of texts the most is their length."""


@dataclass(frozen=True)
class TextTag:
    """`width` and `height` are points, 0 where the kind says so."""

    kind: FieldKind
    role: str = ""
    name: str = ""
    label: str = ""
    required: bool | None = None
    width: float = 0.0
    height: float = 0.0
    properties: Mapping[str, Any] = field(default_factory=dict)


class UnknownTag(Exception):
    """It names an unknown kind or property, or has a value that is not allowed."""


def read(inside: str) -> TextTag:
    """Reads the text between the braces. Raises UnknownTag."""
    first, *others = (" ".join(part.split()) for part in inside.split(";"))
    said = dict(map(_said, filter(None, others)))
    given = said.pop("type", "")
    kind = _kind(given or first)
    if given and not first:
        raise UnknownTag
    label, name = said.pop("label", ""), said.pop("name", "")
    if given:
        label, name = label or first, name or first
    width, height = (_length(said.pop(side, "")) for side in ("width", "height"))
    return TextTag(
        kind,
        role=said.pop("role", ""),
        name=name,
        label=label,
        required=_required(said),
        width=width,
        height=height,
        properties=_properties(kind, said),
    )


def _said(part: str) -> tuple[str, str]:
    name, is_given, value = part.partition("=")
    return _word(name), value.strip().strip("\"'“”„") if is_given else "true"


def _word(text: str) -> str:
    """Without the spaces that the end of a line leaves in it."""
    return text.strip().lower().replace(" ", "").replace("-", "_")


def _kind(text: str) -> FieldKind:
    spaced = text.strip().lower().replace("-", "_").replace(" ", "_")
    for name in (spaced, _word(text), OTHER_NAMES.get(_word(text), "")):
        try:
            return kinds.named(name)
        except ValueError:
            continue
    raise UnknownTag


def _required(said: dict[str, str]) -> bool | None:
    if "optional" in said:
        return not _truth(said.pop("optional"))
    return _truth(said.pop("required")) if "required" in said else None


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false", "yes", "no"):
        raise UnknownTag
    return text.lower() in ("true", "yes")


def _length(text: str) -> float:
    if not text:
        return 0.0
    found = LENGTHS.fullmatch(text.lower().replace(" ", ""))
    points = float(found[1]) * UNITS[found[2]] if found else 0.0
    if not SMALLEST <= points <= LARGEST:
        raise UnknownTag
    return points


def _properties(kind: FieldKind, said: Mapping[str, str]) -> dict[str, Any]:
    known = {property.name: property for property in kind.properties}
    kept: dict[str, Any] = {}
    for name, value in _renamed(known, said):
        if name not in known:
            raise UnknownTag
        given: object = value
        if name == OPTIONS.name:
            given = [option.strip() for option in re.split(r"[|,]", value)]
        try:
            kept |= properties.read([known[name]], {name: given})
        except Invalid as wrong:
            raise UnknownTag from wrong
    return kept


def _renamed(known: Mapping[str, Any], said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        name = {"readonly": "read_only", "align": "alignment", "value": "default"}.get(name, name)
        if name in ("max", "maxlength", "max_length") and LENGTH.name in known:
            name = LENGTH.name
        yield LIMITS.get(name, name), value
