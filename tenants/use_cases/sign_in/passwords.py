"""Passwords of people: checked against what is guessed first, kept as argon2id hashes."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.sign_in import password as rules
from tenants.identifiers import new_token

COMMON = Path(__file__).with_name("common_passwords.txt")
hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106, 64 MiB


def hashed(password: str, email: str, name: str) -> str:
    """What is stored of a new password. Raises Invalid(password=...)."""
    rules.check(password, email, name, common())
    return hasher.hash(rules.normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """
    Whether it is this person's password. None, when there is no such person, takes as long.

    No one's password is longer than the longest allowed: not even its length costs more time.
    """
    given = rules.normal(password[: rules.LONGEST + 1])
    try:
        return hasher.verify(password_hash or _nobody(), given) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def common() -> frozenset[str]:
    """Passwords that are guessed first, in lower case."""
    lines = COMMON.read_text().splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _nobody() -> str:
    """A hash that no password has, verified for addresses that no one has."""
    return hasher.hash(new_token())
