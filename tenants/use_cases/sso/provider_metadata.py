"""What an OpenID provider publishes about itself, and the addresses that follow from it."""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_grant_uri,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

from core.addresses import network_address
from core.addresses.network_address import MalformedAddress
from core.sso.refusals import IssuerWrong, ProviderConfused

SCOPE = "openid email profile"


@dataclass(frozen=True, slots=True)
class Provider:
    """The metadata that we use (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    posts_secret: bool
    names_itself: bool


def read(issuer: str, data: dict[str, Any], allow_private: bool) -> Provider:
    """Raises IssuerWrong, ProviderConfused."""
    if data.get("issuer") != issuer:
        raise IssuerWrong
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    addresses = {name: _address(data.get(name), allow_private) for name in names}
    userinfo = data.get("userinfo_endpoint")
    return Provider(
        issuer=issuer,
        userinfo_endpoint=_address(userinfo, allow_private) if userinfo else "",
        posts_secret=_posts_secret(data.get("token_endpoint_auth_methods_supported")),
        names_itself=data.get("authorization_response_iss_parameter_supported") is True,
        **addresses,
    )


def authorization_address(
    provider: Provider, client_id: str, redirect: str, state: str, nonce: str, verifier: str
) -> str:
    """Where a browser is led to sign in (RFC 6749, 4.1.1, with PKCE by S256)."""
    address: str = prepare_grant_uri(
        provider.authorization_endpoint,
        client_id=client_id,
        response_type="code",
        redirect_uri=redirect,
        scope=SCOPE,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return address


def _address(value: object, allow_private: bool) -> str:
    try:
        network_address.check_url(value if isinstance(value, str) else "", allow_private)
    except MalformedAddress:
        raise ProviderConfused from None
    return str(value)


def _posts_secret(methods: object) -> bool:
    """Basic is what every provider takes unless it says otherwise. Raises ProviderConfused."""
    if not isinstance(methods, list) or "client_secret_basic" in methods:
        return False
    if "client_secret_post" not in methods:
        raise ProviderConfused
    return True
