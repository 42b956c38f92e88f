"""Direct links in tests: a template with one, and a visitor who fills in its form."""

import re
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.senders import Sender


def template_with(sender: Sender, kind: str) -> UUID:
    """One signer who is asked for, and a field of the sender that is called size."""
    member, template_id = sender.member, uuid4()
    draft = ceremonies.draft_with_document(member, NOW)
    people = [Recipient(uuid4(), "Somebody", "somebody@example.com", role_name="Tenant")]
    run(member, drafting.name_recipients, draft.id, people, NOW)
    document_id = draft.documents[0].id
    size = Field(uuid4(), document_id, (), kinds.named(kind), 1, 100, 300, 150, 40)
    fields = [
        ceremonies.signature_field(document_id, people[0].id, 100),
        Field(**{n: getattr(size, n) for n in size.__slots__} | {"properties": {"name": "size"}}),
    ]
    run(member, drafting.place_fields, draft.id, fields, NOW)
    run(member, templates.create_from, draft.id, template_id, str, NOW)
    run(member, publishing.publish, template_id, NOW)
    return template_id


def open_link(sender: Sender, template_id: UUID, **changed: str) -> str:
    """Turned on, with one question; its address."""
    place = f"/templates/{template_id}/link"
    form = {
        "active": "yes",
        "role_name": "Tenant",
        "question": "0",
        "label-0": "Size",
        "kind-0": "choice",
        "options-0": "S, M",
        "required-0": "yes",
        "field-0": "size",
    }
    answer = sender.post(place, **form | changed)
    assert answer.status_code == 303, answer.text
    return address_of(sender, template_id)


def address_of(sender: Sender, template_id: UUID) -> str:
    found = re.search(r"/start/[\w-]{43}", sender.get(f"/templates/{template_id}/link").text)
    assert found is not None
    return found[0]


def fill_in(visitor: Sender, address: str, **changed: str) -> TestResponse:
    form = {"answer-0": "M", "name": "Ana", "email": f"ana-{uuid4().hex[:8]}@example.com"}
    return visitor.post(address, **form | changed)


def started(sender: Sender, template_id: UUID) -> list[Envelope]:
    with sender.member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select id from envelopes where template_id = %s", template_id)
    return [run(sender.member, reading.envelope, row["id"]) for row in rows]
