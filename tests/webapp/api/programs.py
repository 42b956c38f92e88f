"""A program with an API key: no cookies, and every answer as it comes."""

import base64
import json
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from core.access import MemberRole
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.people import members
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague

PDF = b"%PDF-1.7 as it was uploaded"
PATH = "/api/v1/envelopes"


def make_key(member: Member, *scopes: str) -> str:
    asked = list(scopes) or ["envelopes:write"]
    return run(member, api_keys.make, uuid4(), "Billing", asked, "0", NOW).secret


def of_role(app: Flask, owner: Member, role: MemberRole, *scopes: str) -> tuple[Member, "Program"]:
    """A colleague of this role, with a program whose key they made while they were an admin."""
    maker = colleague(owner, MemberRole.ADMIN)
    secret = make_key(maker, *scopes)
    run(owner, members.change_role, maker.person_id, role, NOW)
    return replace(maker, role=role), Program(app, secret)


def field(**changes: Any) -> dict[str, Any]:
    place = {"kind": "signature", "page": 1, "x": 100, "y": 100, "width": 150, "height": 40}
    return place | changes


def recipient(**changes: Any) -> dict[str, Any]:
    return {"name": "Ana Ruiz", "email": "ana@example.com", "fields": [field()]} | changes


def envelope(pdf: bytes = PDF, **changes: Any) -> dict[str, Any]:
    document = {"name": "Lease.pdf", "content": base64.b64encode(pdf).decode()}
    whole = {"name": "Lease", "documents": [document], "recipients": [recipient()]}
    return whole | changes


class Program:
    def __init__(self, app: Flask, secret: str) -> None:
        self.browser = app.test_client(use_cookies=False)
        self.secret = secret

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.browser.get(path, headers=self.bearer | headers)

    def post(self, body: Any, key: str = "") -> TestResponse:
        headers = self.bearer | ({"Idempotency-Key": key} if key else {})
        return self.browser.post(PATH, json=body, headers=headers)

    def act(
        self, path: str, body: Any = None, method: str = "POST", key: str = "", **headers: str
    ) -> TestResponse:
        """On something that is there already, or to make another thing than an envelope."""
        given = self.bearer | ({"Idempotency-Key": key} if key else {}) | headers
        return self.browser.open(path, method=method, json=body, headers=given)

    def post_parts(self, body: Any, key: str = "", **files: bytes) -> TestResponse:
        headers = self.bearer | ({"Idempotency-Key": key} if key else {})
        parts: dict[str, Any] = {"envelope": json.dumps(body)}
        for name, data in files.items():
            parts[name] = (BytesIO(data), f"{name}.pdf")
        return self.browser.post(
            PATH, data=parts, headers=headers, content_type="multipart/form-data"
        )
