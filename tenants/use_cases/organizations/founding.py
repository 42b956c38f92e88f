"""Founding an organization with its key, its signing certificate and its owner."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import MemberRole
from core.organizations.events import OrganizationFounded
from core.organizations.refusals import SignUpOver
from core.organizations.sign_up import Foundation
from core.people.events import RoleChanged
from core.refusals import Invalid, sentence
from tenants.encryption.keys import unwrap, wrap_new
from tenants.identifiers import new_id
from tenants.installation import Installation, Organization
from tenants.transaction import Transaction
from tenants.use_cases.evidence import signing_certificates


@dataclass(frozen=True, slots=True)
class PreparedOrganization:
    """
    What is made before anything is stored.

    `keys`: the wrapped key, the certificate of its seal, and the encrypted private key.
    """

    organization: Organization
    foundation: Foundation
    keys: tuple[bytes, bytes, bytes]


def prepare(
    installation: Installation, foundation: Foundation, now: datetime
) -> PreparedOrganization:
    """With no transaction open, for making a signing certificate takes a while."""
    organization = installation.organization(new_id())
    context = f"organization:{organization.id}"
    wrapped = wrap_new(installation.master, context)
    key = unwrap((installation.master,), wrapped, context)
    certificate = signing_certificates.make(
        foundation.name, organization.id, now, serial=secrets.randbits(127) | 1
    )
    private_key = key.encrypt(certificate.private_key, "signing key")
    keys = wrapped, certificate.certificate, private_key
    return PreparedOrganization(organization, foundation, keys)


def establish(
    tx: Transaction,
    prepared: PreparedOrganization,
    owner_id: UUID,
    now: datetime,
    link_hash: bytes | None = None,
) -> None:
    """
    In a transaction of the new organization, which uses up the link.

    Raises Invalid(slug=...) when it is taken, SignUpOver.
    """
    foundation = prepared.foundation
    if link_hash and not tx.sign_ups.end(link_hash):
        raise SignUpOver
    if not tx.own_organization.insert(foundation, prepared.keys):
        raise slug_taken()
    tx.memberships.add(owner_id, MemberRole.OWNER)
    founded = OrganizationFounded(slug=foundation.slug, name=foundation.name)
    owner = RoleChanged(person_id=owner_id, old="", new=MemberRole.OWNER)
    tx.record_admin((founded, owner), f"person:{owner_id}", now)


def slug_taken() -> Invalid:
    return Invalid(slug=sentence("This is already taken. Choose another one."))
