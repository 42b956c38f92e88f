"""What an organization has, by the names that routes give to its ids."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from core.access import MemberRole
from core.api.oauth import client as oauth_client
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.listing.filters import Filters
from core.organizations.domain_verification import DomainUse
from core.people.contact import Contact
from core.people.signing_group import GroupMember, SigningGroup
from core.period import Period
from core.signing.disclosures import own_disclosure
from core.signing.disclosures.own_disclosure import DisclosurePurpose, DisclosureWords
from core.webhooks.webhook_endpoint import EndpointChoices
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.api.oauth import clients
from tenants.use_cases.archived_records import archived_records
from tenants.use_cases.envelopes import custom_fields, reading, sharing
from tenants.use_cases.envelopes.listing import bulk_actions, folders, saved_views, tags
from tenants.use_cases.evidence import verifying
from tenants.use_cases.organizations import disclosures, domain_claims
from tenants.use_cases.people import contacts, inviting, signing_groups, teams
from tenants.use_cases.retention import field_value_export, legal_holds, organization_export
from tenants.use_cases.sign_in import account_security
from tenants.use_cases.signing import uploaded_signatures
from tenants.use_cases.templates import publishing, templates
from tenants.use_cases.webhooks import delivery_log, endpoints
from tests.tenants import archives, attached_envelopes, bulk, ceremonies, factors, journeys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from webapp.pages.evidence import verifications

# Parts of an address that belong to nobody: a page's number says nothing about whose page it is.
NO_IDS = {"number", "file_format", "key", "purpose", "language"}


def _envelope(member: Member) -> dict[str, Any]:
    envelope = ceremonies.sent(member, NOW)
    signed = ceremonies.sign(member, envelope.recipients[0], NOW)
    run(member, sharing.share, envelope.id, member.person_id, NOW)
    run(member, sharing.make_link, envelope.id, 7, NOW)
    return {
        "link_id": run(member, sharing.sharing, envelope.id, NOW).links[0].id,
        "envelope_id": envelope.id,
        "document_id": envelope.documents[0].id,
        "recipient_id": envelope.recipients[0].id,
        "field_id": envelope.fields[0].id,
        "signature_id": signed.signatures[0].id,
    }


def unshared(member: Member) -> dict[str, Any]:
    """An envelope that only its sender sees, and those who see all."""
    envelope = ceremonies.sent(member, NOW)
    return {
        "envelope_id": envelope.id,
        "document_id": envelope.documents[0].id,
        "recipient_id": envelope.recipients[0].id,
    }


def _attached(member: Member) -> dict[str, Any]:
    envelope = attached_envelopes.sent(member, NOW)
    attached_envelopes.finish(member, envelope, 0, NOW)
    return {"attachment_id": run(member, reading.attached_files, envelope.id)[0]}


def _uploaded(member: Member) -> dict[str, Any]:
    picture = b"\xff\xd8\xff a photograph"
    return {
        "upload_id": run(member, uploaded_signatures.upload, "signature", None, picture, NOW),
    }


def _people(member: Member) -> dict[str, Any]:
    run(member, inviting.invite, f"invited-{uuid4().hex[:12]}@example.com", MemberRole.SENDER, NOW)
    team_id = run(member, teams.create, uuid4().hex, NOW)
    run(member, teams.add, team_id, member.person_id, NOW)
    group = SigningGroup(uuid4(), uuid4().hex, (GroupMember(uuid4(), "Ana", "ana@example.com"),))
    run(member, signing_groups.create, group.id, group.name, group.members, NOW)
    return {
        "group_id": group.id,
        "member_id": group.members[0].id,
        "team_id": team_id,
        "organization_id": member.organization.id,
        "person_id": member.person_id,
        "invitation_id": run(member, inviting.invitations)[0].id,
    }


def _domain(member: Member) -> dict[str, Any]:
    name = f"{uuid4().hex}.example"
    for use in DomainUse:
        run(member, domain_claims.claim, use, name, NOW)
    return {"domain": run(member, domain_claims.domains, DomainUse.SIGN_IN)[0].domain}


def _account(member: Member) -> dict[str, Any]:
    owner = colleague(member, MemberRole.VIEWER)
    factors.with_passkey(owner)
    return {
        "passkey_id": run(owner, account_security.security).passkeys[0].id,
        "session_id": owner.session_id,
    }


def _custom_field(member: Member) -> dict[str, Any]:
    field = CustomField(uuid4(), f"Project {uuid4().hex[:8]}", CustomFieldKind.TEXT)
    run(member, custom_fields.define, field, NOW)
    export_id = uuid4()
    time = Period(NOW.date(), NOW.date())
    run(member, field_value_export.start, export_id, time, "csv", NOW)
    return {"custom_field_id": field.id, "export_id": export_id}


def _contacts(member: Member) -> dict[str, Any]:
    run(member, contacts.add, Contact(uuid4(), "Somebody", f"{uuid4().hex}@example.com"))
    import_id = uuid4()
    journeys.upload_contacts(member, import_id, "list.csv", b"One,one@example.com")
    return {"contact_id": run(member, contacts.listed).contacts[0].id, "import_id": import_id}


def _order(member: Member) -> dict[str, Any]:
    ids = {name: uuid4() for name in ("folder_id", "tag_id", "view_id", "bulk_id")}
    run(member, folders.make, ids["folder_id"], "Folder", None, "owner", NOW)
    run(member, tags.make, ids["tag_id"], uuid4().hex, 0, NOW)
    run(member, saved_views.save, ids["view_id"], "View", Filters(), False, NOW)
    chosen = [ceremonies.sent(member, NOW).id]
    run(member, bulk_actions.start, ids["bulk_id"], BulkRequest(BulkKind.DOWNLOAD), chosen, NOW)
    return ids


def _template(member: Member) -> dict[str, Any]:
    template_id = uuid4()
    source = ceremonies.sent(member, NOW)
    run(member, templates.create_from, source.id, template_id, str, NOW)
    run(member, publishing.publish, template_id, NOW)
    return {"template_id": template_id}


def _bulk_send(member: Member) -> dict[str, Any]:
    template_id = bulk.template(member, NOW)
    bulk_id = bulk.uploaded(member, template_id, bulk.csv(bulk.rows(3)), NOW)
    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, NOW)
    return {"bulk_send_id": bulk_id, "file_format": "csv"}


def _hold(member: Member) -> dict[str, Any]:
    hold_id = uuid4()
    run(member, legal_holds.place, hold_id, "address", "A claim", NOW, address="held@example.com")
    return {"hold_id": hold_id}


def _api_key(member: Member) -> dict[str, Any]:
    key_id = uuid4()
    run(member, api_keys.make, key_id, "Billing", ["envelopes:read"], "30", NOW)
    return {"key_id": key_id}


def _client(member: Member) -> dict[str, Any]:
    asked = oauth_client.asked_for(
        "Billing", "confidential", "https://app.example.com/", ["envelopes:read"]
    )
    made = run(member, clients.make, uuid4(), asked, {"keys": []}, NOW)
    return {"client_id": made.client.id}


def _webhook(member: Member) -> dict[str, Any]:
    """An endpoint, and a delivery to it that waits."""
    endpoint_id = uuid4()
    choices = EndpointChoices("https://example.com/hook")
    run(member, endpoints.create, endpoint_id, choices, NOW)
    ping = run(member, delivery_log.ping, endpoint_id, NOW)
    return {"endpoint_id": endpoint_id, "delivery_id": ping.id}


def _export(member: Member) -> dict[str, Any]:
    export_id = uuid4()
    run(member, organization_export.start, export_id, NOW)
    return {"organization_export_id": export_id}


def _disclosure(member: Member) -> dict[str, Any]:
    """Version 1, which the address of its page names."""
    words = own_disclosure.standard(DisclosurePurpose.SIGNING)
    words = DisclosureWords("Our terms", words.paragraphs)
    run(member, disclosures.publish, DisclosurePurpose.SIGNING, "en", words, NOW)
    return {"purpose": "signing", "language": "en"}


def _archived(member: Member) -> dict[str, Any]:
    record_id = archives.imported(member, archives.of_record())[0].id
    files = run(member, archived_records.get, record_id).files
    return {"archived_record_id": record_id, "archived_file_id": files[0].id}


def _verification(member: Member) -> dict[str, Any]:
    id = uuid4()
    stored_as = verifying.of_organization(member.organization.id, id)
    verifications.submit(member.organization.installation, stored_as, "a.pdf", b"%PDF", NOW)
    return {"verification_id": id}


# One function per noun: what it makes, and the ids by which routes know it.
MAKERS: tuple[Callable[[Member], dict[str, Any]], ...] = (
    _envelope,
    _people,
    _uploaded,
    _attached,
    _account,
    _domain,
    _custom_field,
    _export,
    _hold,
    _api_key,
    _client,
    _webhook,
    _contacts,
    _order,
    _template,
    _bulk_send,
    _disclosure,
    _archived,
    _verification,
)
NAMES = (
    "archived_record_id",
    "archived_file_id",
    "attachment_id",
    "upload_id",
    "signature_id",
    "folder_id",
    "tag_id",
    "view_id",
    "bulk_id",
    "bulk_send_id",
    "contact_id",
    "import_id",
    "passkey_id",
    "session_id",
    "link_id",
    "envelope_id",
    "document_id",
    "recipient_id",
    "field_id",
    "organization_id",
    "team_id",
    "group_id",
    "member_id",
    "person_id",
    "invitation_id",
    "domain",
    "custom_field_id",
    "export_id",
    "organization_export_id",
    "hold_id",
    "key_id",
    "client_id",
    "endpoint_id",
    "delivery_id",
    "account_id",
    "connect_id",
    "list_id",
    "batch_id",
    "template_id",
    "verification_id",
)


def of(member: Member) -> dict[str, Any]:
    """Real ids of things of this organization, for somebody else to try."""
    made: dict[str, Any] = {"number": 1, "key": "lease"}
    for make in MAKERS:
        made |= make(member)
    return made


def nobodys() -> dict[str, Any]:
    """Ids of nothing."""
    parts = {"number": 1, "file_format": "csv", "key": "lease"}
    texts = {"purpose": "reading", "language": "fr", "rest": "x"}
    return parts | texts | {name: uuid4() for name in NAMES}
