"""The organization itself, and what it has chosen for all that it sends."""

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.organizations.organization import Profile
from core.signing import embedding
from core.signing.embedding import EmbeddingSettings
from templates import language
from tenants.transaction import Transaction
from tenants.use_cases.organizations import organization_profile
from tenants.use_cases.signing.hand_overs import embedding_settings
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.organizations.setting_models import (
    ChangedEmbedding,
    ChangedOrganization,
    ChangedSettings,
    EmbeddingSettingsAnswer,
    OrganizationAnswer,
    SettingsAnswer,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("settings", __name__)


@bp.get("/organization")
@authentication.required(Scope.ORGANIZATION, Scope.MEMBERS)
@documentation.validate(
    query=reading(OrganizationAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=OrganizationAnswer),
    operation_id="get_organization",
)
def show_organization() -> Response:
    """See the organization of the key"""
    with current.transaction() as tx:
        return responses.shown(_organization(tx, organization_profile.profile(tx)))


@bp.patch("/organization")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=ChangedOrganization,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_200=OrganizationAnswer),
    operation_id="change_organization",
)
def change_organization() -> Response:
    """Rename the organization"""
    asked: ChangedOrganization = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        known = organization_profile.profile
        responses.check_match(tx, "organization", lambda: _organization(tx, known(tx)))
        return responses.shown(_organization(tx, _changed(tx, asked.model_dump(exclude_none=True))))

    return once(effect)


@bp.get("/settings")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(SettingsAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=SettingsAnswer),
    operation_id="get_settings",
)
def show() -> Response:
    """See the settings"""
    with current.transaction() as tx:
        return responses.shown(_settings(organization_profile.profile(tx)))


@bp.patch("/settings")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=ChangedSettings,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_200=SettingsAnswer),
    operation_id="change_settings",
)
def change() -> Response:
    """
    Change settings

    All of them or none: what is wrong is listed at once.
    """
    asked: ChangedSettings = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        known = organization_profile.profile
        responses.check_match(tx, "settings", lambda: _settings(known(tx)))
        return responses.shown(_settings(_changed(tx, asked.given())))

    return once(effect)


@bp.get("/settings/embedding")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(EmbeddingSettingsAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=EmbeddingSettingsAnswer),
    operation_id="get_embedding_settings",
)
def show_embedding() -> Response:
    """See whose pages may show the signing pages"""
    with current.transaction() as tx:
        return responses.shown(_embedding(embedding_settings.settings(tx)))


@bp.patch("/settings/embedding")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=ChangedEmbedding,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_200=EmbeddingSettingsAnswer),
    operation_id="change_embedding_settings",
)
def change_embedding() -> Response:
    """Change whose pages may show the signing pages"""
    asked: ChangedEmbedding = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        known = embedding_settings.settings
        responses.check_match(tx, "embedding", lambda: _embedding(known(tx)))
        old = known(tx)
        origins = old.origins if asked.origins is None else asked.origins
        returning = (
            old.return_addresses if asked.return_addresses is None else asked.return_addresses
        )
        words = old.closing_words if asked.closing_words is None else asked.closing_words
        new = embedding.read("\n".join(origins), "\n".join(returning), words)
        embedding_settings.change(tx, new, current.now())
        return responses.shown(_embedding(new))

    return once(effect)


def _changed(tx: Transaction, changed: dict[str, object]) -> Profile:
    """Raises Invalid."""
    languages = language.for_signers()
    return organization_profile.change_settings(tx, changed, languages, current.now())


def _organization(tx: Transaction, profile: Profile) -> OrganizationAnswer:
    slug = organization_profile.slug(tx)
    return OrganizationAnswer(id=tx.organization_id, name=profile.name, slug=slug)


def _settings(profile: Profile) -> SettingsAnswer:
    lists = {
        "archive": profile.archive.splitlines(),
        "signing_reasons": profile.signing_reasons.splitlines(),
        "proofs": list(profile.proofs),
    }
    names = SettingsAnswer.model_fields.keys() - lists.keys()
    return SettingsAnswer.model_validate(lists | {n: getattr(profile, n) for n in names})


def _embedding(found: EmbeddingSettings) -> EmbeddingSettingsAnswer:
    return EmbeddingSettingsAnswer(
        origins=list(found.origins),
        return_addresses=list(found.return_addresses),
        closing_words=found.closing_words,
    )
