"""The one guard of the API: who asks is told by a key or token alone, never by a cookie."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import NoReturn, ParamSpec

from flask import Response, g, request

from core.api.refusals import KeyNotAccepted, ScopeMissing, TooManyWrongKeys
from core.api.scope import Scope
from core.principal import SYSTEM, ProgramPrincipal
from tenants.installation import Organization
from tenants.use_cases.api import api_keys
from tenants.use_cases.api.api_keys import PresentedKey
from tenants.use_cases.api.oauth import tokens
from tenants.use_cases.api.oauth.tokens import PresentedToken
from webapp import current
from webapp.api.v1 import call_limits
from webapp.http import docusign_errors, rate_limits, request_info

SCHEME = "bearer"
REALM = 'Bearer realm="Countersign"'
# Wrong keys of one network. Keys that work are never counted: no one guesses one of 2^256, so the
# limit is for programs that go on with an old key, and must not hold up those beside them.
WRONG_KEYS = 20
WRONG_KEYS_PERIOD = timedelta(minutes=5)
Arguments = ParamSpec("Arguments")


def required(
    *scopes: Scope,
) -> Callable[[Callable[Arguments, Response]], Callable[Arguments, Response]]:
    """
    The route is for programs with one of these scopes. The use case asks for the permission again,
    inside its transaction.
    """

    def guard(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
            g.challenge = REALM
            organization, principal = _caller()
            if not any(principal.has(scope) for scope in scopes):
                _lacking(*scopes)
            current.act_as(organization, principal)
            rate_limits.count_write(organization.id)
            if call := call_limits.kind_of(view):
                call_limits.count(call, organization.id, principal.actor)
            return view(*args, **kwargs)

        guarded.scopes = scopes  # type: ignore[attr-defined]
        return guarded

    return guard


def require(scope: Scope) -> None:
    """For what a request of a guarded route asks for besides. Raises ScopeMissing."""
    principal = current.acting().principal
    if not isinstance(principal, ProgramPrincipal) or not principal.has(scope):
        _lacking(scope)


def challenge(response: Response) -> Response:
    """RFC 6750 section 3: a refused program is told what the API asks for."""
    if response.status_code in (401, 403) and "challenge" in g:
        response.headers["WWW-Authenticate"] = g.challenge
    return response


def _lacking(*scopes: Scope) -> NoReturn:
    g.challenge = f'{REALM}, error="insufficient_scope", scope="{scopes[0]}"'
    raise ScopeMissing(scopes)


def _caller() -> tuple[Organization, ProgramPrincipal]:
    """Raises KeyNotAccepted, TooManyWrongKeys, QuotaReached."""
    installation, secret = current.installation(), _secret()
    presented: PresentedKey | PresentedToken | None
    principal: ProgramPrincipal | None = None
    if presented := api_keys.find(installation, secret):
        with presented.organization.transaction(SYSTEM) as tx:
            principal = api_keys.identify(tx, presented, current.now())
    elif presented := tokens.find(installation, secret):
        with presented.organization.transaction(SYSTEM) as tx:
            principal = tokens.identify(tx, presented, current.now())
    if presented is None or principal is None:
        _refuse_wrong_key()
    return presented.organization, principal


def _secret() -> str:
    given = request.headers.get("Authorization", "").strip()
    if docusign_errors.is_wanted() and " " not in given:
        return given  # one of their SDKs sends it bare
    scheme, _, secret = given.partition(" ")
    return secret.strip() if scheme.lower() == SCHEME else ""


def _refuse_wrong_key() -> NoReturn:
    if "Authorization" in request.headers:
        g.challenge = f'{REALM}, error="invalid_token"'
        installation = current.installation()
        key = installation.attempt_key("wrong_api_key", request_info.network().encode())
        if installation.directory.count_attempt(key, WRONG_KEYS_PERIOD) > WRONG_KEYS:
            raise TooManyWrongKeys(WRONG_KEYS_PERIOD)
    raise KeyNotAccepted
