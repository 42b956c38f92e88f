"""What an organization has, as programs of others would ask for it: method, path and body."""

from typing import Any
from uuid import uuid4

from core.access import MemberRole
from core.people.contact import Contact
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.people import contact_imports, contacts, inviting, teams
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague

Asked = list[tuple[str, str, Any]]


def of(member: Member) -> Asked:
    return [*_people(member), *_contacts(member), *_keys(member)]


def _people(member: Member) -> Asked:
    person = f"/members/{colleague(member, MemberRole.SENDER).person_id}"
    team = f"/teams/{run(member, teams.create, uuid4().hex, NOW)}"
    email = f"invited-{uuid4().hex[:12]}@example.com"
    invitation = f"/invitations/{run(member, inviting.invite, email, MemberRole.SENDER, NOW)}"
    return [
        ("GET", person, None),
        ("PATCH", person, {"role": "viewer"}),
        ("DELETE", person, None),
        ("GET", invitation, None),
        ("POST", f"{invitation}/resend", None),
        ("DELETE", invitation, None),
        ("GET", team, None),
        ("PATCH", team, {"name": "Ours"}),
        ("DELETE", team, None),
        ("PUT", f"{team}{person}", None),
        ("DELETE", f"{team}{person}", None),
    ]


def _contacts(member: Member) -> Asked:
    contact = run(member, contacts.add, Contact(uuid4(), "Ana", "ana@example.com"))
    import_id, table = uuid4(), b"Name,E-Mail\nAna,ana@example.com\n"
    contact_imports.store(member.organization, import_id, table)
    run(member, contact_imports.upload, import_id, "list.csv", table)
    place, list_ = f"/contacts/{contact.id}", f"/contact-imports/{import_id}"
    return [
        ("GET", place, None),
        ("PATCH", place, {"name": "Ours"}),
        ("DELETE", place, None),
        ("POST", f"{place}/restore", None),
        ("GET", list_, None),
        ("POST", f"{list_}/start", {}),
    ]


def _keys(member: Member) -> Asked:
    key = run(member, api_keys.make, uuid4(), "Theirs", ["organization"], "0", NOW).key
    return [("GET", f"/api-keys/{key.id}", None), ("DELETE", f"/api-keys/{key.id}", None)]
