"""A window without scripts: reads the form of a draft's page, types in it, presses its buttons."""

from uuid import UUID

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.webapp import html_forms
from tests.webapp.senders import Sender


class Window:
    def __init__(self, sender: Sender, envelope_id: UUID) -> None:
        self.sender, self.place = sender, f"/envelopes/{envelope_id}"
        self.reload()

    def reload(self) -> "Window":
        self.read(self.sender.get(self.place).text)
        return self

    def read(self, html: str) -> None:
        """The page that is shown now; `values` are what its form would send."""
        self.text = html
        found = [f for f in html_forms.forms(self.place, html) if "page" in f.names]
        if found:
            self.form = found[0]
            self.values: MultiDict[str, str] = MultiDict(self.form.sent)

    def type(self, **values: str) -> "Window":
        """By the names of inputs, with an underscore where the name has a stroke."""
        for name, value in values.items():
            self.values[name.replace("_", "-") if name[-1].isdigit() else name] = value
        return self

    def press(self, where: str = "", action: str = "", htmx: bool = False) -> TestResponse:
        """A button that leads to `where` below the envelope and says `action`; else Send."""
        address = f"{self.place}/{where or 'sending'}"
        added = {"action": action} if action else {}
        assert any(place == address for place, _ in self.form.buttons) or not where
        answer = self.sender.post(address, htmx, **dict(self.values.lists()), **added)
        if not htmx:
            led = answer.status_code == 303
            self.read(self.sender.get(answer.headers["Location"]).text if led else answer.text)
        return answer

    def rows(self) -> list[tuple[str, str]]:
        numbers = self.values.getlist("row")
        return [(self.values[f"name-{n}"], self.values[f"email-{n}"]) for n in numbers]
