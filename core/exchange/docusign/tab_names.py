"""The names of fields that tabs become: tab labels are free text, and may repeat."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.exchange.docusign.members import Json, objects, text
from core.exchange.docusign.tab_kinds import KINDS
from core.fields import field_name

REFERENCE = re.compile(r"\[([^\[\]]{1,200})\]")


@dataclass(frozen=True, slots=True)
class NamedTab:
    """What a tab of this label is called here, and the name of its kind of field."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TabNames:
    """By the label in lower case; of several tabs with one label that of the first."""

    first: Mapping[str, NamedTab]
    each: Mapping[int, str]  # by the identity of a tab

    def expression(self, formula: str) -> str | None:
        """`[Rent] * 2` with our names; None where it names a tab that is not there."""
        unknown = [label for label in REFERENCE.findall(formula) if label.lower() not in self.first]
        if unknown:
            return None
        return REFERENCE.sub(lambda found: self.first[found[1].lower()].name, formula)

    def condition(self, tab: Json) -> str | None:
        """When a tab is shown: "" for always, None for a condition that has no counterpart."""
        label, value = (text(tab.get(f"conditionalParent{part}")) for part in ("Label", "Value"))
        if not label:
            return ""
        parent = self.first.get(label.lower())
        if parent is None:
            return None
        if parent.kind == "checkbox":
            return parent.name if value.lower() == "on" else f"not {parent.name}"
        if parent.kind not in ("text", "dropdown", "radio_button") or '"' in value:
            return None
        return f'{parent.name} == "{value}"'


def of(all_tabs: Iterable[Json]) -> TabNames:
    """Of the tabs of all recipients together, for conditions and formulas name each other's."""
    first: dict[str, NamedTab] = {}
    each: dict[int, str] = {}
    taken: set[str] = set()
    for tabs in all_tabs:
        for collection, kind in KINDS.items():
            for tab in objects(tabs.get(collection)):
                label = text(tab.get("groupName") or tab.get("tabLabel"))
                is_group = collection == "radioGroupTabs"
                if is_group and label.lower() in first:
                    each[id(tab)] = first[label.lower()].name
                    continue
                name = field_name.suggested(label, taken)
                if not name:
                    continue
                taken.add(name)
                each[id(tab)] = name
                first.setdefault(label.lower(), NamedTab(name, kind.name))
    return TabNames(MappingProxyType(first), MappingProxyType(each))
