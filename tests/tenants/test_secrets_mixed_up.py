"""Every secret opens one kind of door: a cookie or a link of another kind is nothing there."""

from collections.abc import Callable
from uuid import uuid4

from core.access import MemberRole
from core.organizations.sign_up import Foundation, SignUp
from core.principal import SYSTEM
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.directory import SsoAttempt
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.operator import operator_sign_in
from tenants.use_cases.people import inviting
from tenants.use_cases.sign_in import signing_in
from tests.tenants import ceremonies, factors, journeys, operators, own_account, sign_ins
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.tenants.people import colleague


def test_no_secret_is_taken_for_one_of_another_kind(
    installation: Installation, member: Member, services: dict[str, str]
) -> None:
    kinds = secrets(installation, member, services["DATABASE_OWNER_URL"])
    readers = doors(installation)
    assert kinds.keys() == readers.keys()

    opened = {
        (kind, door)
        for kind, secret in kinds.items()
        for door, opens in readers.items()
        if kind != door and opens(secret)
    }

    assert opened == set()
    assert [kind for kind, secret in kinds.items() if not readers[kind](secret)] == []


def secrets(installation: Installation, member: Member, owner_url: str) -> dict[str, str]:
    """One that is good of each kind."""
    clerk = colleague(member, MemberRole.SENDER)
    reset, state = new_token(), new_token()
    with installation.platform.transaction(SYSTEM) as tx:
        tx.accounts.issue_password_reset(link.digest(reset), clerk.person_id, signing_in.LIFETIME)
    nothing = installation.platform.key.encrypt(b"", "nothing")
    attempt = SsoAttempt(member.organization.id, uuid4(), "sign_in", None, b"browser", nothing)
    installation.directory.begin_sso_attempt(link.digest(state), attempt, signing_in.LIFETIME)
    envelope = ceremonies.sent(member, NOW)
    operator = operators.add(owner_url)
    found = {
        "session": sign_ins.sign_in(installation, clerk.email, PASSWORD, clerk.email, NOW),
        "operator": operator_sign_in.sign_in(
            installation, operator.email, PASSWORD, "mixed up", ""
        ),
        "reset": reset,
        "state": state,
        "signing": ceremonies.token_of(member, envelope.recipients[0]),
        "share": run(member, sharing.make_link, envelope.id, 7, NOW),
        "invitation": _invitation(member),
        "sign-up": _sign_up(installation),
        "registration": own_account.ask_for_passkey(member, "", NOW).token,
        "passkey": sign_ins.ask_passkey(installation, "").token,
    }
    factors.with_authenticator(member)
    return found | {"second step": factors.pending(member, member.slug)}


def doors(installation: Installation) -> dict[str, Callable[[str], object]]:
    """What each kind is looked up by; something true when it is accepted."""

    def inside(read: Callable[[Transaction, bytes], object]) -> Callable[[str], object]:
        def opens(secret: str) -> object:
            with installation.platform.transaction(SYSTEM) as tx:
                return read(tx, link.digest(secret))

        return opens

    def challenge_for(purpose: str) -> Callable[[Transaction, bytes], object]:
        return lambda tx, digest: tx.passkeys.take_challenge(digest, purpose)

    def door(read: Callable[[bytes], object]) -> Callable[[str], object]:
        return lambda secret: read(link.digest(secret))

    return {
        "session": lambda secret: signing_in.identify(installation, secret, NOW),
        "operator": lambda secret: operator_sign_in.admission(installation, secret),
        "second step": inside(lambda tx, digest: tx.second_factors.pending_sign_in(digest)),
        "reset": inside(lambda tx, digest: tx.accounts.password_reset(digest)),
        "registration": inside(challenge_for("register")),
        "passkey": inside(challenge_for("sign_in")),
        "state": door(installation.directory.take_sso_attempt),
        "invitation": door(installation.directory.invitation),
        "sign-up": door(installation.directory.sign_up),
        "share": door(installation.directory.share_link),
        "signing": door(installation.directory.link),
    }


def _invitation(member: Member) -> str:
    email = f"new-{uuid4().hex[:12]}@example.com"
    run(member, inviting.invite, email, MemberRole.SENDER, NOW)
    (letter,) = letters_to(member.organization, email)
    return letter.words.link.removeprefix("/invitations/")


def _sign_up(installation: Installation) -> str:
    operators.set_sign_up(installation, SignUp.OPEN)
    email, slug = f"founder-{uuid4().hex[:12]}@example.com", f"office-{uuid4().hex[:12]}"
    wanted = Foundation("Our Office", slug, "Europe/Paris", "en", "Founder")
    journeys.ask_sign_up(installation, wanted, email, uuid4().hex, ("en",))
    (letter,) = letters_to(installation.platform, email)
    return letter.words.link.removeprefix("/sign-ups/")
