from uuid import uuid4

import psycopg
import pytest

from core.refusals import Invalid
from core.retention.refusals import StillMember
from core.sign_in.refusals import TooManyAttempts
from tenants.member import Member
from tenants.use_cases.sign_in import (
    account_security,
    authenticator_app,
    passwords,
    reauthentication,
)
from tests.tenants import factors, own_account, retention_requests
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.factors import LATER
from tests.tenants.opening import run

OTHER_PASSWORD = "meadow lantern river cobalt"


@pytest.fixture
def stale(member: Member, services: dict[str, str]) -> Member:
    """Signed in a quarter of an hour ago."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update sessions set created_at = created_at - interval '15 minutes' where id = %s",
            (member.session_id,),
        )
    return member


def test_an_app_is_added_to_an_open_session_by_fresh_proof_only(stale: Member) -> None:
    begun = authenticator_app.begin(stale)
    code = factors.code(begun.secret, NOW)
    for proof in ("", "not it", code):
        with pytest.raises(Invalid) as refused:
            own_account.add_authenticator(stale, begun.sealed, code, NOW, proof)
        assert set(refused.value.errors) == {"proof"}
    before = run(stale, account_security.security).factors.authenticator

    own_account.add_authenticator(stale, begun.sealed, code, NOW, PASSWORD)

    assert (before, run(stale, account_security.security).factors.authenticator) == (False, True)


def test_a_passkey_is_asked_for_in_an_open_session_by_fresh_proof_only(stale: Member) -> None:
    for proof in ("", "not it"):
        with pytest.raises(Invalid) as refused:
            own_account.ask_for_passkey(stale, proof, NOW)
        assert set(refused.value.errors) == {"proof"}

    assert own_account.ask_for_passkey(stale, PASSWORD, NOW).token


def test_whoever_signed_in_just_now_need_not_prove_it_again(member: Member) -> None:
    assert run(member, reauthentication.is_fresh)
    assert own_account.ask_for_passkey(member, "", NOW).token


def set_password(member: Member, password: str) -> None:
    hashed = passwords.hashed(password, member.email, member.name)
    with member.transaction() as tx:
        tx.accounts.set_password(member.person_id, hashed, member.session_id)


def test_a_password_that_was_changed_after_the_comparison_proves_nothing(member: Member) -> None:
    factors.with_authenticator(member)
    proof = own_account.proof(member, PASSWORD)
    stored = run(member, reauthentication.stored)
    change = account_security.check_passwords(member, stored, PASSWORD, "harbour violet stone kite")

    set_password(member, OTHER_PASSWORD)

    with pytest.raises(Invalid) as removal:
        run(member, authenticator_app.remove, proof, NOW)
    with pytest.raises(Invalid) as changing:
        run(member, account_security.change_password, change)
    assert set(removal.value.errors) == {"proof"}
    assert set(changing.value.errors) == {"old_password"}
    assert own_account.proof(member, OTHER_PASSWORD).password_hash


def test_a_code_is_used_up_together_with_what_it_is_for_and_once(member: Member) -> None:
    _, codes = factors.with_authenticator(member)
    factors.with_passkey(member)
    (passkey,) = run(member, account_security.security).passkeys
    own_account.remove_passkey(member, passkey.id, codes[0], NOW)

    with pytest.raises(StillMember):  # so this code is not used up
        whom = member.email
        retention_requests.ask_erasure(member, uuid4(), whom, whom, codes[1], False, NOW)
    with pytest.raises(Invalid):
        own_account.remove_authenticator(member, codes[0], NOW)
    own_account.remove_authenticator(member, codes[1], NOW)

    assert not run(member, account_security.security).factors.any


def test_a_proof_that_a_fresh_session_saved_is_none_for_what_always_asks(member: Member) -> None:
    factors.with_authenticator(member)
    nothing = own_account.proof(member, "", unless_fresh=True)

    with pytest.raises(Invalid):
        run(member, authenticator_app.remove, nothing, NOW)

    assert run(member, account_security.security).factors.authenticator


@pytest.mark.parametrize("by_code", [True, False], ids=["code", "password"])
def test_after_ten_wrong_proofs_the_right_one_has_to_wait_and_a_right_one_forgives(
    member: Member, by_code: bool
) -> None:
    secret, codes = factors.with_authenticator(member)
    for _ in range(9):
        own_account.proof(member, "not it")

    run(
        member,
        authenticator_app.renew_recovery_codes,
        own_account.proof(member, codes[0] if by_code else PASSWORD),
        NOW,
    )

    for _ in range(10):
        own_account.proof(member, "not it")
    for right in (PASSWORD, factors.code(secret, LATER)):
        with pytest.raises(TooManyAttempts):
            own_account.proof(member, right)
