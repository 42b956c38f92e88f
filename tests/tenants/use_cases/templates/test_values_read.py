"""Values from outside are read and checked as those of a signer, such as phone numbers."""

from uuid import UUID, uuid4

import pytest

from core.bulk_sends.bulk_send import RowState
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Invalid
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.templates import publishing, templates, using
from tests.tenants import bulk, ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

PEOPLE = {"Client": RolePerson("Ada", "ada@example.com")}


def template(member: Member) -> UUID:
    """The sender says by which number the client is called."""
    template_id, draft = uuid4(), ceremonies.draft_with_document(member, NOW)
    client = Recipient(uuid4(), "Ada", "ada@example.com", role_name="Client")
    run(member, drafting.name_recipients, draft.id, [client], NOW)
    document_id = draft.documents[0].id
    phone = Field(
        *(uuid4(), document_id, (), kinds.named("phone"), 1, 100, 300, 200, 20),
        label="Phone",
        properties={"name": "phone", "country": "DE"},
    )
    signature = ceremonies.signature_field(document_id, client.id, 100)
    run(member, drafting.place_fields, draft.id, [signature, phone], NOW)
    run(member, templates.create_from, draft.id, template_id, str, NOW)
    run(member, publishing.publish, template_id, NOW)
    return template_id


def test_a_value_given_to_a_template_is_read_and_checked(member: Member) -> None:
    template_id = template(member)
    given = Filling(PEOPLE, {"phone": "030 123456"})
    wrong = Filling(PEOPLE, {"phone": "12"})

    made = run(member, using.use, [template_id], uuid4(), given, NOW)

    assert {f.label: f.properties.get("default") for f in made.fields}["Phone"] == "+4930123456"
    with pytest.raises(Invalid) as refused:
        run(member, using.use, [template_id], uuid4(), wrong, NOW)
    assert list(refused.value.errors) == ["values"]


def test_so_is_a_cell_of_a_table(member: Member) -> None:
    head = ("Client name", "Client e-mail", "Phone")
    rows = [("Ada", "ada@example.com", "030 123456"), ("Ben", "ben@example.com", "12")]
    bulk_id = bulk.uploaded(member, template(member), bulk.csv(rows, head), NOW)

    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")

    assert bulk.counts(member, bulk_id) == {RowState.SENT: 1, RowState.WRONG: 1}
    with member.transaction() as tx:
        row = tx.rows.one("select id from envelopes where bulk_send_id = %s", bulk_id)
        sent = tx.envelopes.get(row["id"])
    assert "+4930123456" in [f.properties.get("default") for f in sent.fields]
