"""What clients find by themselves: endpoints, and the keys that ID tokens are signed with."""

from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from core.api.oauth.client import IDENTITY
from core.api.scope import Scope
from tenants.openers import id_tokens
from tenants.use_cases.api.oauth.assertions import FAMILIES
from webapp import current
from webapp.routes.api.oauth import token_requests
from webapp.routes.api.oauth.tokens import GRANTS, JWT_BEARER

bp = Blueprint("oauth_metadata", __name__)
FRESH_FOR = 3600  # seconds
SECRETS = ["client_secret_basic", "client_secret_post", "private_key_jwt"]


@bp.get("/.well-known/openid-configuration")
@bp.get("/.well-known/oauth-authorization-server")
def show() -> Response:
    """OpenID Connect Discovery, and RFC 8414."""
    return _for_everyone(jsonify(described()))


@bp.get("/oauth/jwks")
def keys() -> Response:
    return _for_everyone(jsonify(id_tokens.key_set(current.installation(), current.now())))


def described() -> dict[str, Any]:
    issuer = token_requests.issuer()

    def at(page: str) -> str:
        return issuer + url_for(page)

    return {
        "issuer": issuer,
        "authorization_endpoint": at("oauth_authorizations.show"),
        "token_endpoint": at("oauth_tokens.create"),
        "revocation_endpoint": at("oauth_tokens.revoke"),
        "introspection_endpoint": at("oauth_tokens.introspect"),
        "userinfo_endpoint": at("oauth_tokens.userinfo"),
        "jwks_uri": at("oauth_metadata.keys"),
        "scopes_supported": [*IDENTITY, *(each.value for each in Scope)],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [*GRANTS, JWT_BEARER],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [id_tokens.ALGORITHM],
        "token_endpoint_auth_methods_supported": [*SECRETS, "none"],
        "token_endpoint_auth_signing_alg_values_supported": list(FAMILIES),
        "revocation_endpoint_auth_methods_supported": [*SECRETS, "none"],
        "revocation_endpoint_auth_signing_alg_values_supported": list(FAMILIES),
        "introspection_endpoint_auth_methods_supported": SECRETS,
        "introspection_endpoint_auth_signing_alg_values_supported": list(FAMILIES),
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": [
            *("sub", "name", "email", "email_verified", "organization_id", "auth_time"),
            *("iss", "aud", "exp", "iat", "nonce", "at_hash"),
        ],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "authorization_response_iss_parameter_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }


def _for_everyone(answer: Response) -> Response:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return answer
