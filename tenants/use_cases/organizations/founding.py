"""Founding an organization with its key, its signing certificate and its owner."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from core.access import MemberRole
from core.organizations import sign_up
from core.organizations.events import OrganizationFounded
from core.organizations.refusals import SignUpOver
from core.organizations.sign_up import Foundation, SignUp
from core.people.events import RoleChanged
from core.refusals import Invalid, sentence
from tenants import email_addresses
from tenants.encryption.keys import unwrap, wrap_new
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.organization import Transaction
from tenants.use_cases.evidence import signing_certificates
from tenants.use_cases.organizations import sign_up_links
from tenants.use_cases.sign_in import passwords

INVITED_LIFETIME = timedelta(days=7)


def sign_up_mode(installation: Installation) -> SignUp:
    """Who may open an organization here."""
    setting = installation.door.platform_setting(sign_up.SETTING)
    return sign_up.mode(setting, installation.settings.mode)


def invite_founder(installation: Installation, address: str, session: bytes) -> None:
    """
    Mail somebody a link that opens an organization, unless sign-up is closed, for a week.

    `session` is that of the operator, for whom the database looks.
    Raises Invalid(email=...), TooManyMails.
    """
    email = email_addresses.check(address)
    sign_up_links.mail_link(
        installation,
        sign_up_links.INVITED,
        email,
        Foundation(),
        INVITED_LIFETIME,
        b"operators",
        session,
    )


def found(
    installation: Installation,
    *,
    slug: str,
    name: str,
    owner_name: str,
    owner_email: str,
    password: str,
    now: datetime,
) -> UUID:
    """
    For whoever runs the installation. The one that has this slug already when there is one.

    Neither slug nor password is checked. An owner who is known here keeps name and password.
    """
    existing = installation.door.organization_by_slug(slug)
    if existing:
        return existing
    person_id = installation.door.enrol_person(
        *(new_id(), owner_name, owner_email, email_hash(owner_email)),
        passwords.hasher.hash(password),
    )
    return establish(installation, Foundation(name, slug, owner_name=owner_name), person_id, now)


def establish(
    installation: Installation,
    foundation: Foundation,
    owner_id: UUID,
    now: datetime,
    link_hash: bytes | None = None,
) -> UUID:
    """
    The id of the new organization, which uses up the link in the same transaction.

    Raises Invalid(slug=...) when it is taken, SignUpOver.
    """
    organization = installation.organization(new_id())
    context = f"organization:{organization.id}"
    wrapped = wrap_new(installation.master, context)
    key = unwrap((installation.master,), wrapped, context)
    certificate = signing_certificates.make(
        foundation.name, organization.id, now, serial=secrets.randbits(127) | 1
    )
    keys = (
        wrapped,
        certificate.certificate,
        key.encrypt(certificate.private_key, "signing key"),
    )
    try:
        with organization.transaction() as tx:
            if link_hash and not tx.one("select end_sign_up(%s) as used", link_hash)["used"]:
                raise SignUpOver
            _insert(tx, foundation, keys)
            _begin(tx, foundation, owner_id, now)
    except psycopg.errors.UniqueViolation:
        raise taken() from None
    return organization.id


def taken() -> Invalid:
    return Invalid(slug=sentence("Somebody else uses this already. Choose another one."))


def _insert(tx: Transaction, foundation: Foundation, keys: tuple[bytes, bytes, bytes]) -> None:
    tx.run(
        "insert into organizations (id, slug, name, time_zone, locale, wrapped_key, certificate,"
        " private_key) values (%s, %s, %s, %s, %s, %s, %s, %s)",
        *(tx.organization_id, foundation.slug, foundation.name, foundation.time_zone),
        *(foundation.locale, *keys),
    )


def _begin(tx: Transaction, foundation: Foundation, owner_id: UUID, now: datetime) -> None:
    tx.run(
        "insert into memberships (organization_id, person_id, role) values (%s, %s, 'owner')",
        *(tx.organization_id, owner_id),
    )
    tx.administer(
        (
            OrganizationFounded(slug=foundation.slug, name=foundation.name),
            RoleChanged(person_id=owner_id, old="", new=MemberRole.OWNER),
        ),
        f"person:{owner_id}",
        now,
    )
