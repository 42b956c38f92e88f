"""A member's session that waits, locked by a PIN, while someone else has their device."""

import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.refusals import Invalid, NotFound, sentence
from core.signing import link
from tenants.encryption.keys import Key, Undecryptable
from tenants.installation import Installation
from tenants.use_cases.sign_in import signing_in

PIN = re.compile(r"[0-9]{4,8}", re.ASCII)
LIFETIME = timedelta(hours=12)
TRIES = 5
CONTEXT = "parked session"


@dataclass(frozen=True, slots=True)
class ParkedSession:
    """`token` is the session's secret; the others say to whom the device was handed."""

    token: str
    envelope_id: UUID
    recipient_id: UUID


def check(pin: str) -> None:
    """Raises Invalid with `pin`."""
    if not PIN.fullmatch(pin):
        raise Invalid(pin=sentence("Choose a PIN of 4 to 8 digits."))


def park(installation: Installation, parked: ParkedSession, pin: str) -> str:
    """What the browser keeps of the parked session: without the PIN it opens nothing."""
    key = _key(installation)
    told = {
        "token": parked.token,
        "envelope": str(parked.envelope_id),
        "recipient": str(parked.recipient_id),
        "pin": key.digest(pin, parked.token).hex(),
    }
    return urlsafe_b64encode(key.encrypt(json.dumps(told).encode(), CONTEXT)).decode()


def unlock(installation: Installation, kept: str, pin: str) -> ParkedSession | None:
    """
    None after too many tries: the session has ended, and its member has to sign in again.

    Raises Invalid with `pin`, NotFound where nothing waits.
    """
    parked, expected = _read(installation, kept)
    tries = installation.attempt_key("device pin", link.digest(parked.token))
    if installation.directory.count_attempt(tries, LIFETIME) > TRIES:
        signing_in.sign_out(installation, parked.token)
        return None
    if not hmac.compare_digest(_key(installation).digest(pin, parked.token), expected):
        raise Invalid(pin=sentence("This PIN is not right."))
    installation.directory.forget_attempts(tries)
    return parked


def _read(installation: Installation, kept: str) -> tuple[ParkedSession, bytes]:
    try:
        told = json.loads(_key(installation).decrypt(urlsafe_b64decode(kept), CONTEXT))
    except (ValueError, Undecryptable):
        raise NotFound from None
    parked = ParkedSession(told["token"], UUID(told["envelope"]), UUID(told["recipient"]))
    return parked, bytes.fromhex(told["pin"])


def _key(installation: Installation) -> Key:
    return Key(hmac.digest(installation.settings.session_key, CONTEXT.encode(), "sha256"))
