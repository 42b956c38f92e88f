import pytest

from core.settings.settings import Settings
from core.sign_in.refusals import TooManyAttempts, WrongCredentials
from tenants.installation import Installation, email_hash
from tenants.member import Member
from tenants.use_cases.sign_in import attempt_limits, known_devices, signing_in
from tests.tenants import sign_ins
from tests.tenants.conftest import NOW, PASSWORD, found_member


def test_a_session_knows_its_member_until_it_is_closed(
    installation: Installation, member: Member
) -> None:
    token = sign_ins.sign_in(installation, member.email.upper(), PASSWORD, "192.0.2.1", NOW)

    known = signing_in.identify(installation, token, NOW)
    signing_in.sign_out(installation, token)

    assert known is not None
    assert (known.email, known.role) == (member.email, "owner")
    assert signing_in.identify(installation, token, NOW) is None


def test_an_unknown_address_is_answered_like_a_wrong_password(
    installation: Installation, member: Member
) -> None:
    for email in (member.email, "nobody@example.com"):
        with pytest.raises(WrongCredentials):
            sign_ins.sign_in(installation, email, "wrong", "192.0.2.2", NOW)


def test_after_ten_attempts_even_the_right_password_has_to_wait(
    installation: Installation, member: Member
) -> None:
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            sign_ins.sign_in(installation, member.email, "wrong", "192.0.2.3", NOW)

    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(installation, member.email, PASSWORD, "192.0.2.3", NOW)


def test_a_stranger_elsewhere_locks_nobody_out(installation: Installation, member: Member) -> None:
    for _ in range(12):
        with pytest.raises((WrongCredentials, TooManyAttempts)):
            sign_ins.sign_in(installation, member.email, "wrong", "198.51.100.7", NOW)

    assert sign_ins.sign_in(installation, member.email, PASSWORD, member.slug, NOW)


def test_one_ipv6_network_has_the_tries_of_one_stranger(
    installation: Installation, member: Member
) -> None:
    for number in range(10):
        with pytest.raises(WrongCredentials):
            sign_ins.sign_in(installation, member.email, "wrong", f"2001:db8:7::{number}", NOW)

    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(installation, member.email, PASSWORD, "2001:db8:7::ffff", NOW)


def test_strangers_of_many_networks_stop_new_browsers_but_none_that_was_signed_in_before(
    installation: Installation, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempt_limits, "FROM_ANYWHERE", 12)
    known = known_devices.add(installation, "", email_hash(member.email))
    of_another = known_devices.add(installation, "", email_hash("nobody@example.com"))
    for number in range(12):
        with pytest.raises(WrongCredentials):
            sign_ins.sign_in(installation, member.email, "wrong", f"net {number}", NOW)

    forged = ("B" if known[0] == "A" else "A") + known[1:]
    for device in ("", of_another, "." + forged, "x" * 44):
        with pytest.raises(TooManyAttempts):
            sign_ins.sign_in(installation, member.email, PASSWORD, "here", NOW, "", device)
    browser = f"{of_another}.{known}"
    assert sign_ins.sign_in(installation, member.email, PASSWORD, "here", NOW, "", browser)


def test_a_browser_that_was_signed_in_before_has_ten_tries_as_well(
    installation: Installation, member: Member
) -> None:
    known = known_devices.add(installation, "", email_hash(member.email))
    for number in range(10):
        with pytest.raises(WrongCredentials):
            sign_ins.sign_in(installation, member.email, "no", f"net {number}", NOW, "", known)

    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(installation, member.email, PASSWORD, "here", NOW, "", known)


def test_a_browser_keeps_the_marks_of_the_last_five_accounts(installation: Installation) -> None:
    kept = ""
    for number in range(7):
        kept = known_devices.add(installation, kept, bytes([number]))

    found = [bool(known_devices.find(installation, kept, bytes([number]))) for number in range(7)]
    assert found == [False, False, True, True, True, True, True]
    assert known_devices.add(installation, kept, bytes([6])) == kept


def test_a_made_up_session_is_nobody(installation: Installation) -> None:
    assert signing_in.identify(installation, "made up", NOW) is None


def test_another_spelling_of_an_address_gives_no_more_attempts(
    installation: Installation, member: Member
) -> None:
    for spaces in range(10):
        with pytest.raises(WrongCredentials):
            email = " " * spaces + member.email.upper()
            sign_ins.sign_in(installation, email, "wrong", "192.0.2.4", NOW)

    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(installation, f"{member.email} ", PASSWORD, "192.0.2.4", NOW)


def test_asking_who_somebody_is_leaves_nobodys_walls_behind(settings: Settings) -> None:
    installation = Installation(settings, pool_size=1)
    member = found_member(installation)
    token = sign_ins.sign_in(installation, member.email, PASSWORD, member.slug, NOW)

    known = signing_in.identify(installation, token, NOW)
    with installation.pool.connection() as connection:
        row = connection.execute("select current_setting('app.organization_id', true)").fetchone()
        memberships = connection.execute("select from memberships").fetchall()
    installation.close()

    assert known is not None
    assert known.organization.id == member.organization.id
    assert row in ((None,), ("",))
    assert memberships == []
