"""A mail's HTML made fit for a strict content security policy: styles keep, scripts go."""

from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "meta", "col", "wbr", "area", "input"})
DROPPED = frozenset({"script", "iframe", "object", "embed", "link", "base", "form"})


def framed(html: str, nonce: str) -> str:
    """
    The same page, its style attributes as rules of one sheet that carries the nonce.

    Links open in the window around the frame.
    """
    writer = _MailWriter(nonce)
    writer.feed(html)
    writer.close()
    rules = "".join(f".m{n}{{{style}}}" for n, style in enumerate(writer.styles))
    sheet = f'<style nonce="{nonce}">{rules.replace("<", "")}</style>'
    return f'<!doctype html><base target="_top">{sheet}{"".join(writer.parts)}'


class _MailWriter(HTMLParser):
    def __init__(self, nonce: str) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.styles: list[str] = []
        self._nonce = nonce
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self._dropping += tag not in ("link", "base", "embed")
        elif not self._dropping:
            self.parts.append(f"<{tag}{self._attributes(tag, dict(attrs))}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self._dropping = max(0, self._dropping - 1)
        elif not self._dropping and tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _attributes(self, tag: str, given: dict[str, str | None]) -> str:
        style = given.pop("style", None)
        kept = {n: v or "" for n, v in given.items() if not n.startswith("on")}
        if style:
            kept["class"] = f"{kept.get('class', '')} m{len(self.styles)}".strip()
            self.styles.append(style)
        if tag == "style":
            kept["nonce"] = self._nonce
        return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
