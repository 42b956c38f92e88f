"""Codes of an authenticator app (TOTP, RFC 6238) and recovery codes, of members and operators."""

import hmac
import secrets
from datetime import datetime
from uuid import UUID

import pyotp

from core.settings.settings import Settings
from tenants.encryption.keys import Key

ISSUER = "Countersign"
STEP = 30  # seconds that a code counts for (RFC 6238, 4.1); clocks may differ by one step
DIGITS = 6
RECOVERY_CODES = 10
# Without letters and digits that look alike: 12 of 31 characters are 59 bits.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_secret() -> str:
    """A secret for an authenticator app: 160 bits in base32."""
    return pyotp.random_base32()


def app_address(secret: str, account: str) -> str:
    """The otpauth:// address that the QR code holds; `account` is what the app shows."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=account, issuer_name=ISSUER)


def tidied(typed: str) -> str:
    """A code without the spaces and hyphens that people type in between."""
    return "".join(c for c in typed.casefold() if c.isalnum())[:64]


def is_totp(code: str) -> bool:
    """Whether a tidied code has the form of an authenticator's; others are recovery codes."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def step_of(secret: str, code: str, now: datetime, after: int = -1) -> int | None:
    """Which step's code this is, of those around now that are later than `after`."""
    totp = pyotp.TOTP(secret, interval=STEP)
    current = int(now.timestamp()) // STEP
    for step in (current - 1, current, current + 1):
        # As bytes: of texts only those of plain letters can be compared.
        if step > after and hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten of them, as they are shown once."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def recovery_hash(settings: Settings, whose: UUID, code: str) -> bytes:
    """What is stored of a recovery code: of use to no one without the master key."""
    key = hmac.digest(settings.master_key, b"recovery codes", "sha256")
    return hmac.digest(key, whose.bytes + tidied(code).encode(), "sha256")


def seal_secret(settings: Settings, whose: UUID, secret: str) -> bytes:
    return _key(settings).encrypt(secret.encode(), f"authenticator:{whose}")


def open_secret(settings: Settings, whose: UUID, sealed: bytes) -> str:
    """Raises Undecryptable for the secret of another person, or an invented one."""
    return _key(settings).decrypt(sealed, f"authenticator:{whose}").decode()


def _key(settings: Settings) -> Key:
    return Key(hmac.digest(settings.master_key, b"authenticators", "sha256"))
