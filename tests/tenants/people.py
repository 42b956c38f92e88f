"""More members for an organization, each signed in."""

from uuid import uuid4

from core.access import MemberRole
from core.principal import SYSTEM
from tenants.identifiers import new_id
from tenants.installation import email_hash
from tenants.member import Member
from tenants.use_cases.sign_in import passwords, signing_in
from tests.tenants import sign_ins
from tests.tenants.conftest import NOW, PASSWORD


def colleague(member: Member, role: MemberRole) -> Member:
    """Somebody new in the organization of `member`."""
    installation = member.organization.installation
    name = uuid4().hex[:12]
    email = f"{role}-{name}@example.com"
    person_id = installation.directory.enrol_person(
        new_id(), role.capitalize(), email, email_hash(email), passwords.hasher.hash(PASSWORD)
    )
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, %s)",
            *(tx.organization_id, person_id, role),
        )
    token = sign_ins.sign_in(installation, email, PASSWORD, name, NOW)
    signed_in = signing_in.identify(installation, token, NOW)
    assert signed_in is not None
    return signed_in
