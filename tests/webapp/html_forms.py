"""The forms of a page, read as a browser reads them: where each leads, and what it would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Pairs = list[tuple[str, str]]
# Who presses a button of these sends no value that was typed.
TYPED = ("text", "search", "email", "url", "textarea")
SILENT = ("button", "reset", "image")


@dataclass
class Form:
    """
    `sent` is what it sends untouched, `offered` what else could be chosen in it; `names` are all
    that it could send, `words` those that take what is typed, `hidden` those nobody sees.
    """

    page: str
    address: str
    method: str
    sent: Pairs = field(default_factory=list)
    offered: Pairs = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    # Where each of its buttons leads, and what the button adds.
    buttons: list[tuple[str, Pairs]] = field(default_factory=list)

    def ways(self) -> list[tuple[str, Pairs]]:
        """Each address it can be sent to, with what is sent there."""
        found = {(address, *added): added for address, added in self.buttons}
        ways = [(where[0], self.sent + added) for where, added in found.items()]
        return ways or [(self.address, self.sent)]


def forms(page: str, html: str) -> list[Form]:
    """All forms of the page at this address that change something, and those that look."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[Form] = []
        self.named: dict[str, Form] = {}
        self.open: Form | None = None
        self.select: tuple[Form, str] | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: tuple[Form, str] | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "hx-post" in given and tag not in ("form", "button"):
            self._alone(given)
        if tag == "form":
            self._begin(given)
        elif tag == "option" and self.select:
            self.options.append((given.get("value", ""), "selected" in given))
        elif tag in ("input", "button", "select", "textarea"):
            form = self.named.get(given.get("form", "")) or self.open
            if form:
                self._control(form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select" and self.select:
            form, name = self.select
            chosen = [value for value, selected in self.options if selected] or [
                value for value, _ in self.options[:1]
            ]
            form.sent += [(name, value) for value in chosen]
            form.offered += [(name, value) for value, _ in self.options]
            self.select = None
        elif tag == "textarea" and self.area:
            form, name = self.area
            form.sent.append((name, self.text))
            self.area = None

    def handle_data(self, data: str) -> None:
        self.text += data

    def _begin(self, given: dict[str, str]) -> None:
        place = given.get("action") or given.get("hx-post") or self.page
        form = Form(self.page, urljoin(self.page, place), given.get("method", "get").lower())
        self.open = form
        self.found.append(form)
        if "id" in given:
            self.named[given["id"]] = form

    def _alone(self, given: dict[str, str]) -> None:
        """An element that htmx sends by itself."""
        form = Form(self.page, urljoin(self.page, given["hx-post"]), "post")
        form.names |= {given["name"]} if given.get("name") else set()
        self.found.append(form)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text" if tag == "input" else tag)
        if tag == "button" or kind == "submit":
            self._button(form, given)
            return
        if not name:
            return
        form.names.add(name)
        form.words |= {name} if kind in TYPED else set()
        form.hidden |= {name} if kind == "hidden" else set()
        if tag == "select":
            self.select, self.options = (form, name), []
        elif tag == "textarea":
            self.area, self.text = (form, name), ""
        elif kind == "file":
            form.files.add(name)
        elif kind not in ("checkbox", "radio") or "checked" in given:
            form.sent.append((name, given.get("value", "")))
        else:
            form.offered.append((name, given.get("value", "")))

    def _button(self, form: Form, given: dict[str, str]) -> None:
        if given.get("type", "submit") in SILENT:
            return
        place = given.get("formaction") or given.get("hx-post")
        address = urljoin(self.page, place) if place else form.address
        added = [(given["name"], given.get("value", ""))] if given.get("name") else []
        form.names |= {name for name, _ in added}
        form.buttons.append((address, added))
