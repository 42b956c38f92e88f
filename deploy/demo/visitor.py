"""A visitor without a browser: follows links, keeps cookies, fills in the forms of a page."""

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

TIME_OUT = 120
PUBLIC_NAME = "Countersign demo"


class Unexpected(Exception):
    """A page answered otherwise than the job needs it. The text says which, and how."""


@dataclass(frozen=True)
class File:
    name: str
    data: bytes


@dataclass
class Form:
    """A form of a page: where it goes, what its inputs hold, where else its buttons lead."""

    action: str
    method: str = "get"
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    @property
    def values(self) -> dict[str, str]:
        """By name; of several of one name the last."""
        return dict(self.fields)


@dataclass(frozen=True)
class VisitedPage:
    """What a request ended at, after redirects. `seconds` is the server's own time."""

    address: str
    status: int
    text: str
    data: bytes
    seconds: float
    forms: tuple[Form, ...]
    links: tuple[str, ...]

    def form(self, action_like: str) -> Form:
        """The first form that leads there, itself or by a button. Raises Unexpected."""
        for form in self.forms:
            for action in (form.action, *form.buttons):
                if re.search(action_like, action):
                    return replace(form, action=action)
        raise Unexpected(f"{self.address} has no form for {action_like} (HTTP {self.status}).")

    def link(self, like: str) -> str:
        """The first link that matches. Raises Unexpected."""
        for link in self.links:
            if re.search(like, link):
                return link
        raise Unexpected(f"{self.address} has no link like {like} (HTTP {self.status}).")


class Visitor:
    """One person's browser window, as far as HTTP is concerned."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        # The embedded installation is plain HTTP on loopback.
        policy = DefaultCookiePolicy(secure_protocols=("http", "https"))
        self._opener = build_opener(HTTPCookieProcessor(CookieJar(policy)))

    def get(self, address: str) -> VisitedPage:
        return self._open(_request(urljoin(self.base_url, address)))

    def submit(
        self,
        page: VisitedPage,
        form: Form,
        values: Mapping[str, str | File] | Sequence[tuple[str, str | File]] = (),
    ) -> VisitedPage:
        """Send a form of a page, with its inputs as they stand but for `values`."""
        given = list(values.items() if isinstance(values, Mapping) else values)
        names = {name for name, _ in given}
        fields = [(n, v) for n, v in form.fields if n not in names] + given
        return self.post(urljoin(page.address, form.action), fields)

    def post(self, address: str, fields: Sequence[tuple[str, str | File]]) -> VisitedPage:
        address = urljoin(self.base_url, address)
        if any(isinstance(value, File) for _, value in fields):
            body, kind = multipart(fields)
        else:
            body = urlencode([(n, str(v)) for n, v in fields]).encode()
            kind = "application/x-www-form-urlencoded"
        return self._open(_request(address, body, {"Content-Type": kind, "Origin": self.base_url}))

    def post_json(self, address: str, value: object, csrf_token: str) -> VisitedPage:
        headers = {
            "Content-Type": "application/json",
            "Origin": self.base_url,
            "X-CSRF-Token": csrf_token,
        }
        body = json.dumps(value).encode()
        return self._open(_request(urljoin(self.base_url, address), body, headers))

    def _open(self, request: Request) -> VisitedPage:
        request.add_header("User-Agent", PUBLIC_NAME)
        request.add_header("Sec-Fetch-Site", "same-origin")
        try:
            with self._opener.open(request, timeout=TIME_OUT) as answer:
                return _page(answer.url, answer.status, answer.headers, answer.read())
        except HTTPError as error:
            with error:
                return _page(error.url or "", error.code, error.headers, error.read())


def expect(page: VisitedPage, status: int = 200) -> VisitedPage:
    """Raises Unexpected with what the page says when it answered with another status."""
    if page.status != status:
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text))[:400]
        raise Unexpected(f"{page.address} answered {page.status}: {said}")
    return page


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._elsewhere: list[tuple[str, str, str]] = []
        self._ids: dict[str, Form] = {}
        self._open: Form | None = None
        # The select or textarea that is being read, and what it holds.
        self._within: dict[str, str] = {}
        self._held: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._open)
            self._ids[given.get("id", "")] = self._open
        elif tag in ("textarea", "select") and "name" in given:
            self._within, self._held = given, []
        elif tag == "option" and (not self._held or "selected" in given):
            self._held = [given.get("value", "")]
        elif tag == "button" and "formaction" in given and self._open is not None:
            self._open.buttons.append(given["formaction"])
        elif tag == "input" and "name" in given:
            self._input(given, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag in ("textarea", "select") and self._within:
            self._input(self._within, "".join(self._held))
            self._within = {}

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self._within:
            self._held.append(data)

    def _input(self, given: dict[str, str], value: str) -> None:
        ticked = given.get("type") not in ("checkbox", "radio", "file") or "checked" in given
        if not ticked or given.get("type") == "submit":
            return
        if "form" in given:
            self._elsewhere.append((given["form"], given["name"], value))
        elif self._open is not None:
            self._open.fields.append((given["name"], value))

    def finish(self) -> None:
        """Inputs may stand outside of the form they belong to."""
        for form_id, name, value in self._elsewhere:
            if form_id in self._ids:
                self._ids[form_id].fields.append((name, value))


def _request(
    address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Request:
    if not address.startswith(("http://", "https://")):
        raise Unexpected(f"{address} is no address of a page.")
    return Request(address, body, dict(headers or {}))  # noqa: S310 - checked just above


def _page(address: str, status: int, headers: Message, data: bytes) -> VisitedPage:
    text = data.decode("utf-8", "replace") if "html" in headers.get("Content-Type", "") else ""
    reader = _FormReader()
    reader.feed(text)
    reader.finish()
    timing = re.search(r"total;dur=([\d.]+)", headers.get("Server-Timing", ""))
    seconds = float(timing[1]) / 1000 if timing else 0.0
    return VisitedPage(
        address, status, text, data, seconds, tuple(reader.forms), tuple(reader.links)
    )


def multipart(fields: Sequence[tuple[str, str | File]]) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    parts = []
    for name, value in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, File):
            head += f'; filename="{value.name}"\r\nContent-Type: application/octet-stream'
        data = value.data if isinstance(value, File) else value.encode()
        parts.append(head.encode() + b"\r\n\r\n" + data + b"\r\n")
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"
