"""Applications that were registered, and how they ask for tokens."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2  # which Authlib takes where it is installed
from authlib.integrations.httpx_client import OAuth2Client
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from core.api.oauth import client as rules
from tenants.member import Member
from tenants.use_cases.api.oauth import client_keys, clients
from tenants.use_cases.api.oauth.clients import MadeClient
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

BACK = "https://app.example.com/back"
TOKEN = "/oauth/token"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
KEY = RSAKey.generate_key(2048)
PUBLIC = json.dumps(KEY.as_dict(private=False))


def add(
    member: Member,
    *scopes: str,
    kind: str = "confidential",
    uris: str = BACK,
    keys: str = "",
    **more: bool,
) -> MadeClient:
    asked = rules.asked_for("Billing", kind, uris, scopes or ("envelopes:read",), **more)
    return run(member, clients.make, uuid4(), asked, client_keys.read(keys), NOW)


def issuer(app: Flask) -> str:
    return str(app.extensions["settings"].base_url).rstrip("/")


def client(app: Flask, made: MadeClient, **more: Any) -> OAuth2Client:
    """Authlib's, which speaks to the application without a network."""
    more = {"token_endpoint": issuer(app) + TOKEN} | more
    return OAuth2Client(
        client_id=str(made.client.id),
        client_secret=made.secret or None,
        transport=httpx2.WSGITransport(app=app),
        base_url=issuer(app),
        **more,
    )


def ask(app: Flask, made: MadeClient | None = None, **form: str) -> TestResponse:
    """A request as it is, with the client's id and secret in the body."""
    if made is not None:
        form = {"client_id": str(made.client.id)} | form
        form = ({"client_secret": made.secret} if made.secret else {}) | form
    return app.test_client(use_cookies=False).post(TOKEN, data=form)


def assertion(
    made: MadeClient,
    subject: object,
    audience: str,
    key: Any = KEY,
    alg: str = "RS256",
    **claims: Any,
) -> str:
    now = datetime.now(UTC)
    whole = {
        "iss": str(made.client.id),
        "sub": str(subject),
        "aud": audience,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=5)).timestamp()),
        "jti": uuid4().hex,
    } | claims
    return jwt.encode(
        {"alg": alg}, {n: v for n, v in whole.items() if v is not None}, key, algorithms=[alg]
    )


def call(app: Flask, token: str, path: str = "/api/v1/envelopes") -> TestResponse:
    bearer = {"Authorization": f"Bearer {token}"}
    return app.test_client(use_cookies=False).get(path, headers=bearer)
