"""How DocuSign says that a tab looks, as properties of a field."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.exchange.docusign.members import Json, is_true, text, whole

READ = frozenset({"font", "fontSize", "fontColor", "bold", "italic"})
FONTS = MappingProxyType(
    {
        "arial": "sans", "arialnarrow": "sans", "calibri": "sans", "helvetica": "sans",
        "lucidaconsole": "mono", "couriernew": "mono", "garamond": "serif", "georgia": "serif",
        "timesnewroman": "serif", "tahoma": "sans", "trebuchet": "sans", "verdana": "sans",
    }
)  # fmt: skip
COLORS = MappingProxyType(
    {
        "black": "black", "brightblue": "blue", "navyblue": "blue", "darkgreen": "green",
        "green": "green", "brightred": "red", "darkred": "red",
    }
)  # fmt: skip
LARGEST = 36  # points


def of(tab: Json) -> tuple[dict[str, Any], list[str]]:
    """The properties, and the members that have no counterpart."""
    found: dict[str, Any] = {name: True for name in ("bold", "italic") if is_true(tab.get(name))}
    left: list[str] = []
    for name, known, becomes in (("font", FONTS, "font"), ("fontColor", COLORS, "color")):
        word = text(tab.get(name)).lower()
        if word in known:
            found[becomes] = known[word]
        elif word:
            left.append(name)
    size = whole(text(tab.get("fontSize")).lower().removeprefix("size"))
    if size and 5 <= size <= LARGEST:
        found["font_size"] = size
    elif text(tab.get("fontSize")):
        left.append("fontSize")
    return found, left


def kept(found: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """Those of the properties that a kind has."""
    return {name: value for name, value in found.items() if name in known}
