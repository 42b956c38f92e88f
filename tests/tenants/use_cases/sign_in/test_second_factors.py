from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from core.refusals import Invalid, NotFound
from core.sign_in.refusals import (
    AuthenticatorThere,
    SignedInThroughOrganization,
    SignInLapsed,
    TooManyAttempts,
    WrongCode,
)
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.sign_in.accounts import Accounts
from tenants.use_cases.sign_in import (
    account_security,
    authenticator_app,
    passkeys,
    signing_in,
)
from tests.tenants import factors, sign_ins
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.factors import LATER
from tests.tenants.platform_letters import letters


def test_the_right_password_alone_opens_nothing_where_there_is_an_authenticator(
    installation: Installation, member: Member
) -> None:
    secret, _ = factors.with_authenticator(member)

    pending = factors.pending(member, "198.51.100.1")

    assert signing_in.identify(installation, pending, NOW) is None
    token = sign_ins.finish_by_code(
        installation, pending, factors.code(secret), "198.51.100.1", LATER
    )
    signed_in = signing_in.identify(installation, token, NOW)
    assert signed_in is not None
    assert (signed_in.person_id, signed_in.factors) == (member.person_id, 2)


def test_no_code_counts_twice(installation: Installation, member: Member) -> None:
    secret, _ = factors.with_authenticator(member)
    code = factors.code(secret)
    sign_ins.finish_by_code(installation, factors.pending(member, "n1"), code, "n1", LATER)

    with pytest.raises(WrongCode):
        sign_ins.finish_by_code(installation, factors.pending(member, "n1"), code, "n1", LATER)


@pytest.mark.parametrize("code", ["\u0661\u0662\u0663\u0664\u0665\u0666", "\u202e", "", "9" * 300])
def test_what_is_no_code_of_ours_is_a_wrong_one(member: Member, code: str) -> None:
    enrolment = authenticator_app.begin(member)

    with pytest.raises(Invalid):
        authenticator_app.confirm(member, enrolment.sealed, code, NOW)


def test_the_code_that_confirmed_the_app_does_not_sign_in(
    installation: Installation, member: Member
) -> None:
    secret, _ = factors.with_authenticator(member)

    with pytest.raises(WrongCode):
        pending = factors.pending(member, "n2")
        sign_ins.finish_by_code(installation, pending, factors.code(secret, NOW), "n2", NOW)


