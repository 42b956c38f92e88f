"""
Showing once more that it is the account's owner who acts: by password, or by a code.

Three steps, because comparing a password is slow: `stored` reads in a short transaction, `check`
compares with none open, `require` decides in the transaction of what is asked for.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.refusals import Invalid, sentence
from core.sign_in.refusals import SignedInThroughOrganization
from core.sign_in.sign_in_policy import Method
from tenants.installation import Installation
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import attempt_limits, passwords, second_factors

OWN = Permission.OWN_ACCOUNT
# Whoever signed in so recently need not show again that it is them to add what signs them in.
FRESH = timedelta(minutes=10)
WRONG = sentence("This is not correct. Enter your password, or a code you have not used yet.")


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """What a member's typed password is compared with. `fresh`: they signed in just now."""

    person_id: UUID
    hash: str | None = field(repr=False)
    fresh: bool


@dataclass(frozen=True, slots=True)
class Reauthentication:
    """
    What a member typed, after the slow comparison; it may still be a code.

    `password_hash` is the stored one that it fits, empty if it is not their password.
    """

    typed: str = field(default="", repr=False)
    password_hash: str = field(default="", repr=False)


def stored(tx: Transaction) -> StoredPassword:
    """Raises SignedInThroughOrganization."""
    tx.require(OWN)
    refuse_provider(tx)
    person_id = tx.member.person_id
    return StoredPassword(person_id, tx.accounts.password_of(person_id), is_fresh(tx))


def check(
    installation: Installation, stored: StoredPassword, typed: str, unless_fresh: bool = False
) -> Reauthentication:
    """
    Slow, and so with no transaction open. It counts the try. Raises TooManyAttempts.

    `unless_fresh` is for what `require_unless_fresh` decides: a fresh session need not try.
    """
    if unless_fresh and stored.fresh:
        return Reauthentication()
    attempt_limits.count_proof(installation, stored.person_id)
    if not passwords.matches(stored.hash, typed):
        return Reauthentication(typed)
    attempt_limits.reset_proof(installation, stored.person_id)
    return Reauthentication(typed, stored.hash or "")


def require(tx: Transaction, proof: Reauthentication, now: datetime) -> None:
    """
    Go on only if it is their password still, or a code, which is used up with what it is for.

    The account stays as it is until the transaction ends. Raises Invalid(proof=...),
    SignedInThroughOrganization.
    """
    if is_password(tx, proof):
        return
    if not second_factors.is_code(tx, tx.member.person_id, proof.typed, now):
        raise Invalid(proof=WRONG)
    attempt_limits.reset_code(tx)


def require_unless_fresh(tx: Transaction, proof: Reauthentication, now: datetime) -> None:
    """
    The same, but of those only who did not sign in a few minutes ago.

    A session that someone left open, or lost, is not enough to add a key of one's own to it.
    """
    if is_fresh(tx):
        lock_account(tx)
    else:
        require(tx, proof, now)


def is_fresh(tx: Transaction) -> bool:
    """Whether the member signed in a few minutes ago, by the database's clock."""
    tx.require(OWN)
    member, now = tx.member, tx.sessions.now()
    found = tx.sessions.of(member.person_id)
    return any(s.id == member.session_id and s.created_at > now - FRESH for s in found)


def is_password(tx: Transaction, proof: Reauthentication) -> bool:
    """Whether the password that was compared is the account's still. Locks the account."""
    held = lock_account(tx)
    return bool(proof.password_hash) and held == proof.password_hash


def lock_account(tx: Transaction) -> str:
    """
    The hash of the member's password, for a transaction about their own account.

    One such change comes after the other, and none beside a sign-in.
    Raises SignedInThroughOrganization.
    """
    tx.require(OWN)
    refuse_provider(tx)
    return tx.accounts.lock_exclusive(tx.member.person_id)


def refuse_provider(tx: Transaction) -> None:
    """
    An account may be used in other organizations too: whom one organization's provider lets in
    must not come near what opens the others. Raises SignedInThroughOrganization.
    """
    if tx.member.method == Method.SSO:
        raise SignedInThroughOrganization
