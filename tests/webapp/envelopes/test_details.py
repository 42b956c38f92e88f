from datetime import datetime
from uuid import uuid4

from actors.envelopes.index_envelope import index_envelope
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.principal import SYSTEM
from tenants.use_cases.envelopes import custom_fields, envelope_details
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender


def test_a_field_is_made_used_changed_and_removed(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    sender.get("/settings/custom-fields")
    form = {"id": str(uuid4()), "name": "Region", "kind": "choice", "choices": "North\nSouth"}

    assert sender.post("/settings/custom-fields", **form, listed="yes").status_code == 303
    (field,) = run(sender.member, custom_fields.fields)
    page = sender.get(f"/envelopes/{envelope.id}/details")
    assert f'name="value-{field.id}"' in page.text
    noted = {"external_id": "4711", f"value-{field.id}": "North", "key-0": "Centre", "text-0": "12"}
    assert sender.post(f"/envelopes/{envelope.id}/details", **noted).status_code == 303
    page = sender.get(f"/envelopes/{envelope.id}").text
    assert "<dd>North</dd>" in page
    assert "<dt>Centre</dt><dd>12</dd>" in page
    assert "changed its details" in page

    place = f"/settings/custom-fields/{field.id}"
    assert "Region" in sender.get(place).text
    assert sender.post(place, name="Area", choices="North\nEast").status_code == 303
    assert "Area" in sender.get("/settings/custom-fields").text
    assert sender.post(f"{place}/removal").status_code == 303
    assert sender.get(place).status_code == 404


def test_a_wrong_entry_is_marked_and_what_was_typed_is_kept(sender: Sender, now: datetime) -> None:
    amount = CustomField(uuid4(), "Amount", CustomFieldKind.NUMBER)
    run(sender.member, custom_fields.define, amount, now)
    envelope = ceremonies.sent(sender.member, now)
    sender.get(f"/envelopes/{envelope.id}/details")

    answer = sender.post(
        f"/envelopes/{envelope.id}/details",
        **{"external_id": "4711", f"value-{amount.id}": "much", "text-1": "without a name"},
    )

    assert answer.status_code == 422
    assert f'id="value-{amount.id}-error"' in answer.text
    assert 'value="much"' in answer.text
    assert 'value="without a name"' in answer.text
    assert "key-1-error" in answer.text


def test_a_wrong_field_is_marked_and_what_was_typed_is_kept(sender: Sender) -> None:
    sender.get("/settings/custom-fields")

    answer = sender.post(
        "/settings/custom-fields", id=str(uuid4()), name="Region", kind="choice", choices="North"
    )

    assert answer.status_code == 422
    assert "Enter 2 to 100 choices" in answer.text
    assert 'value="Region"' in answer.text
    assert sender.post("/settings/custom-fields", id="x", name="Region").status_code == 404


def test_a_draft_says_what_is_required_and_is_not_sent_without_it(
    sender: Sender, now: datetime
) -> None:
    project = CustomField(uuid4(), "Project", CustomFieldKind.TEXT, required=True)
    run(sender.member, custom_fields.define, project, now)
    envelope = ceremonies.draft_with_document(sender.member, now)

    page = sender.get(f"/envelopes/{envelope.id}").text
    assert f'href="#value-{project.id}"' in page
    sender.post(f"/envelopes/{envelope.id}/details", **{f"value-{project.id}": "Bridge"})

    assert f'href="#value-{project.id}"' not in sender.get(f"/envelopes/{envelope.id}").text


def test_a_listed_field_stands_in_the_list_and_its_value_is_searched(
    sender: Sender, now: datetime
) -> None:
    project = CustomField(uuid4(), "Project", CustomFieldKind.TEXT, listed=True)
    run(sender.member, custom_fields.define, project, now)
    envelope = ceremonies.sent(sender.member, now)
    run(
        sender.member, envelope_details.change, envelope.id, "", {project.id: "Drawbridge"}, [], now
    )
    with sender.member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'index_envelope'")
    index_envelope(ceremonies.lease_open(sender.member, "index_envelope"))

    assert "Drawbridge" in sender.get("/envelopes?box=sent").text
    assert str(envelope.id) in sender.get("/envelopes?box=sent&search=drawbr").text