@pytest.mark.parametrize(("seconds", "accepted"), [(-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_half_a_minute_off(
    installation: Installation, member: Member, seconds: int, accepted: bool
) -> None:
    secret, _ = factors.with_authenticator(member)
    code = factors.code(secret, LATER + timedelta(seconds=seconds))

    pending = factors.pending(member, "n3")
    if accepted:
        assert sign_ins.finish_by_code(installation, pending, code, "n3", LATER)
    else:
        with pytest.raises(WrongCode):
            sign_ins.finish_by_code(installation, pending, code, "n3", LATER)


def test_a_second_step_is_used_up_by_the_first_success(
    installation: Installation, member: Member
) -> None:
    secret, codes = factors.with_authenticator(member)
    pending = factors.pending(member, "n4")
    sign_ins.finish_by_code(installation, pending, factors.code(secret), "n4", LATER)

    with pytest.raises(SignInLapsed):
        sign_ins.finish_by_code(installation, pending, codes[0], "n4", LATER)


def test_each_recovery_code_counts_once_however_it_is_written(
    installation: Installation, member: Member
) -> None:
    _, codes = factors.with_authenticator(member)

    assert len(set(codes)) == 10
    written = f" {codes[0].upper().replace('-', ' ')} "
    assert sign_ins.finish_by_code(
        installation, factors.pending(member, "n5"), written, "n5", LATER
    )
    with pytest.raises(WrongCode):
        sign_ins.finish_by_code(installation, factors.pending(member, "n5"), codes[0], "n5", LATER)
    assert account_security.security(member).factors.recovery_codes == 9
    told = [w.words for w in letters(installation) if w.words.address == member.email]
    assert [(w.kind, w.values["left"]) for w in told] == [("recovery_code_used", "9")]


def test_recovery_codes_of_somebody_else_open_nothing(
    installation: Installation, member: Member, stranger: Member
) -> None:
    factors.with_authenticator(member)
    _, theirs = factors.with_authenticator(stranger)

    with pytest.raises(WrongCode):
        sign_ins.finish_by_code(installation, factors.pending(member, "n6"), theirs[0], "n6", LATER)


def test_after_ten_wrong_codes_even_the_right_one_has_to_wait(
    installation: Installation, member: Member
) -> None:
    secret, _ = factors.with_authenticator(member)
    pending = factors.pending(member, "n7")
    for _ in range(10):
        with pytest.raises(WrongCode):
            sign_ins.finish_by_code(installation, pending, "000000", "n7", NOW)

    for _ in range(2):
        with pytest.raises(TooManyAttempts):
            sign_ins.finish_by_code(installation, pending, factors.code(secret), "n7", LATER)
    told = [w.words.kind for w in letters(installation) if w.words.address == member.email]
    assert told == ["second_step_failed"]


def test_neither_secrets_nor_recovery_codes_are_stored_as_they_are(
    member: Member,
) -> None:
    secret, _ = factors.with_authenticator(member)

    with member.organization.transaction() as tx:
        kept = Accounts(tx.rows.connection).authenticator(member.person_id)
    assert kept is not None
    assert secret.encode() not in kept.secret
    with pytest.raises(NotFound):
        authenticator_app.resume(member, "bm90aGluZw==")


def test_a_secret_shown_to_one_person_cannot_be_confirmed_by_another(
    member: Member, stranger: Member
) -> None:
    begun = authenticator_app.begin(member)

    with pytest.raises(NotFound):
        authenticator_app.confirm(stranger, begun.sealed, factors.code(begun.secret, NOW), NOW)


def test_a_wrong_first_code_sets_nothing_up(member: Member) -> None:
    begun = authenticator_app.begin(member)

    with pytest.raises(Invalid) as invalid:
        authenticator_app.confirm(member, begun.sealed, "000000", NOW)

    assert set(invalid.value.errors) == {"code"}
    assert not account_security.security(member).factors.any


def test_an_authenticator_is_removed_with_a_proof_only_and_never_replaced(member: Member) -> None:
    secret, codes = factors.with_authenticator(member)

    with pytest.raises(AuthenticatorThere):
        factors.with_authenticator(member)
    for wrong in ("000000", "not the password", ""):
        with pytest.raises(Invalid) as invalid:
            authenticator_app.remove(member, wrong, LATER)
        assert set(invalid.value.errors) == {"proof"}
    authenticator_app.remove(member, factors.code(secret), LATER)
    assert not account_security.security(member).factors.any
    assert account_security.security(member).factors.recovery_codes == 0
    assert codes


def test_whoever_came_through_an_organization_comes_nowhere_near_the_account(
    member: Member,
) -> None:
    through = replace(member, method="sso")

    for attempt in (
        lambda: account_security.security(through),
        lambda: account_security.change_password(through, "x", "y", NOW),
        lambda: factors.with_authenticator(through),
        lambda: factors.with_passkey(through),
        lambda: authenticator_app.remove(through, "x", NOW),
    ):
        with pytest.raises(SignedInThroughOrganization):
            attempt()
    assert account_security.sessions(through) == ()


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
            authenticator_app.confirm(stale, begun.sealed, code, NOW, proof)
        assert set(refused.value.errors) == {"proof"}
    before = account_security.security(stale).factors.authenticator

    authenticator_app.confirm(stale, begun.sealed, code, NOW, PASSWORD)

    assert (before, account_security.security(stale).factors.authenticator) == (False, True)


def test_a_passkey_is_asked_for_in_an_open_session_by_fresh_proof_only(stale: Member) -> None:
    for proof in ("", "not it"):
        with pytest.raises(Invalid) as refused:
            passkeys.ask_to_register(stale, proof, NOW)
        assert set(refused.value.errors) == {"proof"}

    assert passkeys.ask_to_register(stale, PASSWORD, NOW).token


def test_whoever_signed_in_just_now_need_not_prove_it_again(member: Member) -> None:
    assert account_security.is_fresh(member)
    assert passkeys.ask_to_register(member, "", NOW).token
