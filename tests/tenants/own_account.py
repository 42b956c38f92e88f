"""What a member does about their own account, as the routes do it: proof first, then the act."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tenants.member import Member
from tenants.use_cases.sign_in import (
    account_security,
    authenticator_app,
    passkeys,
    reauthentication,
)
from tenants.use_cases.sign_in.reauthentication import Reauthentication
from tenants.use_cases.sign_in.relying_party import PasskeyChallenge
from tests.tenants.opening import run


def proof(member: Member, typed: str, unless_fresh: bool = False) -> Reauthentication:
    stored = run(member, reauthentication.stored)
    return reauthentication.check(member.organization.installation, stored, typed, unless_fresh)


def change_password(member: Member, old: str, new: str) -> None:
    stored = run(member, reauthentication.stored)
    change = account_security.check_passwords(member, stored, old, new)
    run(member, account_security.change_password, change)


def add_authenticator(
    member: Member, sealed: str, code: str, now: datetime, typed: str = ""
) -> Sequence[str]:
    confirmed = authenticator_app.check_code(member, sealed, code, now)
    shown = proof(member, typed, unless_fresh=True)
    return run(member, authenticator_app.add, confirmed, shown, now)


def remove_authenticator(member: Member, typed: str, now: datetime) -> None:
    run(member, authenticator_app.remove, proof(member, typed), now)


def ask_for_passkey(member: Member, typed: str, now: datetime) -> PasskeyChallenge:
    shown = proof(member, typed, unless_fresh=True)
    return run(member, passkeys.ask_to_register, shown, now)


def add_passkey(member: Member, token: str, credential: str, name: str) -> Sequence[str]:
    checked = passkeys.check_name(name)
    challenge = run(member, passkeys.take, token)
    settings = member.organization.installation.settings
    made = passkeys.verify(settings, challenge, credential)
    return run(member, passkeys.add, made, checked)


def remove_passkey(member: Member, passkey_id: UUID, typed: str, now: datetime) -> None:
    run(member, passkeys.remove, passkey_id, proof(member, typed), now)
