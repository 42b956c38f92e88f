"""Founding an organization with its key, its signing certificate and its owner."""

import secrets
from datetime import datetime
from uuid import UUID

from argon2 import PasswordHasher

from core import sign_up
from core.access import MemberRole
from core.administration import OrganizationFounded, RoleChanged
from core.sign_up import SignUp
from tenants import signing_certificates
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.keys import unwrap, wrap_new


def sign_up_mode(installation: Installation) -> SignUp:
    """Who may open an organization here."""
    setting = installation.door.platform_setting(sign_up.SETTING)
    return sign_up.mode(setting, installation.settings.mode)


def change_sign_up_mode(installation: Installation, new: SignUp) -> None:
    """For operators, whose own use case records it."""
    installation.door.set_platform_setting(sign_up.SETTING, new)


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
    """The organization's id; the one that has this slug already when there is one."""
    existing = installation.door.organization_by_slug(slug)
    if existing:
        return existing
    organization = installation.organization(new_id())
    context = f"organization:{organization.id}"
    wrapped = wrap_new(installation.master, context)
    key = unwrap(installation.master, wrapped, context)
    certificate = signing_certificates.make(
        name, organization.id, now, serial=secrets.randbits(127) | 1
    )
    person_id = installation.door.enrol_person(
        new_id(), owner_name, owner_email, email_hash(owner_email), PasswordHasher().hash(password)
    )
    with organization.transaction() as tx:
        tx.run(
            "insert into organizations (id, slug, name, wrapped_key, certificate, private_key)"
            " values (%s, %s, %s, %s, %s, %s)",
            *(organization.id, slug, name, wrapped, certificate.certificate),
            key.encrypt(certificate.private_key, "signing key"),
        )
        tx.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'owner')",
            *(organization.id, person_id),
        )
        tx.administer(
            (
                OrganizationFounded(slug=slug, name=name),
                RoleChanged(person_id=person_id, old="", new=MemberRole.OWNER),
            ),
            f"person:{person_id}",
            now,
        )
    return organization.id
