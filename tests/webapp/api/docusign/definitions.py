"""Envelope definitions as the SDKs send them, and a program that sends them."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from actors.documents import intake_document, render_pages
from core.documents.document import Page
from tenants.member import Member
from tenants.use_cases.documents.document_intake import IntakeResult
from tests.tenants import ceremonies
from tests.tenants.ceremonies import Rendered, lease_open
from tests.webapp.api.programs import PDF, Program


def document(**changes: Any) -> dict[str, Any]:
    content = base64.b64encode(PDF).decode()
    return {
        "documentBase64": content,
        "name": "Lease",
        "fileExtension": "pdf",
        "documentId": "7",
    } | changes


def sign_here(**changes: Any) -> dict[str, Any]:
    return {"documentId": "7", "pageNumber": "1", "xPosition": "100", "yPosition": "120"} | changes


def signer(**changes: Any) -> dict[str, Any]:
    return {
        "email": "ana@example.com",
        "name": "Ana Ruiz",
        "recipientId": "31",
        "routingOrder": "1",
        "tabs": {"signHereTabs": [sign_here()]},
    } | changes


def definition(**changes: Any) -> dict[str, Any]:
    return {
        "emailSubject": "Please sign this lease",
        "documents": [document()],
        "recipients": {"signers": [signer()]},
        "status": "created",
    } | changes


class DocusignProgram(Program):
    def __init__(self, app: Flask, secret: str, account: object) -> None:
        super().__init__(app, secret)
        self.account = f"/restapi/v2.1/accounts/{account}"

    def read(self, path: str) -> TestResponse:
        return self.get(f"{self.account}{path}")

    def send(self, path: str, body: Any, method: str = "POST") -> TestResponse:
        return self.act(f"{self.account}{path}", body, method)


def take_in(member: Member, envelope_id: str, now: datetime) -> None:
    """What the workers do: the file is found to be usable, its page is drawn."""
    job = lease_open(member, "intake_document", UUID(envelope_id))
    intake_document.accept(job, IntakeResult(ceremonies.CANONICAL, (Page(595, 842),)), now)
    job = lease_open(member, "render_pages", UUID(envelope_id))
    render_pages.keep(job, [Rendered(1)], {1: []}, now)
