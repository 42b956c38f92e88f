"""The token endpoint (RFC 6749 section 3.2), and the ends of tokens."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidClientError,
    InvalidGrantError,
    InvalidRequestError,
    UnsupportedGrantTypeError,
)
from flask import Blueprint, Response, jsonify, make_response, request

from core.api.oauth.client import Client
from core.api.oauth.grant import GrantKind
from core.principal import SYSTEM
from tenants.openers import id_tokens, oauth_tokens
from tenants.use_cases.api.oauth import tokens
from tenants.use_cases.api.oauth.tokens import Issued
from webapp import current
from webapp.api.docusign.userinfo import members as userinfo_members
from webapp.api.v1.authentication import REALM
from webapp.routes.api.oauth import docusign_authorizations, token_requests

bp = Blueprint("oauth_tokens", __name__, url_prefix="/oauth")
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@bp.post("/token")
@token_requests.answers_in_json
def create() -> Response:
    given = token_requests.form()
    kind = needed(given, "grant_type")
    if kind == JWT_BEARER:
        return _answer(_by_assertion(given))
    if kind not in GRANTS:
        raise UnsupportedGrantTypeError(None)
    client = token_requests.client(given)
    return token_requests.let_read(_answer(GRANTS[kind](client, given)), client)


@bp.post("/revoke")
@token_requests.answers_in_json
def revoke() -> Response:
    """RFC 7009: 200 whatever the token was."""
    given = token_requests.form()
    client = token_requests.client(given)
    token = needed(given, "token")
    oauth_tokens.revoke(current.installation(), client, token, current.now())
    return token_requests.let_read(make_response("", 200), client)


@bp.post("/introspect")
@token_requests.answers_in_json
def introspect() -> Response:
    """RFC 7662, of a client's own tokens."""
    given = token_requests.form()
    client = token_requests.client(given)
    if not client.kind.has_secret:
        raise InvalidClientError("Only a client with a secret may look into tokens.")
    token = needed(given, "token")
    found = oauth_tokens.introspect(current.installation(), client, token, current.now())
    if found is None:
        return jsonify({"active": False})
    return jsonify(
        {
            "active": True,
            "token_type": "Bearer" if found.kind == "access_token" else found.kind,
            "scope": " ".join(sorted(found.scopes)),
            "client_id": str(client.id),
            "sub": str(found.grant.person_id),
            "iss": token_requests.issuer(),
            "iat": int(found.created_at.timestamp()),
            "exp": int(found.expires_at.timestamp()),
            "organization_id": str(found.organization_id),
            **({"username": found.email} if "email" in found.scopes else {}),
        }
    )


@bp.route("/userinfo", methods=("GET", "POST", "OPTIONS"))
def userinfo() -> Response:
    """OpenID Connect Core section 5.3: who the access token is about."""
    if request.method == "OPTIONS":
        return _for_scripts(make_response("", 204))
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    installation = current.installation()
    presented = tokens.find(installation, secret.strip()) if scheme.lower() == "bearer" else None
    known = None
    if presented:
        with presented.organization.transaction(SYSTEM) as tx:
            known = tokens.known(tx, presented, current.now())
    if presented is None or known is None:
        return _challenged(401, "invalid_token" if secret else "")
    if "openid" not in known.scopes:
        return _challenged(403, "insufficient_scope")
    told = id_tokens.claims(
        installation, presented.organization.id, known.grant, frozenset(known.scopes)
    )
    if "profile" in known.scopes:
        told |= userinfo_members(presented.organization, known.name)
    return _for_scripts(token_requests.kept_from_caches(jsonify(told)))


def _challenged(status: int, error: str) -> Response:
    """RFC 6750 section 3."""
    answer = make_response(jsonify({"error": error} if error else {}), status)
    more = f', error="{error}"' if error else ""
    scope = ', scope="openid"' if status == 403 else ""
    answer.headers["WWW-Authenticate"] = f"{REALM}{more}{scope}"
    return _for_scripts(answer)


def _for_scripts(answer: Response) -> Response:
    """Whoever has a token may ask from anywhere: no cookie is looked at."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Headers"] = "Authorization"
    return answer


def needed(given: Mapping[str, str], name: str) -> str:
    """Raises InvalidRequestError."""
    value = given.get(name, "")
    if not value:
        raise InvalidRequestError(f"The parameter {name} is missing.")
    return value


def _by_assertion(given: Mapping[str, str]) -> Issued:
    asked = given.get("scope", "").split()
    return oauth_tokens.by_assertion(
        current.installation(),
        needed(given, "assertion"),
        token_requests.audiences(),
        current.now(),
        frozenset(asked) or None,
    )


def _for_itself(client: Client, given: Mapping[str, str]) -> Issued:
    return oauth_tokens.for_itself(
        current.installation(), client, given.get("scope"), current.now()
    )


def _by_code(client: Client, given: Mapping[str, str]) -> Issued:
    if "code_verifier" not in given and client.kind.has_secret:
        return _by_docusign_code(client, needed(given, "code"), given.get("redirect_uri", ""))
    return oauth_tokens.by_code(
        *(current.installation(), client, needed(given, "code")),
        *(needed(given, "redirect_uri"), needed(given, "code_verifier"), current.now()),
    )


def _by_docusign_code(client: Client, code: str, named: str) -> Issued:
    """As their SDKs do, which say nothing but the code. Raises InvalidGrantError."""
    verifier = docusign_authorizations.verifier(client.id)
    uris = [named] if named else [*client.redirect_uris]
    refused: InvalidGrantError = InvalidGrantError(None)
    for uri in uris:
        try:
            return oauth_tokens.by_code(
                current.installation(), client, code, uri, verifier, current.now()
            )
        except InvalidGrantError as wrong:
            refused = wrong
    raise refused


def _by_refresh_token(client: Client, given: Mapping[str, str]) -> Issued:
    token = needed(given, "refresh_token")
    return oauth_tokens.by_refresh_token(
        current.installation(), client, token, given.get("scope"), current.now()
    )


GRANTS = {
    "authorization_code": _by_code,
    "client_credentials": _for_itself,
    "refresh_token": _by_refresh_token,
}


def _answer(issued: Issued) -> Response:
    said: dict[str, Any] = {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "scope": " ".join(sorted(issued.scopes)),
        "organization_id": str(issued.organization_id),
    }
    if issued.refresh_token:
        said["refresh_token"] = issued.refresh_token
    if issued.grant.kind is GrantKind.AUTHORIZATION_CODE:
        signed = id_tokens.id_token(
            current.installation(), issued, token_requests.issuer(), current.now()
        )
        said |= {"id_token": signed} if signed else {}
    return jsonify(said)
