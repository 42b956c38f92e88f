"""Signing in as the routes do it: counted and checked outside, then short transactions."""

from datetime import datetime

from core.signing.origin import Origin
from tenants.installation import Installation
from tenants.store.sign_in.sessions import NewSession
from tenants.use_cases.sign_in import (
    attempt_limits,
    passkey_sign_in,
    second_factors,
    signing_in,
)
from tenants.use_cases.sign_in.relying_party import PasskeyChallenge
from tests.tenants.opening import run


def sign_in(
    installation: Installation,
    email: str,
    password: str,
    address: str,
    now: datetime,
    user_agent: str = "",
    device: str = "",
) -> str:
    found = signing_in.check(installation, email, password, address, device)
    step = run(installation.platform, signing_in.sign_in, found, address, user_agent)
    return signing_in.signed_in(step)


def begin(installation: Installation, session: NewSession) -> str:
    """A session for somebody who has proved who they are."""
    return run(installation.platform, signing_in.open_session, session)


def finish_by_code(
    installation: Installation, pending: str, code: str, address: str, now: datetime
) -> str:
    platform, origin = installation.platform, Origin(address)
    owner = run(platform, second_factors.second_step, pending)
    attempt_limits.count_proof(installation, owner)
    attempt_limits.count_network(installation, address)
    session = run(platform, second_factors.finish, owner, pending, code, origin, now)
    attempt_limits.reset_proof(installation, owner)
    return signing_in.admitted(session)


def ask_passkey(
    installation: Installation, address: str, pending: str | None = None
) -> PasskeyChallenge:
    attempt_limits.count_network(installation, address)
    return run(installation.platform, passkey_sign_in.ask, pending)


def sign_in_by_passkey(
    installation: Installation, token: str, credential: str, address: str
) -> str:
    platform = installation.platform
    attempt_limits.count_network(installation, address)
    taken = run(platform, passkey_sign_in.take, token, passkey_sign_in.SIGN_IN)
    session = run(platform, passkey_sign_in.sign_in, taken, credential, Origin(address))
    return signing_in.admitted(session)


def finish_by_passkey(
    installation: Installation,
    pending: str,
    token: str,
    credential: str,
    address: str,
    now: datetime,
) -> str:
    platform = installation.platform
    owner = run(platform, second_factors.second_step, pending)
    attempt_limits.count_proof(installation, owner)
    taken = run(platform, passkey_sign_in.take, token, passkey_sign_in.SECOND_STEP)
    session = run(
        platform, passkey_sign_in.finish, owner, pending, taken, credential, Origin(address)
    )
    attempt_limits.reset_proof(installation, owner)
    return signing_in.admitted(session)
