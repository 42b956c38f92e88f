"""A field of each kind is filled in without a script."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.field_samples import SAMPLES, FieldSample
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def sent(member: Member, now: datetime, sample: FieldSample) -> Envelope:
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    fields = [
        ceremonies.signature_field(draft.documents[0].id, one.id, 600),
        sample.placed(draft.documents[0].id, one.id, 1),
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_a_field_is_filled_in_reviewed_and_signed(
    app: Flask, member: Member, now: datetime, sample: FieldSample
) -> None:
    envelope = sent(member, now, sample)
    signer = Signer(app, member, envelope, 0)
    page, field = signer.consent().text, signer.field(sample.kind)

    empty = signer.post(f"{signer.page}/values", {str(field.id): ""})
    for value in sample.wrong:
        refused = signer.post(f"{signer.page}/values", {str(field.id): value})
        assert refused.status_code == 422
        assert f'id="state-{field.id}"' in refused.text
        assert "data-problem" in refused.text
    signer.adopt(uuid4())
    kept = signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): sample.typed}, True)
    review = signer.client.get(f"{signer.page}/review", headers={"HX-Request": "true"}).text
    signer.post(f"{signer.page}/completion", {str(field.id): sample.typed})

    assert f'id="value-{field.id}' in page
    assert (empty.status_code, kept.status_code) == (303, 200)
    assert "data-saved" in kept.text
    assert f'id="change-{field.id}"' in review and "Not filled in yet" not in review
    signed = run(member, reading.envelope, envelope.id)
    assert signed.status is Status.SIGNED
    assert signed.field(field.id).value == sample.typed
