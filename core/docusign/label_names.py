"""Labels of tabs as names of fields, and formulas that call fields by their labels."""

import re
from collections.abc import Iterable, Mapping

from core.fields import field_name

LABEL = re.compile(r"\[([^\[\]]+)\]")
# What their formulas have besides arithmetic, and how it is called here.
FUNCTIONS = {"adddays": "add_days", "datediff": "days", "count": "count", "sum": "sum"}
FUNCTION = re.compile(r"\b([A-Za-z]+)\s*\(")


def names(labels: Iterable[str]) -> dict[str, str]:
    """A name for each label; two that are written alike get different ones."""
    found: dict[str, str] = {}
    for label in labels:
        if label not in found:
            taken = set(found.values())
            plain = label.replace("\\*", "").replace("*", "")
            found[label] = field_name.suggested(plain, taken) or field_name.suggested(
                "field", taken
            )
    return found


def formula(text: str, known: Mapping[str, str]) -> str:
    """`[Quantity] * [Price]` in the names of fields. Raises ValueError with an unknown label."""

    def name(match: re.Match[str]) -> str:
        label = match[1].strip()
        if label not in known:
            raise ValueError(label)
        return known[label]

    said = FUNCTION.sub(lambda m: f"{FUNCTIONS.get(m[1].casefold(), m[1])}(", text)
    return LABEL.sub(name, said).strip().rstrip(";").strip()


def labelled(text: str, known: Mapping[str, str]) -> str:
    """The same the other way: names as labels in brackets. `known` is by name."""
    return re.sub(r"[a-z][a-z0-9_]*", lambda m: f"[{known[m[0]]}]" if m[0] in known else m[0], text)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """An expression in which fields are called by other names; what is quoted stays."""
    parts = re.split(r'("[^"]*")', text)
    return "".join(
        part
        if part.startswith('"')
        else re.sub(r"[a-z][a-z0-9_]*", lambda m: names.get(m[0], m[0]), part)
        for part in parts
    )
