"""A member with a browser: keeps cookies, sends the token of the page that was read."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tenants.member import Member
from tests.tenants.conftest import PASSWORD
from tests.webapp.visitors import disclosure_of

TOKEN = re.compile(r'"X-CSRF-Token": "([^"]+)"')


class Sender:
    def __init__(self, app: Flask, member: Member) -> None:
        self.member = member
        self.browser = app.test_client()
        self.token = ""
        self.disclosure = ""  # what the last page asked to accept

    def signed_in(self) -> "Sender":
        self.sign_in(PASSWORD)
        return self

    def sign_in(self, password: str, **fields: str) -> TestResponse:
        self.get("/sign-in")
        return self.post("/sign-in", email=self.member.email, password=password, **fields)

    def get(self, address: str, htmx: bool = False, **headers: str) -> TestResponse:
        answer = self.browser.get(address, headers=_headers(htmx, headers))
        found = TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
        self.token = found[1] if found else self.token
        self.disclosure = disclosure_of(answer) or self.disclosure
        return answer

    def post(
        self,
        address: str,
        /,
        htmx: bool = False,
        headers: dict[str, str] | None = None,
        **form: Any,
    ) -> TestResponse:
        seen = {"disclosure": self.disclosure} if self.disclosure else {}
        form = {"csrf_token": self.token} | seen | form
        return self.browser.post(address, data=form, headers=_headers(htmx, headers or {}))

    def post_json(self, address: str, value: object) -> TestResponse:
        return self.browser.post(address, json=value, headers={"X-CSRF-Token": self.token})

    def post_rows(self, address: str, rows: list[dict[str, str]], **form: str) -> TestResponse:
        """The recipients' form: each row's values by their name without its number."""
        data: dict[str, Any] = {"row": [str(n) for n in range(len(rows))]}
        for number, row in enumerate(rows):
            data |= {f"{name}-{number}": value for name, value in row.items()}
        htmx = form.pop("htmx", "") == "yes"
        return self.post(address, htmx, **data, **form)


def _headers(htmx: bool, headers: dict[str, str]) -> dict[str, str]:
    return {"HX-Request": "true", **headers} if htmx else headers
