"""Which person a provider means: found by its issuer and subject, never by a mail address."""

import secrets
from datetime import datetime
from uuid import UUID

from core.organizations.domain_verification import DomainUse
from core.organizations.quota import Kind
from core.organizations.refusals import OrganizationFrozen
from core.people.events import RoleChanged
from core.refusals import Invalid
from core.sso import provider_connection, refusals
from core.sso.events import SsoIdentityConnected
from core.sso.provider_connection import Asserted, Connection
from core.text.printable import cleaned, is_line
from tenants import email_addresses
from tenants.identifiers import new_id
from tenants.installation import Organization, email_hash
from tenants.network import dns_records
from tenants.transaction import Transaction
from tenants.use_cases.organizations import quotas

ACTOR = "sso"  # what the organization's provider brings about, in its log
NAME_LIMIT = 120


def find_or_join(
    tx: Transaction,
    connection: Connection,
    asserted: Asserted,
    has_account: bool,
    now: datetime,
) -> UUID:
    """
    The person who signs in, with the role that they have now; a newcomer joins.

    The transaction holds the lock `people`. An address is only read of newcomers. Raises
    NoLongerMember, EmailUnverified, EmailElsewhere, AddressHasAccount, QuotaReached,
    OrganizationFrozen.
    """
    person_id = linked_person(tx, connection.issuer, asserted.subject)
    if person_id is None:
        _check_not_frozen(tx)
        quotas.require(tx, Kind.MEMBERS, now)
        person_id = _join(tx, connection, asserted, has_account, now)
    else:
        _keep_role(tx, connection, person_id, asserted, now)
    tx.sso_identities.use(connection.issuer, asserted.subject, now)
    return person_id


def has_account(organization: Organization, asserted: Asserted) -> bool:
    """Whether an account with this address can sign in, in any organization."""
    account = organization.installation.directory.account(email_hash(asserted.email))
    return account is not None and account.belongs


def linked_person(tx: Transaction, issuer: str, subject: str) -> UUID | None:
    """The person with this subject, locked: no one is disconnected meanwhile."""
    return tx.sso_identities.lock_person(issuer, subject)


def link(
    tx: Transaction,
    person_id: UUID,
    connection: Connection,
    asserted: Asserted,
    joined: bool,
    by: str,
    now: datetime,
) -> None:
    """From now on this subject is this person, which the log says."""
    tx.sso_identities.add(connection.issuer, asserted.subject, person_id, now)
    event = SsoIdentityConnected(
        person_id=person_id,
        issuer=connection.issuer,
        joined=int(joined),
        subject=asserted.subject,
        email=asserted.email,
    )
    tx.record_admin((event,), by, now)


def _check_not_frozen(tx: Transaction) -> None:
    if tx.own_organization.is_frozen():
        raise OrganizationFrozen


def _keep_role(
    tx: Transaction, connection: Connection, person_id: UUID, asserted: Asserted, now: datetime
) -> None:
    role = tx.memberships.lock_or_none(person_id)
    if role is None:
        raise refusals.NoLongerMember
    new = provider_connection.role_after(connection, role, asserted.groups)
    if new is not role:
        tx.memberships.set_role(person_id, new)
        changed = RoleChanged(person_id=person_id, old=role, new=new)
        tx.record_admin((changed,), ACTOR, now)


def _join(
    tx: Transaction, connection: Connection, asserted: Asserted, has_account: bool, now: datetime
) -> UUID:
    """
    A new person, who is known in this organization only.

    They have no password, and no sign-in by address finds them: a provider that asserts an address
    gains nothing from another account that has it.
    """
    email = _address(tx, asserted)
    if has_account or tx.memberships.is_address_taken(email, email_hash(email)):
        raise refusals.AddressHasAccount
    person_id, role = new_id(), _role(tx, connection, asserted, now)
    name, found_by = _name(asserted, email), secrets.token_bytes(32)
    tx.accounts.enrol_by_provider(person_id, name, email, found_by)
    tx.memberships.add(person_id, role)
    link(tx, person_id, connection, asserted, joined=True, by=ACTOR, now=now)
    tx.record_admin((RoleChanged(person_id=person_id, old="", new=role),), ACTOR, now)
    return person_id


def _address(tx: Transaction, asserted: Asserted) -> str:
    """The newcomer's, if the provider vouches for it and it is the organization's to vouch for."""
    if not asserted.email or not asserted.email_verified:
        raise refusals.EmailUnverified
    try:
        email = email_addresses.check(asserted.email)
    except Invalid:
        raise refusals.EmailUnverified from None
    if not tx.domain_claims.is_verified(DomainUse.SIGN_IN, dns_records.domain_of(email)):
        raise refusals.EmailElsewhere
    return email


def _role(tx: Transaction, connection: Connection, asserted: Asserted, now: datetime) -> str:
    """By the groups; else as they were invited, which is used up; else the default one."""
    invited = tx.invitations.use_of_address(email_hash(asserted.email), now)
    if invited and not connection.roles:
        return invited
    return provider_connection.role_for(connection, asserted.groups)


def _name(asserted: Asserted, email: str) -> str:
    name = cleaned(asserted.name)[:NAME_LIMIT]
    return name if name and is_line(name) else email.partition("@")[0]
