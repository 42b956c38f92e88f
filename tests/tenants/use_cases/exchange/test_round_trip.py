"""What was exported is imported elsewhere, and exported again is the same."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
import pytest

from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Forbidden, NotFound
from tenants.member import Member
from tenants.use_cases.archived_records import archived_records
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.templates import publishing, template_pages, templates
from tests.tenants import archives, ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

SCHEMA = json.loads(
    (Path(__file__).parents[4] / "docs" / "exchange-format.schema.json").read_text()
)


def without_ids(said: dict[str, Any]) -> dict[str, Any]:
    """But for ids and times, which are each archive's own."""
    text = json.dumps(said)
    whole: dict[str, Any] = json.loads(text)
    whole.pop("created_at")
    for item in (*whole.get("templates", ()), *whole.get("envelopes", ())):
        item.pop("id")
        item.pop("created_at", None)
    for record in whole.get("archived_records", ()):
        record.pop("id")
    return whole


def rich_draft(member: Member) -> UUID:
    """A condition, a formula, a group, a shared field, one of the sender, options and steps."""
    id = ceremonies.complete_draft(member, NOW)
    envelope = run(member, reading.envelope, id)
    document, (one, two, copy) = envelope.documents[0].id, envelope.recipients
    witness = Recipient(uuid4(), "Bo", "bo@example.com", routing_order=2, role_name="Landlord")
    people = [one, two, witness, copy]
    run(member, drafting.name_recipients, id, people, NOW)

    def field(kind: str, y: float, *whose: UUID, **properties: Any) -> Field:
        place = (1, 300.0, y, 120.0, 20.0)
        return Field(uuid4(), document, whose, kinds.named(kind), *place, properties=properties)

    fields = [
        *envelope.fields,
        field("number", 60, one.id, name="rent", minimum="1"),
        field("formula", 90, one.id, name="total", formula="rent * 12"),
        field("checkbox", 120, one.id, name="pet"),
        field("text", 150, one.id, two.id, shown_if="pet", length=20),
        field("note", 180, default="Please read"),
        field("radio_button", 210, two.id, group="term", choice="monthly"),
        field("radio_button", 240, two.id, group="term", choice="yearly"),
        field("signature", 300, witness.id),
    ]
    run(member, drafting.place_fields, id, fields, NOW)
    options = replace(two.options, note="Only for you", language="de", condition="rent > 1000")
    run(member, drafting.choose_options, id, two.id, options, NOW)
    run(member, drafting.choose_steps, id, {2: 1}, {2: 24}, NOW)
    run(member, drafting.rename, id, "Lease", "Please sign.", NOW)
    return id


def test_a_draft_comes_back_the_same_from_another_organization(
    member: Member, stranger: Member
) -> None:
    first = archives.exported(member, envelopes=[rich_draft(member)])

    (made,) = archives.imported(stranger, first)
    again = archives.exported(stranger, envelopes=[made.id])

    assert without_ids(archives.manifest(again)) == without_ids(archives.manifest(first))
    assert archives.files(again) == archives.files(first)
    said = archives.manifest(first)["envelopes"][0]
    assert len(said["fields"]) == 12
    assert said["steps"] == [{"order": 2, "needed": 1, "delay": 24}]
    jsonschema_rs.validate(SCHEMA, archives.manifest(first))


def test_a_template_comes_back_the_same_and_is_published(member: Member, stranger: Member) -> None:
    template_id = uuid4()
    run(member, templates.create_from, rich_draft(member), template_id, str, NOW)
    run(member, templates.describe, template_id, "For tenants", None, NOW)
    first = archives.exported(member, templates=[template_id])

    (made,) = archives.imported(stranger, first)
    page = run(stranger, template_pages.page, made.id)
    again = archives.exported(stranger, templates=[made.id])

    assert without_ids(archives.manifest(again)) == without_ids(archives.manifest(first))
    assert (page.template.description, page.template.version) == ("For tenants", 0)
    assert publishing.missing(page.content)  # its pages are not there before it was taken in
    jsonschema_rs.validate(SCHEMA, archives.manifest(first))


def test_a_completed_envelope_becomes_a_record_with_certificate_and_trail(
    member: Member, stranger: Member
) -> None:
    envelope = ceremonies.completed(member, NOW)
    first = archives.exported(member, envelopes=[envelope.id])

    (made,) = archives.imported(stranger, first)
    record = run(stranger, archived_records.get, made.id)
    again = archives.exported(stranger, records=[made.id])

    assert made.kind == "archived_record"
    assert [file.kind for file in record.files] == ["document", "certificate", "trail"]
    assert record.files[0].sha256 == envelope.documents[0].sealed_sha256
    data = b"".join(archived_records.read(stranger.organization, record.files[0]))
    assert data == ceremonies.SEALED
    assert [p.email for p in record.parties][:2] == ["one@example.com", "two@example.com"]
    told = archives.manifest(again)["archived_records"][0]
    assert told["source_id"] == str(envelope.id)
    assert archives.manifest(first)["envelopes"][0]["record"]["parties"] == told["parties"]
    jsonschema_rs.validate(SCHEMA, archives.manifest(first))
    jsonschema_rs.validate(SCHEMA, archives.manifest(again))
    trail = next(d for n, d in archives.files(first).items() if n.startswith("trails/"))
    assert json.loads(trail)["head"]["hash"] == envelope.head.hash


def test_what_is_sent_is_exported_as_a_draft_to_be_made_elsewhere(
    member: Member, stranger: Member
) -> None:
    envelope = ceremonies.sent_to_group(member, NOW)

    (made,) = archives.imported(stranger, archives.exported(member, envelopes=[envelope.id]))

    copy = run(stranger, reading.envelope, made.id)
    assert copy.status is Status.DRAFT
    assert len({r.options.group_id for r in copy.recipients}) == 1
    assert [r.options.group for r in copy.recipients] == [
        r.options.group for r in envelope.recipients
    ]


def test_nothing_of_another_organization_is_exported(member: Member, stranger: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    (record,) = archives.imported(member, archives.of_record())

    for wanted in ({"envelopes": [envelope.id]}, {"records": [record.id]}):
        with pytest.raises((NotFound, Forbidden)):
            archives.exported(stranger, **wanted)
    with pytest.raises(NotFound):
        run(stranger, archived_records.get, record.id)
