"""Opening an organization: asking for it, and finishing by the link that was mailed."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from core.addresses import client_address
from core.organizations import sign_up
from core.organizations.refusals import SignUpClosed, SignUpOver
from core.organizations.sign_up import Foundation, SignUp
from core.people.refusals import AnotherAddress
from core.sign_in.refusals import TooManyAttempts
from core.sign_in.sign_in_policy import Method
from core.signing import link
from core.signing.origin import Origin
from tenants import email_addresses
from tenants.installation import Installation, email_hash
from tenants.member import Member
from tenants.store.directory import Account, NewSession
from tenants.use_cases.organizations import founding, sign_up_links
from tenants.use_cases.sign_in import account_creation, mail_limits, organization_switch, signing_in
from tenants.use_cases.sign_in.account_creation import Newcomer

LIFETIME = timedelta(hours=24)
PERIOD = timedelta(hours=1)
PER_NETWORK = 20
MAILS_FROM_ANYWHERE = 10  # to one address in a day, whoever asks


@dataclass(frozen=True, slots=True)
class Application:
    """What a link stands for. `account` is whose address it is, when they are known here."""

    email: str
    foundation: Foundation
    invited: bool
    account: Account | None

    @property
    def signs_in(self) -> bool:
        """Whoever has this address signs in to go on; anybody else chooses a password."""
        return self.account is not None and self.account.belongs


def ask(
    installation: Installation,
    typed: Foundation,
    address: str,
    network: str,
    locales: Container[str],
) -> None:
    """
    Mail the link. Nobody learns whether the address has an account.

    Raises Invalid, SignUpClosed, TooManyAttempts, TooManyMails.
    """
    if founding.sign_up_mode(installation) is not SignUp.OPEN:
        raise SignUpClosed
    email = email_addresses.check(address)
    foundation = _complete(installation, typed, locales)
    by = client_address.network(network).encode()
    key = installation.attempt_key("sign-up", by)
    if installation.door.count_attempt(key, PERIOD) > PER_NETWORK:
        raise TooManyAttempts
    mail_limits.count_mail(installation, "sign_up from anywhere", b"", email, MAILS_FROM_ANYWHERE)
    sign_up_links.mail_link(installation, "sign_up", email, foundation, LIFETIME, by)


def find(installation: Installation, token: str) -> Application:
    """Raises SignUpOver, SignUpClosed."""
    kept = installation.door.sign_up(link.digest(token))
    if kept is None:
        raise SignUpOver
    mode = founding.sign_up_mode(installation)
    if mode is SignUp.CLOSED or (mode is SignUp.INVITATION and not kept.invited):
        raise SignUpClosed
    email, foundation = sign_up_links.unseal(installation, kept)
    return Application(
        email=email,
        foundation=foundation,
        invited=kept.invited,
        account=installation.door.account(email_hash(email)),
    )


def finish_anew(
    installation: Installation,
    token: str,
    typed: Foundation,
    password: str,
    origin: Origin,
    locales: Container[str],
    now: datetime,
) -> str | None:
    """
    The session token of the new owner; None for those who have to sign in first, or then.

    Raises Invalid, SignUpOver, SignUpClosed.
    """
    application = find(installation, token)
    if application.signs_in:
        return None
    foundation = _complete(installation, typed, locales)
    checked = account_creation.check(application.email, Newcomer(foundation.owner_name, password))
    with installation.platform.transaction() as tx:
        owner_id = account_creation.enrol(tx, application.account, checked)
    organization_id = founding.establish(
        installation, foundation, owner_id, now, link.digest(token)
    )
    if application.account:
        return None
    return signing_in.begin(
        installation,
        NewSession(
            *(owner_id, organization_id, signing_in.LIFETIME, Method.PASSWORD, 1),
            *(origin.address, origin.user_agent),
        ),
    )


def finish(
    member: Member,
    session: str,
    token: str,
    typed: Foundation,
    locales: Container[str],
    now: datetime,
) -> str:
    """
    For somebody signed in elsewhere: the token under which `session` goes on in the new one.

    Raises Invalid, SignUpOver, SignUpClosed, AnotherAddress, ForeignSignIn.
    """
    installation = member.organization.installation
    application = find(installation, token)
    if application.account is None or application.account.person_id != member.person_id:
        raise AnotherAddress
    organization_switch.check(member.principal)
    foundation = _complete(installation, typed, locales)
    organization_id = founding.establish(
        installation, foundation, member.person_id, now, link.digest(token)
    )
    with member.transaction() as tx:
        return organization_switch.carry_over(tx, session, organization_id)


def _complete(installation: Installation, typed: Foundation, locales: Container[str]) -> Foundation:
    """Raises Invalid, also when the slug is taken."""
    foundation = sign_up.complete(typed, available_timezones(), locales)
    if installation.door.organization_by_slug(foundation.slug):
        raise founding.taken()
    return foundation
