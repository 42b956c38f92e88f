"""What an organization has, as programs of others would ask for it: method, path and body."""

from typing import Any
from uuid import UUID, uuid4

from core.access import MemberRole
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.people.contact import Contact
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.archived_records import archived_records
from tenants.use_cases.envelopes import custom_fields
from tenants.use_cases.evidence import verifying
from tenants.use_cases.people import contact_imports, contacts, inviting, teams
from tests.tenants import archives, ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from webapp.pages.evidence import verifications

Asked = list[tuple[str, str, Any]]


def of(member: Member, template_id: UUID, bulk_id: UUID) -> Asked:
    sent, template = f"/bulk-sends/{bulk_id}", f"/templates/{template_id}"
    link = {"role": "Buyer", "active": False}
    return [
        *_people(member),
        *_contacts(member),
        *_organization(member),
        *_archives(member),
        *_evidence(member),
        ("GET", f"{sent}/columns", None),
        ("PUT", f"{sent}/columns", {}),
        ("POST", f"{sent}/corrections", {"content": ""}),
        ("PATCH", sent, {"name": "Ours"}),
        ("DELETE", sent, None),
        ("GET", f"{sent}/errors.csv", None),
        ("GET", f"{sent}/results.csv", None),
        ("GET", f"{template}/bulk-table.csv", None),
        ("PATCH", template, {"name": "Ours"}),
        ("DELETE", template, None),
        ("POST", f"{template}/copies", None),
        ("GET", f"{template}/content", None),
        ("GET", f"{template}/sharing", None),
        ("PATCH", f"{template}/sharing", {"visibility": "all"}),
        ("GET", f"{template}/versions", None),
        ("POST", f"{template}/versions", None),
        ("POST", f"{template}/versions/1/restore", None),
        ("GET", f"{template}/direct-link", None),
        ("PUT", f"{template}/direct-link", link),
        ("POST", f"{template}/direct-link/renew", None),
    ]


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


def _organization(member: Member) -> Asked:
    key = run(member, api_keys.make, uuid4(), "Theirs", ["organization"], "0", NOW).key
    field = CustomField(uuid4(), "Theirs", CustomFieldKind.TEXT)
    run(member, custom_fields.define, field, NOW)
    place = f"/custom-fields/{field.id}"
    return [
        ("GET", f"/api-keys/{key.id}", None),
        ("DELETE", f"/api-keys/{key.id}", None),
        ("POST", f"/api-keys/{key.id}/secret", {"overlap_hours": 24}),
        ("GET", place, None),
        ("PATCH", place, {"name": "Ours"}),
        ("DELETE", place, None),
    ]


def _archives(member: Member) -> Asked:
    template = archives.written(
        archives.exchange(templates=[archives.template()]), {archives.PATH: archives.PDF}
    )
    (made,) = archives.imported(member, template)
    (kept,) = archives.imported(member, archives.of_record())
    file = run(member, archived_records.get, kept.id).files[0]
    record = f"/archived-records/{kept.id}"
    return [
        ("GET", f"/templates/{made.id}/export", None),
        ("GET", f"/envelopes/{made.id}/export", None),
        ("GET", record, None),
        ("GET", f"{record}/check", None),
        ("GET", f"{record}/files/{file.id}", None),
        ("DELETE", record, None),
    ]


def _evidence(member: Member) -> Asked:
    id = uuid4()
    stored_as = verifying.of_organization(member.organization.id, id)
    verifications.submit(member.organization.installation, stored_as, "a.pdf", b"%PDF", NOW)
    return [("GET", f"/verifications/{id}", None), *_parts(member)]


def _parts(member: Member) -> Asked:
    """Of a draft: its documents and fields."""
    draft = ceremonies.draft_with_document(member, NOW)
    documents, fields = f"/envelopes/{draft.id}/documents", f"/envelopes/{draft.id}/fields"
    document, field = f"{documents}/{draft.documents[0].id}", f"{fields}/{uuid4()}"
    place = {"kind": "text", "document_id": str(draft.documents[0].id), "page": 1, "x": 1, "y": 1}
    return [
        ("GET", documents, None),
        ("POST", documents, {"name": "Ours", "content": "JVBERg=="}),
        ("PUT", f"{documents}/order", {"documents": [str(draft.documents[0].id)]}),
        ("GET", document, None),
        ("PATCH", document, {"name": "Ours"}),
        ("DELETE", document, None),
        ("GET", f"{document}/file", None),
        ("GET", f"{document}/pages/1", None),
        ("GET", fields, None),
        ("POST", fields, {"fields": [place]}),
        ("PATCH", field, {"x": 2}),
        ("DELETE", field, None),
    ]
