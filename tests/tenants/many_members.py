"""Many members at once, who never sign in."""

from collections.abc import Sequence

from core.access import MemberRole
from core.principal import SYSTEM
from tenants.identifiers import new_id
from tenants.installation import email_hash
from tenants.member import Member


def colleagues(
    member: Member, people: Sequence[tuple[str, str]], role: MemberRole = MemberRole.SENDER
) -> None:
    """Each with a name and an address. None of them has a password."""
    directory = member.organization.installation.directory
    ids = [
        directory.enrol_person(new_id(), name, email, email_hash(email), "")
        for name, email in people
    ]
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run_many(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, %s)",
            [(tx.organization_id, id, role) for id in ids],
        )
