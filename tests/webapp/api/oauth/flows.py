"""The authorization code flow, step by step, as a browser and an application go through it."""

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask
from werkzeug.test import TestResponse

from tenants.use_cases.api.oauth.clients import MadeClient
from tests.webapp.api.oauth.applications import BACK, ask
from tests.webapp.senders import Sender

VERIFIER = "v" * 64
PLACE = "/oauth/authorize"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def asked(made: MadeClient, **changes: str | None) -> dict[str, str]:
    """What the application asks for; a value of None is left out."""
    whole: dict[str, Any] = {
        "response_type": "code",
        "client_id": str(made.client.id),
        "redirect_uri": BACK,
        "scope": "envelopes:read",
        "state": "s-1",
        "code_challenge": create_s256_code_challenge(VERIFIER),
        "code_challenge_method": "S256",
    } | changes
    return {name: value for name, value in whole.items() if value is not None}


def begin(sender: Sender, parameters: dict[str, str]) -> TestResponse:
    return sender.get(f"{PLACE}?{urlencode(parameters)}")


def answer(sender: Sender, parameters: dict[str, str], decision: str = "allow") -> TestResponse:
    """Through the page of consent."""
    page = sender.get(begin(sender, parameters).location)
    hidden = dict(HIDDEN.findall(page.text))
    return sender.post("/oauth/consent", **hidden | {"decision": decision})


def told(response: TestResponse) -> dict[str, str]:
    """What the application reads at its redirect URI."""
    return {name: values[0] for name, values in parse_qs(urlsplit(response.location).query).items()}


def code(sender: Sender, made: MadeClient, **changes: str | None) -> str:
    return told(answer(sender, asked(made, **changes)))["code"]


def redeem(app: Flask, made: MadeClient, given: str, **changes: str) -> TestResponse:
    form = {"redirect_uri": BACK, "code_verifier": VERIFIER} | changes
    return ask(app, made, grant_type="authorization_code", code=given, **form)


def tokens(app: Flask, sender: Sender, made: MadeClient, **changes: str | None) -> dict[str, Any]:
    answered = redeem(app, made, code(sender, made, **changes))
    assert answered.status_code == 200, answered.text
    found: dict[str, Any] = answered.json
    return found


def refresh(app: Flask, made: MadeClient, token: str, **form: str) -> TestResponse:
    return ask(app, made, grant_type="refresh_token", refresh_token=token, **form)
