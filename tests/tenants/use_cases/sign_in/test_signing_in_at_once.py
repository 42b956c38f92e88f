"""Signing in while something that it is judged by changes, and the same secret used twice."""

from datetime import timedelta
from uuid import uuid4

from core.access import MemberRole
from core.organizations.sign_up import Foundation, SignUp
from core.principal import SYSTEM
from core.sign_in.sign_in_policy import Method, SignInPolicy
from core.signing import link
from core.signing.origin import Origin
from tenants.identifiers import new_token
from tenants.installation import Installation, email_hash
from tenants.member import Member
from tenants.store.sign_in.sessions import NewSession
from tenants.use_cases.people import inviting, members
from tenants.use_cases.sign_in import (
    authenticator_app,
    one_time_codes,
    organization_switch,
    own_sessions,
    passwords,
    sign_in_policies,
    signing_in,
)
from tenants.use_cases.sign_in.account_creation import Newcomer
from tests.tenants import factors, journeys, operators, own_account, sign_ins
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.factors import LATER
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.races import Begun, at_once, until_it_waits

STEP = timedelta(seconds=one_time_codes.STEP)
OTHER_PASSWORD = "meadow lantern river cobalt"
ORIGIN = Origin("192.0.2.1", "Browser")


def sessions(installation: Installation, member: Member) -> int:
    with installation.platform.transaction(SYSTEM) as tx:
        return len(tx.sessions.of(member.person_id))


def by_password(installation: Installation, member: Member) -> str:
    return sign_ins.sign_in(installation, member.email, PASSWORD, member.slug, NOW)


def reset_link(installation: Installation, member: Member) -> str:
    token = new_token()
    with installation.platform.transaction(SYSTEM) as tx:
        tx.accounts.issue_password_reset(link.digest(token), member.person_id, signing_in.LIFETIME)
    return token


def test_a_new_password_stops_whoever_is_just_signing_in_with_the_old_one(
    installation: Installation, member: Member
) -> None:
    new = passwords.hashed(OTHER_PASSWORD, member.email, member.name)

    with installation.platform.transaction(SYSTEM) as tx:
        tx.accounts.set_password(member.person_id, new)
        late = Begun(lambda: by_password(installation, member))
        until_it_waits(installation)

    assert late.came_to() == "WrongCredentials"
    assert sessions(installation, member) == 0


def test_a_new_password_ends_the_session_that_the_old_one_is_just_opening(
    installation: Installation, member: Member
) -> None:
    token = reset_link(installation, member)

    with installation.platform.transaction(SYSTEM) as tx:
        tx.accounts.lock_shared(member.person_id)
        signing_in.admit(tx, member.person_id, Method.PASSWORD, 1, "", "")
        reset = Begun(lambda: journeys.reset_password(installation, token, OTHER_PASSWORD))
        until_it_waits(installation)

    assert reset.came_to() == "done"
    assert sessions(installation, member) == 0


def test_a_new_password_stops_a_second_step_that_is_just_done(
    installation: Installation, member: Member
) -> None:
    secret, _ = factors.with_authenticator(member)
    pending, code = factors.pending(member, member.slug), factors.code(secret)
    new = passwords.hashed(OTHER_PASSWORD, member.email, member.name)

    with installation.platform.transaction(SYSTEM) as tx:
        tx.accounts.set_password(member.person_id, new)
        late = Begun(lambda: sign_ins.finish_by_code(installation, pending, code, "", LATER))
        until_it_waits(installation)

    assert late.came_to() == "SignInLapsed"
    assert sessions(installation, member) == 0


def test_whoever_is_removed_while_they_sign_in_is_told_so_and_has_no_session(
    installation: Installation, member: Member
) -> None:
    clerk = colleague(member, MemberRole.SENDER)

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from memberships where person_id = %s", clerk.person_id)
        late = Begun(lambda: by_password(installation, clerk))
        until_it_waits(installation)

    assert late.came_to() == "AnotherWayNeeded"
    assert sessions(installation, clerk) == 0


