"""Branding: colors, logo, sender name, the address for answers, own words in mails."""

import base64
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from core.api.refusals import InvalidRequest
from core.api.scope import Scope
from core.organizations import mail_text
from core.organizations.mail_text import OwnWords
from core.organizations.refusals import UnusableLogo
from core.refusals import Invalid
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.organizations import branding, logo_upload, reply_to_address
from tenants.use_cases.organizations.branding import BrandingView
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation, pointer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.organizations.branding_models import (
    BrandingAnswer,
    ChangedBranding,
    LogoAnswer,
    MailTextAnswer,
    MailTextsAnswer,
    NewLogo,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.text.translation import translated

bp = Blueprint("branding", __name__, url_prefix="/branding")
NAMES = {"colour": "color", "dark_colour": "dark_color"}


@bp.get("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(BrandingAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=BrandingAnswer),
    operation_id="get_branding",
)
def show() -> Response:
    """See the branding"""
    with current.transaction() as tx:
        return responses.shown(_answer(branding.view(tx)))


@bp.patch("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=ChangedBranding,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_200=BrandingAnswer),
    operation_id="change_branding",
)
def change() -> Response:
    """Change the branding"""
    asked: ChangedBranding = request.context.json  # type: ignore[attr-defined]
    parts = _parts(asked)

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, "branding", lambda: _answer(branding.view(tx)))
        try:
            branding.change(tx, current.now(), **parts)
        except Invalid as invalid:
            raise InvalidRequest(list(_errors(invalid))) from None
        if asked.reply_to is not None and asked.reply_to != branding.view(tx).branding.reply_to:
            reply_to_address.request(tx, asked.reply_to, current.now())
        return responses.shown(_answer(branding.view(tx)))

    return once(effect)


@bp.put("/logo")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewLogo,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_200=BrandingAnswer),
    operation_id="upload_logo",
)
def upload_logo() -> Response:
    """
    Upload a logo

    It is looked at within seconds: “logo_waiting” is true until then.
    """
    asked: NewLogo = request.context.json  # type: ignore[attr-defined]
    data, upload_id = base64.b64decode(asked.content), new_id()
    try:
        logo_upload.check(data)
    except Invalid as invalid:
        raise Invalid(content=invalid.errors["logo"]) from None
    organization = current.organization()

    def store() -> None:
        with current.transaction() as tx:
            logo_upload.announce(tx, upload_id)
        logo_upload.store(organization, upload_id, data)

    def effect(tx: Transaction) -> Response:
        logo_upload.upload(tx, upload_id)
        return responses.shown(_answer(branding.view(tx)))

    return once(effect, before=store)


@bp.delete("/logo")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 422, 429, HTTP_200=BrandingAnswer),
    operation_id="remove_logo",
)
def remove_logo() -> Response:
    """Remove the logo"""

    def effect(tx: Transaction) -> Response:
        branding.change(tx, current.now(), logo=None)
        return responses.shown(_answer(branding.view(tx)))

    return once(effect)


@bp.post("/undo")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 422, 429, HTTP_200=BrandingAnswer),
    operation_id="undo_branding",
)
def undo() -> Response:
    """Go back to the branding before the last change; a second time is the last change again"""

    def effect(tx: Transaction) -> Response:
        branding.undo(tx, current.now())
        return responses.shown(_answer(branding.view(tx)))

    return once(effect)


def _parts(asked: ChangedBranding) -> dict[str, Any]:
    """By the names of Branding."""
    given: dict[str, Any] = {
        "colour": asked.color,
        "dark_colour": asked.dark_color,
        "sender_name": asked.sender_name,
    }
    for kind in mail_text.KINDS:
        text = getattr(asked.texts, kind, None)
        given[kind] = text and OwnWords(text.subject, text.introduction)
    return {name: value for name, value in given.items() if value is not None}


def _errors(invalid: Invalid) -> Iterator[dict[str, str]]:
    for name, why in invalid.errors.items():
        kind, _, part = name.partition("_")
        path = ("texts", kind, part) if kind in mail_text.KINDS else (NAMES.get(name, name),)
        yield {"pointer": pointer(path), "code": invalid.code, "detail": translated(why)}


def _answer(view: BrandingView) -> BrandingAnswer:
    found = view.branding
    logo = None
    if found.logo:
        address = current.settings().base_url + view.brand.logo_path
        logo = LogoAnswer(href=address, **asdict(found.logo))
    texts = {kind: MailTextAnswer(**asdict(found.words(kind))) for kind in mail_text.KINDS}
    return BrandingAnswer(
        color=found.colour,
        dark_color=found.dark_colour,
        sender_name=found.sender_name,
        reply_to=found.reply_to,
        reply_to_asked=view.reply_to_asked,
        logo=logo,
        logo_waiting=view.logo_waiting,
        logo_problem=translated(UnusableLogo.message) if view.logo_problem else "",
        texts=MailTextsAnswer(**texts),
        undoable=view.undoable,
    )
