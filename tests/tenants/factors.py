"""Members with something besides a password."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pyotp

from core.sign_in.refusals import SecondFactorNeeded
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.sign_in import authenticator_app
from tests.tenants import own_account, sign_ins
from tests.tenants.authenticators import SoftPasskey
from tests.tenants.conftest import NOW, PASSWORD

LATER = NOW + timedelta(minutes=2)


def code(secret: str, at: datetime = LATER) -> str:
    return pyotp.TOTP(secret).at(at)


def with_authenticator(member: Member) -> tuple[str, Sequence[str]]:
    """Its secret and the recovery codes."""
    begun = authenticator_app.begin(member)
    return begun.secret, own_account.add_authenticator(
        member, begun.sealed, code(begun.secret, NOW), NOW
    )


def with_passkey(member: Member) -> SoftPasskey:
    passkey = soft(member.organization.installation)
    asked = own_account.ask_for_passkey(member, "", NOW)
    own_account.add_passkey(member, asked.token, passkey.create(asked.options), "My phone")
    return passkey


def soft(installation: Installation) -> SoftPasskey:
    address = installation.settings.base_url
    return SoftPasskey(address, urlsplit(address).hostname or "")


def pending(member: Member, network: str) -> str:
    """What the right password gives to whoever has a second factor."""
    try:
        sign_ins.sign_in(member.organization.installation, member.email, PASSWORD, network, NOW)
    except SecondFactorNeeded as needed:
        return needed.token
    raise AssertionError("no second factor was asked for")
