"""Names, conditions and formulas of DocuSeal's fields, which call each other by their UUIDs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.exchange.docusign.members import objects, text
from core.exchange.translated import line
from core.fields import field_name

REFERENCE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class FieldNames:
    """By UUID: the name here, DocuSeal's type, and the words of options by their UUIDs."""

    names: Mapping[str, str]
    types: Mapping[str, str]
    options: Mapping[str, str]

    def formula(self, given: str) -> str | None:
        """None where it calls a field that is not there."""
        if any(uuid not in self.names for uuid in REFERENCE.findall(given)):
            return None
        return REFERENCE.sub(lambda found: self.names[found[1]], given)

    def condition(self, given: Iterable[Mapping[str, Any]]) -> str | None:
        """All of them together; None where one has no counterpart."""
        parts: list[str] = []
        for each in given:
            part = self._condition(each)
            if part is None:
                return None
            joined = " or " if text(each.get("operation")) == "or" and parts else " and "
            parts.append(f"{joined if parts else ''}{part}")
        return "".join(parts)

    def _condition(self, given: Mapping[str, Any]) -> str | None:
        uuid, action = text(given.get("field_uuid")), text(given.get("action"))
        name, type = self.names.get(uuid), self.types.get(uuid, "")
        if not name:
            return None
        if type == "checkbox":
            ticked = {"checked": name, "not_empty": name}
            return ticked.get(action) or (
                f"not {name}" if action in ("unchecked", "empty") else None
            )
        if action in ("not_empty", "empty"):
            return f"is_empty({name})" if action == "empty" else f"not is_empty({name})"
        value = self.options.get(text(given.get("value")), text(given.get("value")))
        if action not in ("equal", "not_equal") or '"' in value or type == "number":
            return None
        return f'{name} {"==" if action == "equal" else "!="} "{value}"'


def of(fields: Iterable[Mapping[str, Any]]) -> FieldNames:
    names: dict[str, str] = {}
    types: dict[str, str] = {}
    options: dict[str, str] = {}
    for field in fields:
        uuid = text(field.get("uuid"))
        label = line(field.get("name") or field.get("title") or field.get("type"), 100)
        names[uuid] = field_name.suggested(label, names.values()) or field_name.suggested(
            "field", names.values()
        )
        types[uuid] = text(field.get("type"))
        for option in objects(field.get("options")):
            options[text(option.get("uuid"))] = line(option.get("value"), 100)
    return FieldNames(names, types, options)
