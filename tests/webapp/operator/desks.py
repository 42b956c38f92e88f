"""An operator with a browser: keeps cookies, sends the token of the page that was read."""

import re
from typing import Any

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from tests.tenants.conftest import PASSWORD
from tests.tenants.operators import Person

TOKEN = re.compile(r'"X-CSRF-Token": "([^"]+)"')
SECRET = re.compile(r'<span class="hash">([A-Z2-7 ]+)</span>')
CODES = re.compile(r'<li class="hash">([^<]+)</li>')


class DeskBrowser:
    def __init__(self, app: Flask, person: Person) -> None:
        self.person = person
        self.client = app.test_client()
        self.token = ""

    def get(self, address: str, **headers: str) -> TestResponse:
        return self._keep(self.client.get(address, headers=headers))

    def post(self, address: str, **form: Any) -> TestResponse:
        # Everybody from a network of their own: attempts are counted by address, too.
        network = {"REMOTE_ADDR": f"10.0.{self.person.id.int % 250}.{self.person.id.int % 251}"}
        data = {"csrf_token": self.token} | form
        return self._keep(self.client.post(address, data=data, environ_overrides=network))

    def give_password(self, password: str = PASSWORD) -> TestResponse:
        self.get("/operator/sign-in")
        return self.post("/operator/sign-in", email=self.person.email, password=password)

    def enrol(self) -> TestResponse:
        """The first sign-in: the key on the page goes into an app."""
        self.give_password()
        shown = SECRET.search(self.get("/operator/enrolment").text)
        assert shown is not None
        self.person.secret = shown[1].replace(" ", "")
        answer = self.post("/operator/enrolment", code=pyotp.TOTP(self.person.secret).now())
        self.person.codes = tuple(CODES.findall(answer.text))
        return answer

    def _keep(self, answer: TestResponse) -> TestResponse:
        found = TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
        self.token = found[1] if found else self.token
        return answer
