"""Opening an organization: asking for it, and finishing by the link that was mailed."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from core.addresses import client_address
from core.organizations import sign_up
from core.organizations.refusals import SignUpClosed, SignUpOver
from core.organizations.sign_up import Foundation, SignUp
from core.people.refusals import AnotherAddress
from core.principal import MemberPrincipal
from core.sign_in.refusals import TooManyAttempts
from core.sign_in.sign_in_policy import Method
from core.signing import link
from core.signing.origin import Origin
from tenants import email_addresses
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.store.directory import SignInAccount
from tenants.store.sign_in.sessions import NewSession
from tenants.transaction import Transaction
from tenants.use_cases.organizations import founding, sign_up_links
from tenants.use_cases.organizations.founding import PreparedOrganization
from tenants.use_cases.organizations.sign_up_mode import sign_up_mode
from tenants.use_cases.sign_in import account_creation, mail_limits, organization_switch, signing_in
from tenants.use_cases.sign_in.account_creation import NewAccount

LIFETIME = timedelta(hours=24)
PERIOD = timedelta(hours=1)
PER_NETWORK = 20
MAILS_FROM_ANYWHERE = 10  # to one address in a day, from all visitors together


@dataclass(frozen=True, slots=True)
class SignUpApplication:
    """What a link stands for. `account` is whose address it is, when they are known here."""

    email: str
    foundation: Foundation
    invited: bool
    account: SignInAccount | None
    token: bytes

    @property
    def signs_in(self) -> bool:
        """Whether this address has an account: then its owner signs in, else chooses a password."""
        return self.account is not None and self.account.belongs


def check(
    installation: Installation,
    typed: Foundation,
    address: str,
    network: str,
    locales: Container[str],
) -> tuple[str, Foundation]:
    """
    Whether a link may be mailed: the address, and what was asked for. It is counted.

    No one learns whether the address has an account. Raises Invalid, SignUpClosed,
    TooManyAttempts, TooManyMails.
    """
    if sign_up_mode(installation) is not SignUp.OPEN:
        raise SignUpClosed
    email = email_addresses.check(address)
    # A slug that follows the name is looked for when the organization is made.
    foundation = replace(complete(installation, typed, locales), slug=typed.slug)
    by = client_address.network(network).encode()
    key = installation.attempt_key("sign-up", by)
    if installation.directory.count_attempt(key, PERIOD) > PER_NETWORK:
        raise TooManyAttempts
    mail_limits.count_mail(installation, "sign_up from anywhere", b"", email, MAILS_FROM_ANYWHERE)
    mail_limits.count_mail(installation, "sign_up", by, email)
    return email, foundation


def ask(tx: Transaction, email: str, foundation: Foundation) -> None:
    """Mail the link, after it was checked. In a transaction of the platform's own organization."""
    sign_up_links.mail_link(tx, "sign_up", email, foundation, LIFETIME)


def find(installation: Installation, token: str) -> SignUpApplication:
    """Raises SignUpOver, SignUpClosed."""
    kept = installation.directory.sign_up(link.digest(token))
    if kept is None:
        raise SignUpOver
    mode = sign_up_mode(installation)
    if mode is SignUp.CLOSED or (mode is SignUp.INVITATION and not kept.invited):
        raise SignUpClosed
    email, foundation = sign_up_links.unseal_application(installation, kept)
    return SignUpApplication(
        email=email,
        foundation=foundation,
        invited=kept.invited,
        account=installation.directory.account(email_hash(email)),
        token=link.digest(token),
    )


def finish_with_new_account(
    tx: Transaction,
    application: SignUpApplication,
    prepared: PreparedOrganization,
    checked: NewAccount,
    origin: Origin,
    now: datetime,
) -> str | None:
    """
    The session token of the new owner; None for those who have to sign in then.

    In a transaction of the new organization. Raises Invalid, SignUpOver.
    """
    owner_id = account_creation.enrol(tx, application.account, checked)
    founding.establish(tx, prepared, owner_id, now, application.token)
    if application.account:
        return None
    session = NewSession(
        *(owner_id, tx.organization_id, signing_in.LIFETIME, Method.PASSWORD, 1),
        *(origin.address, origin.user_agent),
    )
    return signing_in.open_session(tx, session)


def check_same_person(application: SignUpApplication, member: MemberPrincipal) -> None:
    """Whether who is signed in may finish it. Raises AnotherAddress, ForeignSignIn."""
    if application.account is None or application.account.person_id != member.person_id:
        raise AnotherAddress
    organization_switch.check(member)


def finish(
    tx: Transaction,
    application: SignUpApplication,
    prepared: PreparedOrganization,
    member: MemberPrincipal,
    session: str,
    now: datetime,
) -> str:
    """
    For a member of another organization: the token under which `session` goes on in the new one.

    In a transaction of the new one. Raises Invalid, SignUpOver, AnotherAddress, ForeignSignIn.
    """
    check_same_person(application, member)
    founding.establish(tx, prepared, member.person_id, now, application.token)
    return organization_switch.carry_over(tx, session, tx.organization_id)


def complete(installation: Installation, typed: Foundation, locales: Container[str]) -> Foundation:
    """With a slug that is free. Raises Invalid, also when a slug that was chosen is taken."""
    foundation = sign_up.complete(typed, available_timezones(), locales)
    if not installation.directory.organization_by_slug(foundation.slug):
        return foundation
    if typed.slug.strip():
        raise founding.slug_taken()
    return replace(foundation, slug=sign_up.another(foundation.slug, new_id().hex[:8]))
