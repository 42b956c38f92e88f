"""API keys of the organization: listed, made and revoked."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from tenants.identifiers import new_id
from tenants.store.api.api_keys import ListedKey
from tenants.transaction import Transaction
from tenants.use_cases.api import api_keys
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.organizations.api_key_models import (
    ApiKeyAnswer,
    ApiKeyListAnswer,
    MadeApiKeyAnswer,
    NewApiKey,
    NewApiKeySecret,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("api_keys", __name__, url_prefix="/api-keys")


@bp.get("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(ApiKeyAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=ApiKeyListAnswer),
    operation_id="list_api_keys",
)
def index() -> Response:
    """List API keys"""
    now = current.now()
    with current.transaction() as tx:
        found = api_keys.listed(tx)
    return responses.page(ApiKeyListAnswer, [_answer(key, now) for key in found], None)


@bp.get("/<uuid:api_key_id>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(ApiKeyAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=ApiKeyAnswer),
    operation_id="get_api_key",
)
def show(api_key_id: UUID) -> Response:
    """See an API key, without its secret"""
    with current.transaction() as tx:
        found = api_keys.find_listed(tx, api_key_id)
    return responses.shown(_answer(found, current.now()))


@bp.post("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewApiKey,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_201=MadeApiKeyAnswer),
    operation_id="create_api_key",
)
def create() -> Response:
    """
    Create an API key

    The answer has its secret, which is told this once. A key gives no scope that it does not have,
    and what it makes expires when it does. Only keys make keys, not applications.
    """
    asked: NewApiKey = request.context.json  # type: ignore[attr-defined]
    key_id, now = new_id(), current.now()

    def effect(tx: Transaction) -> Response:
        scopes = [scope.value for scope in asked.scopes]
        made = api_keys.make(tx, key_id, asked.name, scopes, str(asked.days), now)
        listed = _answer(api_keys.find_listed(tx, key_id), now)
        answer = MadeApiKeyAnswer(**listed.model_dump(), secret=made.secret)
        place = url_for("api_v1.api_keys.show", api_key_id=key_id)
        return responses.created(place, answer)

    return once(effect)


@bp.post("/<uuid:api_key_id>/secret")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewApiKeySecret,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_201=MadeApiKeyAnswer),
    operation_id="renew_api_key",
)
def renew(api_key_id: UUID) -> Response:
    """
    Give an API key a new secret

    The one before works for as many hours beside it. Only for keys of the member who asks.
    """
    asked: NewApiKeySecret = request.context.json  # type: ignore[attr-defined]
    now = current.now()

    def effect(tx: Transaction) -> Response:
        made = api_keys.renew(tx, api_key_id, str(asked.overlap_hours), now)
        listed = _answer(api_keys.find_listed(tx, api_key_id), now)
        answer = MadeApiKeyAnswer(**listed.model_dump(), secret=made.secret)
        place = url_for("api_v1.api_keys.show", api_key_id=api_key_id)
        return responses.created(place, answer)

    return once(effect)


@bp.delete("/<uuid:api_key_id>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="revoke_api_key",
)
def revoke(api_key_id: UUID) -> Response:
    """
    Revoke an API key

    No request with it is accepted from then on. It stays in the list.
    """

    def effect(tx: Transaction) -> Response:
        api_keys.revoke(tx, api_key_id, current.now())
        return responses.deleted()

    return once(effect)


def _answer(found: ListedKey, now: datetime) -> ApiKeyAnswer:
    key = found.key
    return ApiKeyAnswer(
        id=key.id,
        name=key.name,
        hint=key.hint,
        scopes=sorted(key.scopes),
        member_id=key.created_by,
        works=key.works(now) and not found.stranded,
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
        old_secret_ends_at=key.old_secret_ends_at,
    )
