from dataclasses import replace
from datetime import timedelta

import pytest

from core.principal import SYSTEM
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
from tenants.use_cases.sign_in import (
    account_security,
    authenticator_app,
    own_sessions,
    signing_in,
)
from tests.tenants import factors, own_account, sign_ins
from tests.tenants.conftest import NOW
from tests.tenants.factors import LATER
from tests.tenants.opening import run
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
        own_account.add_authenticator(member, enrolment.sealed, code, NOW)


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
    assert run(member, account_security.security).factors.recovery_codes == 9
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

    with member.organization.transaction(SYSTEM) as tx:
        kept = tx.second_factors.authenticator(member.person_id)
    assert kept is not None
    assert secret.encode() not in kept.secret
    with pytest.raises(NotFound):
        authenticator_app.resume(member, "bm90aGluZw==")


def test_a_secret_shown_to_one_person_cannot_be_confirmed_by_another(
    member: Member, stranger: Member
) -> None:
    begun = authenticator_app.begin(member)

    with pytest.raises(NotFound):
        own_account.add_authenticator(stranger, begun.sealed, factors.code(begun.secret, NOW), NOW)


def test_a_wrong_first_code_sets_nothing_up(member: Member) -> None:
    begun = authenticator_app.begin(member)

    with pytest.raises(Invalid) as invalid:
        own_account.add_authenticator(member, begun.sealed, "000000", NOW)

    assert set(invalid.value.errors) == {"code"}
    assert not run(member, account_security.security).factors.any


def test_an_authenticator_is_removed_with_a_proof_only_and_never_replaced(member: Member) -> None:
    secret, codes = factors.with_authenticator(member)

    with pytest.raises(AuthenticatorThere):
        factors.with_authenticator(member)
    for wrong in ("000000", "not the password", ""):
        with pytest.raises(Invalid) as invalid:
            own_account.remove_authenticator(member, wrong, LATER)
        assert set(invalid.value.errors) == {"proof"}
    own_account.remove_authenticator(member, factors.code(secret), LATER)
    assert not run(member, account_security.security).factors.any
    assert run(member, account_security.security).factors.recovery_codes == 0
    assert codes


def test_whoever_came_through_an_organization_comes_nowhere_near_the_account(
    member: Member,
) -> None:
    through = replace(member, method="sso")

    for attempt in (
        lambda: run(through, account_security.security),
        lambda: own_account.change_password(through, "x", "y"),
        lambda: factors.with_authenticator(through),
        lambda: factors.with_passkey(through),
        lambda: own_account.remove_authenticator(through, "x", NOW),
    ):
        with pytest.raises(SignedInThroughOrganization):
            attempt()
    assert run(through, own_sessions.sessions) == ()
