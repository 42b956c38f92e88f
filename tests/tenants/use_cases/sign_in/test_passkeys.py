from collections.abc import Callable
from typing import Any

import pytest

from core.refusals import Invalid, NotFound
from core.sign_in.refusals import PasskeyNotAccepted
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.sign_in import (
    account_security,
    passkeys,
    second_factors,
    signing_in,
)
from tests.tenants import factors, own_account, sign_ins
from tests.tenants.authenticators import PRESENT, SoftPasskey
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run

NETWORK = "198.51.100.20"


def sign_in(installation: Installation, passkey: SoftPasskey) -> Member | None:
    asked = sign_ins.ask_passkey(installation, NETWORK)
    answer = passkey.get(asked.options)
    token = sign_ins.sign_in_by_passkey(installation, asked.token, answer, NETWORK)
    return signing_in.identify(installation, token, NOW)


def test_a_passkey_alone_signs_its_owner_in_with_two_factors(
    installation: Installation, member: Member
) -> None:
    passkey = factors.with_passkey(member)

    signed_in = sign_in(installation, passkey)

    assert signed_in is not None
    assert signed_in.person_id == member.person_id
    assert (signed_in.method, signed_in.factors) == ("passkey", 2)
    assert [k.name for k in run(member, account_security.security).passkeys] == ["My phone"]
    assert run(member, account_security.security).passkeys[0].used_at is not None


def test_a_passkey_is_the_second_factor_after_the_password(
    installation: Installation, member: Member
) -> None:
    passkey = factors.with_passkey(member)
    pending = factors.pending(member, NETWORK)

    asked = sign_ins.ask_passkey(installation, NETWORK, pending)
    answer = passkey.get(asked.options)
    token = sign_ins.finish_by_passkey(installation, pending, asked.token, answer, NETWORK, NOW)

    signed_in = signing_in.identify(installation, token, NOW)
    assert signed_in is not None
    assert (signed_in.method, signed_in.factors) == ("password", 2)


def test_the_passkey_of_somebody_else_is_no_second_factor(
    installation: Installation, member: Member, stranger: Member
) -> None:
    factors.with_passkey(member)
    theirs = factors.with_passkey(stranger)
    pending = factors.pending(member, NETWORK)

    asked = sign_ins.ask_passkey(installation, NETWORK, pending)
    with pytest.raises(PasskeyNotAccepted):
        answer = theirs.get(asked.options)
        sign_ins.finish_by_passkey(installation, pending, asked.token, answer, NETWORK, NOW)
    assert run(installation.platform, second_factors.second_step, pending) == member.person_id


@pytest.mark.parametrize(
    "change",
    [
        lambda passkey: setattr(passkey, "origin", "https://elsewhere.example"),
        lambda passkey: setattr(passkey, "host", "elsewhere.example"),
        lambda passkey: setattr(passkey, "flags", PRESENT),
        lambda passkey: setattr(passkey, "count", -1),
        lambda passkey: setattr(passkey, "user_handle", b"somebody else"),
        lambda passkey: setattr(passkey, "credential_id", b"unknown"),
        lambda passkey: setattr(passkey, "key", SoftPasskey("", "").key),
    ],
    ids=["origin", "host", "unverified owner", "older counter", "owner", "unknown", "key"],
)
def test_an_answer_that_is_not_quite_right_is_refused(
    installation: Installation, member: Member, change: Callable[[SoftPasskey], Any]
) -> None:
    passkey = factors.with_passkey(member)
    change(passkey)

    with pytest.raises(PasskeyNotAccepted):
        sign_in(installation, passkey)


def test_a_challenge_is_answered_once_and_by_the_browser_that_asked(
    installation: Installation, member: Member
) -> None:
    passkey = factors.with_passkey(member)
    asked = sign_ins.ask_passkey(installation, NETWORK)
    other = sign_ins.ask_passkey(installation, NETWORK)
    answer = passkey.get(asked.options)

    with pytest.raises(PasskeyNotAccepted):
        sign_ins.sign_in_by_passkey(installation, other.token, answer, NETWORK)
    sign_ins.sign_in_by_passkey(installation, asked.token, answer, NETWORK)
    for token in (asked.token, other.token, ""):
        with pytest.raises(PasskeyNotAccepted):
            sign_ins.sign_in_by_passkey(installation, token, answer, NETWORK)


def test_a_challenge_for_registering_signs_nobody_in(
    installation: Installation, member: Member
) -> None:
    passkey = factors.with_passkey(member)
    asked = own_account.ask_for_passkey(member, "", NOW)

    with pytest.raises(PasskeyNotAccepted):
        answer = passkey.get(asked.options)
        sign_ins.sign_in_by_passkey(installation, asked.token, answer, NETWORK)


@pytest.mark.parametrize(
    "junk", ["", "{", "[]", "null", '{"rawId": 1}', '{"rawId": "AA"}', "x" * 9]
)
def test_what_is_no_answer_at_all_is_refused_too(
    installation: Installation, member: Member, junk: str
) -> None:
    asked = sign_ins.ask_passkey(installation, NETWORK)
    registering = own_account.ask_for_passkey(member, "", NOW)

    with pytest.raises(PasskeyNotAccepted):
        sign_ins.sign_in_by_passkey(installation, asked.token, junk, NETWORK)
    with pytest.raises(Invalid):
        own_account.add_passkey(member, registering.token, junk, "My phone")


def test_a_passkey_made_for_another_place_is_not_taken(
    installation: Installation, member: Member
) -> None:
    for origin, host in (("https://elsewhere.example", "localhost"), ("", "elsewhere.example")):
        asked = own_account.ask_for_passkey(member, "", NOW)
        made = SoftPasskey(origin or installation.settings.base_url, host).create(asked.options)
        with pytest.raises(Invalid):
            own_account.add_passkey(member, asked.token, made, "My phone")
    assert run(member, account_security.security).passkeys == ()


def test_a_challenge_of_one_person_registers_nothing_for_another(
    installation: Installation, member: Member, stranger: Member
) -> None:
    asked = own_account.ask_for_passkey(stranger, "", NOW)
    made = factors.soft(installation).create(asked.options)

    with pytest.raises(Invalid):
        own_account.add_passkey(member, asked.token, made, "Mine")


def test_a_passkey_is_renamed_and_removed_by_its_owner_only(
    installation: Installation, member: Member, stranger: Member
) -> None:
    passkey = factors.with_passkey(member)
    (kept,) = run(member, account_security.security).passkeys

    with pytest.raises(NotFound):
        run(stranger, passkeys.rename, kept.id, "Theirs")
    with pytest.raises(NotFound):
        own_account.remove_passkey(stranger, kept.id, PASSWORD, NOW)
    with pytest.raises(Invalid):
        run(member, passkeys.rename, kept.id, " ")
    run(member, passkeys.rename, kept.id, "Old phone")
    with pytest.raises(Invalid):
        own_account.remove_passkey(member, kept.id, "not the password", NOW)
    assert [k.name for k in run(member, account_security.security).passkeys] == ["Old phone"]
    own_account.remove_passkey(member, kept.id, PASSWORD, NOW)
    assert not run(member, account_security.security).factors.any
    with pytest.raises(PasskeyNotAccepted):
        sign_in(installation, passkey)
