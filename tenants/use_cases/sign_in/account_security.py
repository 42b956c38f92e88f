"""How someone signs in, as they look after it themselves: what there is, and the password."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.access import Permission
from core.refusals import Invalid, sentence
from core.sign_in.sign_in_policy import SignInPolicy
from tenants.member import Member
from tenants.store.sign_in.passkeys import Passkey
from tenants.store.sign_in.second_factors import Factors
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_mail, passwords, reauthentication, signing_in
from tenants.use_cases.sign_in.account_mail import Words
from tenants.use_cases.sign_in.reauthentication import Reauthentication, StoredPassword

OWN = Permission.OWN_ACCOUNT
PAGE = "/settings/security"
WRONG_PASSWORD = sentence("This password is incorrect. Enter the one you sign in with.")


@dataclass(frozen=True, slots=True)
class Security:
    """What the page about one's own security shows. `fresh`: they signed in just now."""

    factors: Factors
    passkeys: tuple[Passkey, ...]
    policy: SignInPolicy
    fresh: bool


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The old password as it was compared, and the slow hash of the new one."""

    proof: Reauthentication
    new_hash: str = field(repr=False)


def security(tx: Transaction) -> Security:
    """Raises SignedInThroughOrganization."""
    tx.require(OWN)
    reauthentication.refuse_provider(tx)
    return Security(
        tx.second_factors.of(tx.member.person_id),
        tx.passkeys.of(tx.member.person_id),
        signing_in.policy(tx),
        reauthentication.is_fresh(tx),
    )


def check_passwords(member: Member, stored: StoredPassword, old: str, new: str) -> PasswordChange:
    """
    All that is wrong is said at once. Slow, and so with no transaction open.

    Raises Invalid(old_password=..., password=...), TooManyAttempts.
    """
    errors = {}
    hashed = ""
    proof = reauthentication.check(member.organization.installation, stored, old)
    if not proof.password_hash:
        errors["old_password"] = WRONG_PASSWORD
    try:
        hashed = passwords.hashed(new, member.email, member.name)
    except Invalid as invalid:
        errors |= invalid.errors
    if errors:
        raise Invalid(**errors)
    return PasswordChange(proof, hashed)


def change_password(tx: Transaction, change: PasswordChange) -> None:
    """
    Ends all other sessions. Raises SignedInThroughOrganization, and Invalid(old_password=...)
    when another password was set meanwhile.
    """
    if not reauthentication.is_password(tx, change.proof):
        raise Invalid(old_password=WRONG_PASSWORD)
    tx.accounts.set_password(tx.member.person_id, change.new_hash, tx.member.session_id)
    notify(tx, "password_changed")


def notify(tx: Transaction, kind: str, values: Mapping[str, str] | None = None) -> None:
    """Mail the member what they changed about their account."""
    words = Words(kind, tx.member.name, tx.member.email, link=PAGE, values=dict(values or {}))
    tx.jobs.add(tx.organization_id, [account_mail.letter(tx.rows, words)])
