"""Somebody with a browser: keeps cookies, follows redirects, sends the token of the last page."""

import re
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from tenants.member import Member
from tests.tenants.ceremonies import token_of

DISCLOSURE = re.compile(r'name="disclosure" value="([0-9a-f]{64})"')
TOKEN = re.compile(r'"X-CSRF-Token": "([^"]+)"')


def path_of(member: Member, recipient: Recipient) -> str:
    """The link that is mailed, without the host."""
    return f"/s/{token_of(member, recipient)}"


def disclosure_of(answer: TestResponse) -> str:
    """The SHA-256 of the disclosure on this page; else ""."""
    found = DISCLOSURE.search(answer.text) if "html" in (answer.content_type or "") else None
    return found[1] if found else ""


class Visitor:
    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.token = ""
        self.disclosure = ""  # what the last page asked to accept
        self.host = "localhost"  # which it asks

    def get(self, path: str, **options: Any) -> TestResponse:
        options |= {"base_url": f"http://{self.host}"}
        return self._keep(self.client.get(path, follow_redirects=True, **options))

    def post(
        self, path: str, data: dict[str, Any] | None = None, fragment: bool = False
    ) -> TestResponse:
        """Answers are not followed: where they lead to is part of the answer."""
        headers = {"HX-Request": "true"} if fragment else {}
        seen = {"disclosure": self.disclosure} if self.disclosure else {}
        form = {"csrf_token": self.token, **seen, **(data or {})}
        base = f"http://{self.host}"
        return self._keep(self.client.post(path, data=form, headers=headers, base_url=base))

    def _keep(self, answer: TestResponse) -> TestResponse:
        found = TOKEN.search(answer.text) if "html" in (answer.content_type or "") else None
        self.token = found[1] if found else self.token
        self.disclosure = disclosure_of(answer) or self.disclosure
        return answer


class Signer(Visitor):
    """A recipient at work, through the pages alone."""

    def __init__(self, app: Flask, member: Member, envelope: Envelope, number: int) -> None:
        super().__init__(app)
        self.envelope = envelope
        self.recipient = envelope.recipients[number]
        self.fields = envelope.fields_of(self.recipient.id)
        self.link = path_of(member, self.recipient)
        self.page = f"/sign/{self.recipient.id}"

    def field(self, kind: str) -> Field:
        return next(f for f in self.fields if f.kind.name == kind)

    def open(self) -> TestResponse:
        return self.get(self.link)

    def consent(self) -> TestResponse:
        self.open()
        self.post(f"{self.page}/consent", {"agreed": "yes"})
        return self.get(self.page)

    def adopt(self, id: UUID, **form: Any) -> TestResponse:
        typed = {"method": "typed", "text": "Signer One", "font": "caveat"}
        place = {"field": str(self.field("signature").id), "kind": "signature"}
        return self.post(f"{self.page}/signature", {"signature_id": id, **place, **typed, **form})

    def values(self, text: str = "Lisbon") -> dict[str, str]:
        return {str(self.field("text").id): text}

    def finish(self) -> TestResponse:
        return self.post(f"{self.page}/completion", self.values())
