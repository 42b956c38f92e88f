"""The tabs of a recipient as fields of a new envelope: each as our own API takes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.docusign import label_names, tab_kinds
from core.docusign.tab_kinds import RADIOS, TABS, TabKind
from core.exchange.docusign import tab_looks
from core.fields.properties import DEFAULT
from webapp.api.docusign.asked import NOT_SUPPORTED, Asked, refuse

# Without effect here, whatever they say; docs/docusign.md lists them.
PASSED = (
    *("name", "tabId", "tabType", "status", "recipientId", "recipientIdGuid", "recipientIdGuid"),
    *("templateLocked", "templateRequired", "customTabId", "disableAutoSize", "caption"),
    *("anchorAllowWhiteSpaceInCharacters", "anchorTabProcessorVersion", "source"),
    *("originalValue", "senderRequired", "tabFullyQualifiedPath", "formOrder", "formPageLabel"),
    *("formPageNumber", "errorDetails", "underline", "documentIdGuid", "localePolicy"),
)
OFF = (
    *("shared", "requireAll", "requireInitialOnSharedChange", "concealValueOnDocument"),
    *("isPaymentAmount", "anchorCaseSensitive", "handDrawRequired", "hidden", "isSealSignTab"),
    *("includeNoteInEmail", "shareToRecipients", "agreementAttribute"),
)
LOCKABLE = {"text", "number", "date", "dropdown", "email", "full_name", "company", "title", "phone"}
LOOKING = LOCKABLE | {"date_signed", "formula", "note"}
# What shows the value of another field of the same label.
NO_LIMIT = 1e15  # what SDKs say for none
RESULTS = {"text": "text", "number": "number", "date": "date", "dropdown": "text"}


@dataclass
class ReadTab:
    """`members` are those of NewField but for names, which are given when all tabs are known."""

    kind: TabKind
    path: str
    document: str
    label: str
    members: dict[str, Any]
    properties: dict[str, Any] = field(default_factory=dict)
    parent: tuple[str, str] = ("", "")
    formula: str = ""
    group: str = ""
    options: dict[str, str] = field(default_factory=dict)  # what is meant by each text
    is_placed: bool = False  # or it gives a value to a tab that is there already

    @property
    def is_anchored(self) -> bool:
        return "anchor" in self.members


def read(tabs: Asked, default_document: str = "") -> list[ReadTab]:
    """All tabs of one recipient. Raises InvalidRequest."""
    found: list[ReadTab] = []
    groups = {label: rule for each in tabs.each("tabGroups") for label, rule in _group(each)}
    for kind in TABS:
        found.extend(_tab(kind, asked, groups, default_document) for asked in tabs.each(kind.list))
    for asked in tabs.each(RADIOS.list):
        found.extend(_radios(asked, default_document))
    for name in tabs.names():
        refuse(tabs.place(name), "This kind of tab is not supported.")
    return found


def named(tabs: Sequence[ReadTab]) -> None:
    """
    Gives each tab of a recipient its name, and what calls others by their labels theirs.

    Of several tabs with one label the first is filled in, the others show its value.
    """
    labels = [t.label for t in tabs if t.kind.named and t.label]
    names = label_names.names([*labels, *(t.group for t in tabs if t.group)])
    seen: set[str] = set()
    for tab in tabs:
        if tab.group:
            tab.properties["group"] = names[tab.group]
        if tab.formula:
            _set_formula(tab, names)
        if tab.parent[0]:
            _set_condition(tab, tabs, names)
        if not tab.kind.named or not tab.label or tab.kind is RADIOS:
            continue
        if tab.label in seen:
            _show_again(tab, names[tab.label])
        else:
            tab.properties["name"] = names[tab.label]
            seen.add(tab.label)


def _show_again(tab: ReadTab, name: str) -> None:
    result = RESULTS.get(tab.kind.kind)
    if result is None:
        return
    looks = {n: v for n, v in tab.properties.items() if n in ("font_size", "font", "bold", "color")}
    tab.properties = {**looks, "formula": name, "result": result}
    tab.members |= {"kind": "formula", "required": False}


def _set_formula(tab: ReadTab, names: Mapping[str, str]) -> None:
    try:
        tab.properties["formula"] = label_names.formula(tab.formula, names)
    except ValueError as unknown:
        refuse(f"{tab.path}.formula", f"There is no tab with the label “{unknown}”.")


def _set_condition(tab: ReadTab, tabs: Sequence[ReadTab], names: Mapping[str, str]) -> None:
    label, value = tab.parent
    parent = next((t for t in tabs if label in (t.group, t.label) and t is not tab), None)
    if parent is None:
        refuse(f"{tab.path}.conditionalParentLabel", f"There is no tab with the label “{label}”.")
    name = names.get(label, "")
    meant = {given: text for text, given in parent.options.items()}
    value = meant.get(value, value)
    if parent.kind.kind == "checkbox":
        asked = name if value.casefold() in ("on", "true", "") else f"not {name}"
    elif '"' in value:
        refuse(f"{tab.path}.conditionalParentValue", "Leave out quotation marks.")
    else:
        asked = f'{name} == "{value}"' if value else f"not is_empty({name})"
    tab.properties["shown_if"] = asked


def _group(asked: Asked) -> Iterator[tuple[str, dict[str, int]]]:
    """Of checkboxes: how many are to be ticked."""
    label, rule = asked.text("groupLabel"), asked.text("groupRule").casefold()
    asked.pass_over("tabScope", "documentId", "pageNumber", "recipientId", "validationMessage")
    asked.pass_over("tabType", "tooltip", "recipientIdGuid", "tabId", "templateLocked")
    least, most = asked.whole("minimumRequired"), asked.whole("maximumAllowed")
    if rule not in ("selectatleast", "selectatmost", "selectexactly", "selectarange", ""):
        refuse(asked.place("groupRule"), NOT_SUPPORTED)
    asked.done()
    bounds = {}
    if least and rule != "selectatmost":
        bounds["group_minimum"] = least
    if rule == "selectexactly" and least:
        bounds["group_maximum"] = least
    elif most and rule != "selectatleast":
        bounds["group_maximum"] = most
    yield label, bounds


def _tab(
    kind: TabKind, asked: Asked, groups: Mapping[str, Mapping[str, int]], document: str
) -> ReadTab:
    own = asked.text("documentId")
    label = asked.text("tabLabel")
    tab = ReadTab(kind, asked.path, own or document, label, {"kind": kind.kind})
    tab.properties = dict(kind.properties)
    _place(tab, asked)
    if not own and tab.is_anchored and not document:
        tab.document = ""  # wherever its text stands
    _common(tab, asked)
    _own(tab, asked)
    for label in asked.texts("tabGroupLabels"):
        if kind.kind != "checkbox" or label not in groups:
            refuse(asked.place("tabGroupLabels"), "There is no group of checkboxes of this label.")
        tab.group = label
        tab.properties |= groups[label]
    _finish(asked)
    return tab


def _finish(asked: Asked) -> None:
    asked.only_off(*OFF)
    asked.pass_over(*PASSED, "anchorMatchWholeWord", "anchorHorizontalAlignment")
    asked.done()


def _common(tab: ReadTab, asked: Asked) -> None:
    """Its label, whether it has to be filled in, its help, look and condition."""
    kind = tab.kind.kind
    tab.members["label"] = tab.label.replace("\\*", "")
    required, optional, locked = (
        asked.flag("required"),
        asked.flag("optional"),
        asked.flag("locked"),
    )
    if optional is not None:
        tab.members["required"] = not optional
    elif required is not None and kind not in ("note", "formula"):
        tab.members["required"] = required
    if (tooltip := asked.text("tooltip")) and kind not in ("date_signed", "formula", "note"):
        tab.properties["tooltip"] = tooltip
    if (order := asked.whole("tabOrder")) and kind not in ("date_signed", "formula", "note"):
        tab.properties["tab_order"] = order
    if locked and kind in LOCKABLE:
        tab.properties["read_only"] = True
    elif locked and kind == "checkbox":
        refuse(asked.place("locked"), "A checkbox cannot be locked.")
    tab.parent = asked.text("conditionalParentLabel"), asked.text("conditionalParentValue")
    _look(tab, asked)


def _look(tab: ReadTab, asked: Asked) -> None:
    looks = tab.kind.kind in LOOKING
    for name in ("bold", "italic"):
        if asked.flag(name) and looks:
            tab.properties[name] = True
    if size := asked.text("fontSize"):
        points = size.casefold().removeprefix("size")
        if not points.isdigit():
            refuse(asked.place("fontSize"), "Give a size such as Size12.")
        if looks:
            tab.properties["font_size"] = min(max(int(points), 5), tab_looks.LARGEST)
    if (font := asked.word("font", *tab_looks.FONTS)) and looks:
        tab.properties["font"] = tab_looks.FONTS[font]
    if (colour := asked.word("fontColor", *tab_looks.COLORS)) and looks:
        tab.properties["color"] = tab_looks.COLORS[colour]


def _own(tab: ReadTab, asked: Asked) -> None:
    """What tabs of some kinds alone have."""
    kind = tab.kind.kind
    value = asked.text("value")
    if kind == "dropdown":
        _options(tab, asked, value)
    elif kind == "checkbox":
        if asked.flag("selected") or value == "true":
            tab.properties["checked"] = True
    elif kind == "formula":
        tab.formula = asked.need("formula")
        if (places := asked.whole("roundDecimalPlaces")) is not None:
            tab.properties["decimals"] = str(places)
    elif kind == "number":
        _number(tab, asked, value)
    elif kind == "date_signed" or kind in ("signature", "initials", "attachment"):
        pass  # nothing that is there before it is signed
    elif kind in ("approve", "decline"):
        asked.pass_over("buttonText", "declineReason")
    elif value:
        tab.properties[DEFAULT.name] = value
    if kind == "full_name" or tab.kind.list == "emailAddressTabs":
        tab.properties["read_only"] = True
        tab.properties.pop(DEFAULT.name, None)
    length = asked.whole("maxLength")
    # What is longer than any value may be is no limit.
    if length and length <= 500 and kind in ("text", "company", "title", "full_name"):
        tab.properties["length"] = length
    if (pattern := asked.text("validationPattern")) and kind == "text":
        tab.properties["pattern"] = pattern.removeprefix("^").removesuffix("$")
    elif pattern:
        refuse(asked.place("validationPattern"), NOT_SUPPORTED)
    if (message := asked.text("validationMessage")) and kind == "text" and pattern:
        tab.properties["pattern_message"] = message
    if kind == "signature" and (scale := asked.number("scaleValue")):
        width, height = tab.kind.size or (0.0, 0.0)
        tab.members.setdefault("width", round(width * scale, 2))
        tab.members.setdefault("height", round(height * scale, 2))
    asked.pass_over("scaleValue", "stampType")


def _options(tab: ReadTab, asked: Asked, value: str) -> None:
    """What is chosen from is what people read; what it means to the program is kept beside it."""
    options, chosen = [], ""
    for item in asked.each("listItems"):
        text, given = item.text("text"), item.text("value")
        options.append(text or given)
        if text and given and text != given:
            tab.options[text] = given
        if item.flag("selected") or (value and value in (text, given)):
            chosen = text or given
        item.done()
    asked.pass_over("listSelectedValue")
    tab.properties["options"] = options
    if chosen:
        tab.properties[DEFAULT.name] = chosen


def _number(tab: ReadTab, asked: Asked, value: str) -> None:
    given = asked.text("numericalValue") or value
    if given:
        tab.properties[DEFAULT.name] = given.replace(",", "")
    asked.pass_over("originalNumericalValue")
    asked.word("validationType", "Number", "Currency", "Numeric")
    for name, ours in (("minNumericalValue", "minimum"), ("maxNumericalValue", "maximum")):
        bound = asked.text(name)
        if not bound:
            continue
        try:
            limits = abs(float(bound)) < NO_LIMIT
        except ValueError:
            refuse(asked.place(name), "Give a number.")
        if limits:
            tab.properties[ours] = bound


def _place(tab: ReadTab, asked: Asked) -> None:
    """Pixels at 72 dpi from the top left corner of the page, which are points; or by an anchor."""
    x, y = asked.number("xPosition"), asked.number("yPosition")
    page = asked.whole("pageNumber")
    tab.is_placed = x is not None or y is not None or "anchorString" in asked
    for name in ("width", "height"):
        if size := asked.number(name):
            tab.members[name] = max(size, 6.0)
    if tab.kind.size and "width" not in tab.members and "scaleValue" not in asked:
        tab.members |= {"width": tab.kind.size[0], "height": tab.kind.size[1]}
    if text := asked.text("anchorString"):
        units = asked.word("anchorUnits", *filter(None, tab_kinds.PAGE_UNITS))
        offsets = asked.number("anchorXOffset") or 0.0, asked.number("anchorYOffset") or 0.0
        right, down = (tab_kinds.points(offset, units) for offset in offsets)
        optional = asked.flag("anchorIgnoreIfNotPresent")
        tab.members["anchor"] = {
            "text": text,
            "x": right,
            "y": down,
            "which": "all",
            "needed": "nowhere" if optional else "here",
        }
    else:
        asked.pass_over("anchorUnits", "anchorXOffset", "anchorYOffset", "anchorIgnoreIfNotPresent")
        tab.members |= {"page": page or 1, "x": x or 0.0, "y": y or 0.0}


def _radios(asked: Asked, document: str) -> Iterator[ReadTab]:
    """A field for each button; which are a group is said by a name that they share."""
    own, label = asked.text("documentId"), asked.need("groupName")
    parent = asked.text("conditionalParentLabel"), asked.text("conditionalParentValue")
    tooltip, chosen = asked.text("tooltip"), asked.text("value")
    for radio in asked.each("radios"):
        tab = ReadTab(RADIOS, radio.path, own or document, label, {"kind": RADIOS.kind})
        tab.group, tab.parent = label, parent
        _place(tab, radio)
        value = radio.need("value")
        if radio.flag("selected") or value == chosen:
            refuse(radio.place("selected"), "No button can be chosen beforehand.")
        required = radio.flag("required")
        tab.members |= {"label": value, "required": required is not False}
        tab.properties["choice"] = value
        if tooltip:
            tab.properties["tooltip"] = tooltip
        if order := radio.whole("tabOrder"):
            tab.properties["tab_order"] = order
        for name in ("bold", "italic", "font", "fontSize", "fontColor", "locked"):
            radio.text(name)
        _finish(radio)
        if not own and not document and tab.is_anchored:
            tab.document = ""
        yield tab
    _finish(asked)
