"""
DocuSign's authorization endpoint, which knows no PKCE: a client with a secret is sent on to ours
with a challenge that we know the answer to. Whoever has the code still needs the secret.
"""

import base64
import hmac
from urllib.parse import urlencode
from uuid import UUID

from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.api.oauth.client import IDENTITY
from core.api.oauth.refusals import ApplicationUnknown
from core.docusign import scopes
from tenants.openers import oauth_tokens
from webapp import current

bp = Blueprint("docusign_authorizations", __name__, url_prefix="/oauth")
SENT_ON = ("response_type", "client_id", "redirect_uri", "state", "prompt")


@bp.get("/auth")
def show() -> Response:
    """Public: on to the authorization endpoint, in our words. Raises ApplicationUnknown."""
    client = oauth_tokens.client_of(current.installation(), request.args.get("client_id", ""))
    if client is None or not client.kind.has_secret:
        raise ApplicationUnknown
    asked = {name: request.args[name] for name in SENT_ON if name in request.args}
    named = scopes.in_our_words(request.args.get("scope", ""))
    if named is None:
        named = frozenset({*(each.value for each in client.scopes), *IDENTITY})
    challenge = create_s256_code_challenge(verifier(client.id))
    asked |= {"scope": " ".join(sorted(named)), "code_challenge": challenge}
    asked["code_challenge_method"] = "S256"
    place = f"{url_for('oauth_authorizations.show')}?{urlencode(asked)}"
    return make_response(redirect(place, 303))


def verifier(client_id: UUID) -> str:
    key = current.settings().session_key
    return (
        base64.urlsafe_b64encode(hmac.digest(key, b"docusign pkce\0" + client_id.bytes, "sha256"))
        .decode()
        .rstrip("=")
    )
