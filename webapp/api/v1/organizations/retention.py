"""After how long documents are erased: previewed, then set."""

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.store.retention.retention_rules import RetentionSetting
from tenants.transaction import Transaction
from tenants.use_cases.retention import retention_rules
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.organizations.setting_models import (
    NewRetention,
    RetentionAnswer,
    RetentionPreviewAnswer,
    RetentionPreviewQuery,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("retention", __name__, url_prefix="/settings/retention")


@bp.get("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(RetentionAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=RetentionAnswer),
    operation_id="get_retention",
)
def show() -> Response:
    """See after how long documents are erased"""
    with current.transaction() as tx:
        return responses.shown(_answer(retention_rules.setting(tx)))


@bp.get("/preview")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(RetentionPreviewAnswer, base=RetentionPreviewQuery),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=RetentionPreviewAnswer),
    operation_id="preview_retention",
)
def preview() -> Response:
    """See what a rule of so many days would erase at once"""
    asked: RetentionPreviewQuery = request.context.query  # type: ignore[attr-defined]
    with current.transaction() as tx:
        found = retention_rules.preview(tx, asked.days, current.now())
    return responses.shown(
        RetentionPreviewAnswer(erases=found.envelopes, more=found.more, held=found.held)
    )


@bp.put("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewRetention,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_200=RetentionAnswer),
    operation_id="set_retention",
)
def update() -> Response:
    """
    Set after how long documents are erased

    What is older is erased from then on, and cannot be restored: “erases” has to be what a preview
    says.
    """
    asked: NewRetention = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        now = current.now()
        responses.check_match(tx, "retention", lambda: _answer(retention_rules.setting(tx)))
        retention_rules.check_erased(tx, asked.days, asked.erases, now)
        retention_rules.change(tx, asked.days, asked.keep_certificate, now)
        return responses.shown(_answer(retention_rules.setting(tx)))

    return once(effect)


def _answer(found: RetentionSetting) -> RetentionAnswer:
    return RetentionAnswer(days=found.days, keep_certificate=found.keep_certificate)
