"""Signing in to the operator's portal: a password, then always a second factor."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from core.addresses import client_address
from core.events.admin_events import OperatorSignedIn
from core.operator.refusals import WrongSecondFactor
from core.sign_in.refusals import TooManyAttempts, WrongCredentials
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import Installation, email_hash
from tenants.operator import Operator
from tenants.store.operator.operator_functions import (
    NewOperatorSession,
    OperatorDoor,
    OperatorSession,
)
from tenants.use_cases.sign_in import known_devices, passwords

PERIOD = timedelta(minutes=15)
ATTEMPTS_PER_OPERATOR = 10
# From all networks together: past it only browsers get in that were signed in before.
ATTEMPTS_FROM_ANYWHERE = 30
ATTEMPTS_PER_ADDRESS = 30
CODES = 10
SECONDS = 30
CONTEXT = "operator totp"


@dataclass(frozen=True, slots=True)
class Admission:
    """Where somebody stands at the door. `secret` is what an authenticator app is given."""

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
    door = OperatorDoor(installation.pool)
    found = door.credentials(digest)
    stored = found.password_hash if found else None
    if not passwords.matches(stored, password) or found is None:
        raise WrongCredentials
    secret = None if found.enrolled else _seal(installation, pyotp.random_base32())
    token = new_token()
    door.open_session(
        link.digest(token),
        NewOperatorSession(found.operator_id, address, user_agent, secret),
    )
    return token


def admission(installation: Installation, token: str) -> Admission | None:
    """How far somebody has come; None when the session has ended or never was."""
    session = OperatorDoor(installation.pool).session(link.digest(token))
    if session is None:
        return None
    secret = _open(installation, session.secret) if session.secret else ""
    return Admission(token, session, secret)


def identify(installation: Installation, token: str) -> Operator | None:
    """Whose session this is, when both factors were given."""
    session = OperatorDoor(installation.pool).session(link.digest(token))
    if session is None or session.factors < 2:
        return None
    return Operator(installation, session.operator_id, session.name, link.digest(token))


def address_for_app(admission: Admission) -> str:
    """What the QR code of a new second factor says."""
    name = f"{admission.session.name} (operator)"
    return pyotp.TOTP(admission.secret).provisioning_uri(name=name, issuer_name="Countersign")


def enrol(
    installation: Installation, admission: Admission, code: str, address: str, now: datetime
) -> tuple[str, list[str]]:
    """
    The token of a full session and the recovery codes, which are shown this once.

    Raises WrongSecondFactor, TooManyAttempts.
    """
    _count_code(installation, admission)
    step = _step(admission.secret, code, now)
    codes = ["-".join(secrets.token_hex(2) for _ in range(4)) for _ in range(CODES)]
    door, token = OperatorDoor(installation.pool), new_token()
    shown, new = link.digest(admission.token), link.digest(token)
    hashes = [link.digest(_plain(code)) for code in codes]
    if step is None or not door.enrol(shown, step, hashes, new, address):
        raise WrongSecondFactor
    _record(installation, admission, "enrolment", address, now)
    return token, codes


def confirm(
    installation: Installation, admission: Admission, code: str, address: str, now: datetime
) -> str:
    """The token of a full session, for a code of the app or a recovery code."""
    _count_code(installation, admission)
    if not admission.session.enrolled:
        raise WrongSecondFactor
    door, token = OperatorDoor(installation.pool), new_token()
    shown, new = link.digest(admission.token), link.digest(token)
    step = _step(admission.secret, code, now)
    if step is not None and door.use_step(shown, step, new, address):
        _record(installation, admission, "app", address, now)
    elif door.use_code(shown, link.digest(_plain(code)), new, address):
        _record(installation, admission, "recovery code", address, now)
    else:
        raise WrongSecondFactor
    return token


def sign_out(installation: Installation, token: str) -> None:
    OperatorDoor(installation.pool).close_session(link.digest(token))


def _record(
    installation: Installation, admission: Admission, factor: str, address: str, now: datetime
) -> None:
    operator_id = admission.session.operator_id
    installation.door.forget_attempts(installation.attempt_key("operator code", operator_id.bytes))
    signed_in = OperatorSignedIn(factor=factor, address=address)
    with installation.platform.transaction() as tx:
        tx.administer((signed_in,), f"operator:{operator_id}", now)


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to: this one, the one before or the next."""
    typed = "".join(code.split()).encode()
    current = int(now.timestamp()) // SECONDS
    generator = pyotp.TOTP(secret)
    return next(
        (
            step
            for step in (current, current - 1, current + 1)
            if hmac.compare_digest(generator.generate_otp(step).encode(), typed)
        ),
        None,
    )


def _plain(code: str) -> str:
    return "".join(c for c in code.casefold() if c.isalnum())


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


def _count_code(installation: Installation, admission: Admission) -> None:
    operator_id = admission.session.operator_id
    _count(installation, "operator code", operator_id.bytes, ATTEMPTS_PER_OPERATOR)


def _count(installation: Installation, kind: str, whose: bytes, most: int) -> None:
    key = installation.attempt_key(kind, whose)
    if installation.door.count_attempt(key, PERIOD) > most:
        raise TooManyAttempts


def _seal(installation: Installation, secret: str) -> bytes:
    return installation.platform.key.encrypt(secret.encode(), CONTEXT)


def _open(installation: Installation, sealed: bytes) -> str:
    return installation.platform.key.decrypt(sealed, CONTEXT).decode()