def test_a_session_stays_where_it_was_when_its_owner_is_removed_where_it_goes(
    installation: Installation, member: Member, stranger: Member
) -> None:
    with stranger.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'viewer')",
            *(tx.organization_id, member.person_id),
        )
    token = sign_ins.begin(
        installation,
        NewSession(member.person_id, member.organization.id, signing_in.LIFETIME, "password"),
    )

    with stranger.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from memberships where person_id = %s", member.person_id)
        there = stranger.organization.id
        late = Begun(lambda: run(member, organization_switch.switch, token, there))
        until_it_waits(installation)

    assert late.came_to() == "NotFound"
    assert signing_in.identify(installation, token, NOW) is not None


def test_a_session_that_was_ended_is_not_strengthened_into_a_new_one(
    installation: Installation, member: Member
) -> None:
    with installation.platform.transaction(SYSTEM) as tx:
        tx.sessions.end_others(member.person_id)

    said = at_once(lambda: run(member, own_sessions.strengthen, "password", "", ""))

    assert said == ["SignInLapsed"]
    assert sessions(installation, member) == 0


def test_a_second_factor_asked_for_meanwhile_counts_at_the_first_request(
    installation: Installation, member: Member
) -> None:
    clerk = colleague(member, MemberRole.SENDER)
    policy = SignInPolicy(second_factor=True)

    for _ in range(3):
        tokens: list[str] = []
        said = at_once(
            lambda tokens=tokens: tokens.append(by_password(installation, clerk)),
            lambda: run(member, sign_in_policies.change_policy, policy, NOW),
        )
        found = signing_in.identify(installation, tokens[0], NOW)
        run(member, sign_in_policies.change_policy, SignInPolicy(), NOW)

        assert said == ["done", "done"]
        assert found is not None
        assert found.admission == "factor_needed"


def test_a_code_of_the_app_counts_once_even_at_the_same_moment(
    installation: Installation, member: Member
) -> None:
    secret, codes = factors.with_authenticator(member)

    def finish(code: str) -> None:
        pending = factors.pending(member, member.slug)
        sign_ins.finish_by_code(installation, pending, code, "", LATER)

    for code in (factors.code(secret), codes[0]):
        assert sorted(at_once(*[lambda code=code: finish(code)] * 3)) == [
            *("WrongCode", "WrongCode", "done")
        ]
    assert at_once(lambda: finish(factors.code(secret, LATER - STEP))) == ["WrongCode"]


def test_one_second_step_opens_one_session(installation: Installation, member: Member) -> None:
    _, codes = factors.with_authenticator(member)
    pending = factors.pending(member, member.slug)
    before = sessions(installation, member)

    said = at_once(
        *(
            lambda code=code: sign_ins.finish_by_code(installation, pending, code, "", LATER)
            for code in codes[:3]
        )
    )

    assert sorted(said) == ["SignInLapsed", "SignInLapsed", "done"]
    assert sessions(installation, member) == before + 1
    with installation.platform.transaction(SYSTEM) as tx:  # what was refused is not used up
        left = tx.second_factors.of(member.person_id).recovery_codes
    assert left == len(codes) - 1


def test_a_passkeys_answer_counts_once(installation: Installation, member: Member) -> None:
    passkey = factors.with_passkey(member)
    asked = sign_ins.ask_passkey(installation, "")
    answer = passkey.get(asked.options)

    def sign_in() -> str:
        return sign_ins.sign_in_by_passkey(installation, asked.token, answer, "")

    assert sorted(at_once(sign_in, sign_in, sign_in)) == [
        *("PasskeyNotAccepted", "PasskeyNotAccepted", "done")
    ]


