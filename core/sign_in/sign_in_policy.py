"""What an organization asks of whoever signs in, and whether someone meets it."""

from dataclasses import dataclass
from enum import StrEnum

from core.access import MemberRole
from core.organizations.events import SettingChanged
from core.organizations.organization import changes
from core.refusals import Invalid, sentence

SHORTEST, LONGEST = 15, 30 * 24 * 60


class Method(StrEnum):
    PASSWORD = "password"  # noqa: S105 - a word
    PASSKEY = "passkey"
    SSO = "sso"


class Admission(StrEnum):
    """What a session opens: all, the page where something is set up, or nothing."""

    ADMITTED = "admitted"
    FACTOR_NEEDED = "factor_needed"
    PASSKEY_NEEDED = "passkey_needed"
    CONNECTION_NEEDED = "connection_needed"
    ANOTHER_WAY = "another_way"


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """`second_factor`: everyone has to have one. Then the methods, one by one. Minutes."""

    second_factor: bool = False
    password: bool = True
    passkey: bool = True
    sso: bool = True
    session_minutes: int = 12 * 60
    idle_minutes: int = 12 * 60

    @property
    def allowed(self) -> frozenset[Method]:
        return frozenset(method for method in Method if getattr(self, method.value))

    @property
    def sso_only(self) -> bool:
        """Enforced: then only owners with a second factor may still sign in by themselves."""
        return self.allowed == {Method.SSO}


@dataclass(frozen=True, slots=True)
class Proof:
    """How someone signed in: the method and how many factors; and what they could use next."""

    method: Method
    factors: int
    authenticator: bool = False
    passkeys: bool = False
    connected: bool = True  # with the organization's own sign-in

    @property
    def has_second_factor(self) -> bool:
        return self.authenticator or self.passkeys


def admission(policy: SignInPolicy, role: MemberRole, proof: Proof) -> Admission:
    """What a session that began with this proof opens in the organization."""
    if not (proof.method in policy.allowed or _breaks_glass(policy, role, proof)):
        if policy.sso_only and not proof.connected:
            # A session from before it was asked for: the member proves who they are once more.
            return Admission.CONNECTION_NEEDED
        may_set_up = Method.PASSKEY in policy.allowed and proof.method is Method.PASSWORD
        return (
            Admission.PASSKEY_NEEDED if may_set_up and not proof.passkeys else Admission.ANOTHER_WAY
        )
    if policy.second_factor and proof.method is not Method.SSO and proof.factors < 2:
        # The member has one and did not give it: they signed in before they had it.
        return Admission.ANOTHER_WAY if proof.has_second_factor else Admission.FACTOR_NEEDED
    return Admission.ADMITTED


def change(
    old: SignInPolicy, new: SignInPolicy, own: frozenset[Method]
) -> tuple[SettingChanged, ...]:
    """
    What is recorded when `old` becomes `new`. Raises Invalid with errors by field.

    `own` are the methods of the administrator who changes it: one of them has to stay.
    """
    errors = {}
    if not new.allowed:
        errors["methods"] = sentence("Choose at least one way to sign in.")
    elif not new.allowed & own:
        errors["methods"] = sentence(
            "With this change, you would no longer be able to sign in. Keep a way of"
            " signing in that you use, or sign in once in one of the remaining ways, then make"
            " this change."
        )
    if not SHORTEST <= new.session_minutes <= LONGEST:
        errors["session_minutes"] = sentence("Choose between 15 minutes and 30 days.")
    if not SHORTEST <= new.idle_minutes <= LONGEST:
        errors["idle_minutes"] = sentence("Choose between 15 minutes and 30 days.")
    if errors:
        raise Invalid(**errors)
    return changes("sign_in", old, new)


def _breaks_glass(policy: SignInPolicy, role: MemberRole, proof: Proof) -> bool:
    """An identity provider may be away, or turned against its own organization."""
    return policy.sso_only and role is MemberRole.OWNER and proof.factors >= 2
