import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import MemberRole
from core.refusals import Invalid
from core.sign_in.sign_in_policy import Admission, Method, Proof, SignInPolicy, admission, change

ADMITTED, FACTOR = Admission.ADMITTED, Admission.FACTOR_NEEDED
PASSKEY, ANOTHER = Admission.PASSKEY_NEEDED, Admission.ANOTHER_WAY
OWNER, SENDER = MemberRole.OWNER, MemberRole.SENDER

OPEN = SignInPolicy()
STRICT = SignInPolicy(second_factor=True)
PASSKEYS = SignInPolicy(password=False, sso=False)
NO_PASSWORDS = SignInPolicy(password=False)
SSO_ONLY = SignInPolicy(password=False, passkey=False)
STRICT_SSO = SignInPolicy(password=False, passkey=False, second_factor=True)

PLAIN = Proof(Method.PASSWORD, 1)
TWO = Proof(Method.PASSWORD, 2, authenticator=True)
FORGOTTEN = Proof(Method.PASSWORD, 1, authenticator=True)
BY_PASSKEY = Proof(Method.PASSKEY, 2, passkeys=True)
OWNS_PASSKEY = Proof(Method.PASSWORD, 2, passkeys=True)
BY_SSO = Proof(Method.SSO, 1)


@pytest.mark.parametrize(
    ("policy", "role", "proof", "expected"),
    [
        (OPEN, SENDER, PLAIN, ADMITTED),
        (OPEN, SENDER, BY_PASSKEY, ADMITTED),
        (OPEN, SENDER, BY_SSO, ADMITTED),
        (STRICT, SENDER, PLAIN, FACTOR),
        (STRICT, OWNER, PLAIN, FACTOR),
        (STRICT, SENDER, TWO, ADMITTED),
        (STRICT, SENDER, FORGOTTEN, ANOTHER),
        (STRICT, SENDER, BY_PASSKEY, ADMITTED),
        (STRICT, SENDER, BY_SSO, ADMITTED),
        (PASSKEYS, SENDER, PLAIN, PASSKEY),
        (PASSKEYS, OWNER, TWO, PASSKEY),
        (PASSKEYS, SENDER, OWNS_PASSKEY, ANOTHER),
        (PASSKEYS, SENDER, BY_PASSKEY, ADMITTED),
        (PASSKEYS, SENDER, BY_SSO, ANOTHER),
        (NO_PASSWORDS, SENDER, BY_SSO, ADMITTED),
        (NO_PASSWORDS, OWNER, PLAIN, PASSKEY),
        (SSO_ONLY, SENDER, BY_SSO, ADMITTED),
        (SSO_ONLY, SENDER, PLAIN, ANOTHER),
        (SSO_ONLY, SENDER, TWO, ANOTHER),
        (SSO_ONLY, MemberRole.ADMIN, TWO, ANOTHER),
        (SSO_ONLY, OWNER, PLAIN, ANOTHER),
        (SSO_ONLY, OWNER, TWO, ADMITTED),
        (SSO_ONLY, OWNER, BY_PASSKEY, ADMITTED),
        (STRICT_SSO, OWNER, TWO, ADMITTED),
    ],
)
def test_what_a_session_opens(
    policy: SignInPolicy, role: MemberRole, proof: Proof, expected: Admission
) -> None:
    assert admission(policy, role, proof) is expected


policies = st.builds(
    SignInPolicy, st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.integers(0, 50_000), st.integers(0, 50_000),
)  # fmt: skip
proofs = st.builds(Proof, st.sampled_from(Method), st.integers(1, 2), st.booleans(), st.booleans())


@given(policies, st.sampled_from(MemberRole), proofs)
def test_nobody_is_admitted_by_a_method_that_is_not_allowed_but_an_owner_with_two_factors(
    policy: SignInPolicy, role: MemberRole, proof: Proof
) -> None:
    if admission(policy, role, proof) is ADMITTED and proof.method not in policy.allowed:
        assert policy.sso_only
        assert (role, proof.factors) == (OWNER, 2)


@given(policies, policies, st.frozensets(st.sampled_from(Method)))
def test_no_policy_locks_out_whoever_makes_it(
    old: SignInPolicy, new: SignInPolicy, own: frozenset[Method]
) -> None:
    try:
        change(old, new, own)
    except Invalid as invalid:
        assert invalid.errors
    else:
        assert new.allowed & own
        assert min(new.session_minutes, new.idle_minutes) >= 15
        assert max(new.session_minutes, new.idle_minutes) <= 43_200


def test_each_changed_part_is_recorded_with_its_old_and_new_value() -> None:
    events = change(OPEN, SignInPolicy(second_factor=True, sso=False), frozenset(Method))

    assert [(e.setting, e.old, e.new) for e in events] == [
        ("sign_in.second_factor", "False", "True"),
        ("sign_in.sso", "True", "False"),
    ]


@pytest.mark.parametrize("method", [Method.PASSWORD, Method.PASSKEY])
def test_whoever_is_not_connected_yet_when_only_sso_counts_reaches_that_page_and_no_more(
    method: Method,
) -> None:
    proof = Proof(method, 1, connected=False)

    assert admission(SSO_ONLY, SENDER, proof) is Admission.CONNECTION_NEEDED
    assert admission(SSO_ONLY, SENDER, Proof(method, 1)) is ANOTHER
    assert admission(OPEN, SENDER, proof) is ADMITTED
    assert admission(SSO_ONLY, OWNER, Proof(method, 2, connected=False)) is ADMITTED