def test_of_two_authenticators_confirmed_at_once_one_is_there(
    installation: Installation, member: Member
) -> None:
    begun = [authenticator_app.begin(member) for _ in range(2)]
    firsts = [(one.sealed, factors.code(one.secret, NOW)) for one in begun]

    said = at_once(
        *(
            lambda first=first: own_account.add_authenticator(member, *first, NOW)
            for first in firsts
        )
    )

    assert sorted(said) == ["AuthenticatorThere", "done"]
    with installation.platform.transaction(SYSTEM) as tx:
        left = tx.second_factors.of(member.person_id).recovery_codes
    assert left == one_time_codes.RECOVERY_CODES


def test_the_last_factor_takes_the_recovery_codes_with_it(
    installation: Installation, member: Member
) -> None:
    factors.with_authenticator(member)
    factors.with_passkey(member)
    with installation.platform.transaction(SYSTEM) as tx:
        (passkey,) = tx.passkeys.of(member.person_id)

    said = at_once(
        lambda: own_account.remove_authenticator(member, PASSWORD, NOW),
        lambda: own_account.remove_passkey(member, passkey.id, PASSWORD, NOW),
    )

    assert said == ["done", "done"]
    with installation.platform.transaction(SYSTEM) as tx:
        assert tx.second_factors.of(member.person_id).recovery_codes == 0


def test_a_reset_link_sets_one_password(installation: Installation, member: Member) -> None:
    token = reset_link(installation, member)
    typed = [f"{OTHER_PASSWORD} {n}" for n in range(3)]

    said = at_once(*(lambda p=p: journeys.reset_password(installation, token, p) for p in typed))

    assert sorted(said) == ["ResetLinkUsed", "ResetLinkUsed", "done"]
    kept = typed[said.index("done")]
    assert sign_ins.sign_in(installation, member.email, kept, "n", NOW)


def test_an_invitation_makes_one_member(installation: Installation, member: Member) -> None:
    email = f"new-{uuid4().hex[:12]}@example.com"
    run(member, inviting.invite, email, MemberRole.SENDER, NOW)
    (letter,) = letters_to(member.organization, email)
    token = letter.words.link.removeprefix("/invitations/")

    def join(password: str) -> object:
        typed = Newcomer("New Person", password)
        return journeys.join_with_new_account(installation, token, typed, ORIGIN, NOW)

    said = at_once(*(lambda n=n: join(f"{OTHER_PASSWORD} {n}") for n in range(3)))

    assert said.count("done") >= 1
    assert not [word for word in said if word.startswith("broke")]
    assert [c.email for c in run(member, members.members)].count(email) == 1
    # Those who came later are asked to sign in; the password is that of whoever was first.
    hashed = installation.directory.credentials(email_hash(email)).password_hash
    typed = [f"{OTHER_PASSWORD} {n}" for n in range(3) if said[n] == "done"]
    assert [passwords.matches(hashed, password) for password in typed].count(True) == 1


def test_of_two_who_want_one_address_for_their_organization_one_gets_it(
    installation: Installation,
) -> None:
    operators.set_sign_up(installation, SignUp.OPEN)
    slug = f"office-{uuid4().hex[:12]}"
    wanted = Foundation("Our Office", slug, "Europe/Paris", "en", "Founder")
    tokens = []
    for _ in range(2):
        email = f"founder-{uuid4().hex[:12]}@example.com"
        journeys.ask_sign_up(installation, wanted, email, uuid4().hex, ("en",))
        (letter,) = letters_to(installation.platform, email)
        tokens.append(letter.words.link.removeprefix("/sign-ups/"))

    def finish(token: str) -> object:
        return journeys.finish_sign_up_anew(
            installation, token, wanted, OTHER_PASSWORD, ORIGIN, ("en",), NOW
        )

    said = at_once(*(lambda token=token: finish(token) for token in (*tokens, tokens[0])))

    assert said.count("done") == 1
    assert set(said) - {"done"} <= {"Invalid", "SignUpOver"}
    assert installation.directory.organization_by_slug(slug) is not None
