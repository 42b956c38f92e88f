"""Signing in to the operator's portal: a password, then always a second factor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.addresses import client_address
from core.operator.events import OperatorSignedIn
from core.operator.refusals import WrongSecondFactor
from core.sign_in.refusals import TooManyAttempts, WrongCredentials
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import Installation, email_hash
from tenants.operator import Operator
from tenants.store.operator.operator_functions import (
    NewOperatorSession,
    OperatorDirectory,
    OperatorSession,
)
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import known_devices, one_time_codes, passwords

PERIOD = timedelta(minutes=15)
ATTEMPTS_PER_OPERATOR = 10
# From all networks together: past it only browsers get in that were signed in before.
ATTEMPTS_FROM_ANYWHERE = 30
ATTEMPTS_PER_ADDRESS = 30


@dataclass(frozen=True, slots=True)
class FullSession:
    """The token of a session with both factors, for the log: by which `factor` it began."""

    token: str
    factor: str


@dataclass(frozen=True, slots=True)
class OperatorAdmission:
    """How far an operator's sign-in has come. `secret` is what an authenticator app is given."""

    token: str
    session: OperatorSession
    secret: str


def sign_in(
    installation: Installation,
    email: str,
    password: str,
    address: str,
    user_agent: str,
    device: str = "",
) -> str:
    """
    The token of a session that still lacks its second factor.

    An unknown address takes as long as a wrong password, and says the same. `device` is what the
    browser keeps of those who signed in there before. Raises WrongCredentials, TooManyAttempts.
    """
    digest = email_hash(email)
    _count_password(installation, digest, address, device)
    directory = OperatorDirectory(installation.pool)
    found = directory.credentials(digest)
    stored = found.password_hash if found else None
    if not passwords.matches(stored, password) or found is None:
        raise WrongCredentials
    secret = None if found.enrolled else _new_secret(installation, found.operator_id)
    token = new_token()
    directory.open_session(
        link.digest(token),
        NewOperatorSession(found.operator_id, address, user_agent, secret),
    )
    return token


def admission(installation: Installation, token: str) -> OperatorAdmission | None:
    """Which factors the session has; None when it has ended or never was."""
    session = OperatorDirectory(installation.pool).session(link.digest(token))
    if session is None:
        return None
    secret = ""
    if session.secret:
        secret = one_time_codes.open_secret(
            installation.settings, session.operator_id, session.secret
        )
    return OperatorAdmission(token, session, secret)


def identify(installation: Installation, token: str) -> Operator | None:
    """Whose session this is, when both factors were given."""
    session = OperatorDirectory(installation.pool).session(link.digest(token))
    if session is None or session.factors < 2:
        return None
    return Operator(installation, session.operator_id, session.name, link.digest(token))


def address_for_app(admission: OperatorAdmission) -> str:
    """What the QR code of a new second factor says."""
    return one_time_codes.app_address(admission.secret, f"{admission.session.name} (operator)")


def enrol(
    installation: Installation, admission: OperatorAdmission, code: str, address: str, now: datetime
) -> tuple[FullSession, list[str]]:
    """
    A full session, which is to be recorded, and the recovery codes, which are shown this once.

    Raises WrongSecondFactor, TooManyAttempts.
    """
    _count_code(installation, admission)
    step = one_time_codes.step_of(admission.secret, one_time_codes.tidied(code), now)
    codes = one_time_codes.new_recovery_codes()
    directory, token = OperatorDirectory(installation.pool), new_token()
    shown, new = link.digest(admission.token), link.digest(token)
    hashes = [_recovery_hash(installation, admission, code) for code in codes]
    if step is None or not directory.enrol(shown, step, hashes, new, address):
        raise WrongSecondFactor
    _forget_attempts(installation, admission)
    return FullSession(token, "enrolment"), codes


def confirm(
    installation: Installation, admission: OperatorAdmission, code: str, address: str, now: datetime
) -> FullSession:
    """
    For a code of the app or a recovery code. It is to be recorded.

    Raises WrongSecondFactor, TooManyAttempts.
    """
    _count_code(installation, admission)
    if not admission.session.enrolled:
        raise WrongSecondFactor
    directory, token = OperatorDirectory(installation.pool), new_token()
    shown, new = link.digest(admission.token), link.digest(token)
    step = one_time_codes.step_of(admission.secret, one_time_codes.tidied(code), now)
    if step is not None and directory.use_step(shown, step, new, address):
        factor = "app"
    elif directory.use_code(shown, _recovery_hash(installation, admission, code), new, address):
        factor = "recovery code"
    else:
        raise WrongSecondFactor
    _forget_attempts(installation, admission)
    return FullSession(token, factor)


def record(
    tx: Transaction, admission: OperatorAdmission, begun: FullSession, address: str, now: datetime
) -> None:
    """In the operators' log: no one enters the portal unseen."""
    signed_in = OperatorSignedIn(factor=begun.factor, address=address)
    tx.record_admin((signed_in,), f"operator:{admission.session.operator_id}", now)


def sign_out(installation: Installation, token: str) -> None:
    OperatorDirectory(installation.pool).close_session(link.digest(token))


def _forget_attempts(installation: Installation, admission: OperatorAdmission) -> None:
    operator_id = admission.session.operator_id
    installation.directory.forget_attempts(
        installation.attempt_key("operator code", operator_id.bytes)
    )


def _recovery_hash(installation: Installation, admission: OperatorAdmission, code: str) -> bytes:
    return one_time_codes.recovery_hash(installation.settings, admission.session.operator_id, code)


def _count_password(installation: Installation, whose: bytes, address: str, device: str) -> None:
    """A browser that was signed in before has tries of its own: no stranger locks it out."""
    mark = known_devices.find(installation, device, whose)
    if mark:
        _count(installation, "operator on device", whose + mark.encode(), ATTEMPTS_PER_OPERATOR)
        return
    network = client_address.network(address).encode()
    _count(installation, "operator from network", whose + network, ATTEMPTS_PER_OPERATOR)
    _count(installation, "operator network", network, ATTEMPTS_PER_ADDRESS)
    _count(installation, "operator", whose, ATTEMPTS_FROM_ANYWHERE)


def _count_code(installation: Installation, admission: OperatorAdmission) -> None:
    operator_id = admission.session.operator_id
    _count(installation, "operator code", operator_id.bytes, ATTEMPTS_PER_OPERATOR)


def _count(installation: Installation, kind: str, whose: bytes, most: int) -> None:
    key = installation.attempt_key(kind, whose)
    if installation.directory.count_attempt(key, PERIOD) > most:
        raise TooManyAttempts


def _new_secret(installation: Installation, operator_id: UUID) -> bytes:
    return one_time_codes.seal_secret(
        installation.settings, operator_id, one_time_codes.new_secret()
    )
