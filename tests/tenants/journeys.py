"""What routes do in several transactions with slow work between them, as one step of a test."""

from datetime import datetime
from uuid import UUID

from core.people.contact import Contact
from core.signing.origin import Origin
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.people import contact_imports, contacts, joining
from tenants.use_cases.sign_in import account_creation
from tenants.use_cases.sign_in.account_creation import Newcomer
from tenants.use_cases.signing import kept_signature
from tests.tenants.opening import run


def upload_contacts(member: Member, import_id: UUID, name: str, data: bytes) -> None:
    run(member, contact_imports.announce, import_id)
    contact_imports.store(member.organization, import_id, data)
    run(member, contact_imports.upload, import_id, name, data)


def begin_import(member: Member, import_id: UUID) -> None:
    found = run(member, contact_imports.get, import_id)
    contact_imports.check_encoding(found)
    rows = contact_imports.rows(member.organization, found)
    run(member, contact_imports.begin, found, rows)


def all_contacts(member: Member) -> list[Contact]:
    found = run(member, contacts.listed)
    people = list(found.contacts)
    while found.next:
        found = run(member, contacts.listed, after=found.next)
        people += found.contacts
    return people


def keep_signature(member: Member, image: bytes, method: str) -> None:
    run(member, kept_signature.keep, kept_signature.check(image, method))


def find_invitation(installation: Installation, token: str, now: datetime) -> joining.Invitation:
    return run(joining.organization_of(installation, token), joining.find, token, now)


def join_anew(
    installation: Installation, token: str, typed: Newcomer, origin: Origin, now: datetime
) -> str | None:
    organization = joining.organization_of(installation, token)
    invitation = run(organization, joining.find, token, now)
    joining.check_usable(invitation)
    if invitation.signs_in:
        return None
    checked = account_creation.check(invitation.terms.email, typed)
    return run(organization, joining.join_anew, invitation, checked, origin, now)


def join(member: Member, session: str, token: str, now: datetime) -> str:
    organization = joining.organization_of(member.organization.installation, token)
    invitation = run(organization, joining.find, token, now)
    return run(organization, joining.join, invitation, member.principal, session, now)
