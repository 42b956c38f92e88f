"""Properties of fields were changed in the database: no page breaks, the trail tells of it."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.field_samples import SAMPLES, FieldSample
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

ODD = '{"options": 5, "length": "x", "font_size": "a", "alignment": [], "minimum": "a"}'


@pytest.mark.parametrize("properties", ["[1]", ODD])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_a_page_is_shown_whatever_the_properties_are_changed_to(
    app: Flask, sender: Sender, member: Member, now: datetime, sample: FieldSample, properties: str
) -> None:
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document_id = draft.documents[0].id
    field = sample.placed(document_id, one.id, 1)
    fields = [ceremonies.signature_field(document_id, one.id, 600), field]
    run(member, drafting.place_fields, draft.id, fields, now)
    envelope = run(member, sending.send, draft.id, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update fields set properties = %s where id = %s", properties, field.id)

    assert signer.get(signer.page).status_code == 200
    filled = signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): "1"}, True)
    assert filled.status_code in (200, 409, 422)
    assert sender.get(f"/envelopes/{envelope.id}").status_code == 200
    assert not run(member, reading.timeline, envelope.id).intact
