"""Two people at work at once on a field for whoever comes first, beside one of the sender."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.test import TestResponse

from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.signing.finishing import ENTERED_MEANWHILE, FILLED_MEANWHILE
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.field_samples import SAMPLES
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp import page_checks
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

TEXT = replace(SAMPLES[0], properties={})


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    """For Ana and Ben, who are asked at once."""
    draft = ceremonies.draft_with_document(member, now)
    document_id = draft.documents[0].id
    ana = Recipient(uuid4(), "Ana Ruiz", "ana@example.com")
    ben = Recipient(uuid4(), "Ben Olsen", "ben@example.com")
    run(member, drafting.name_recipients, draft.id, [ana, ben], now)
    shared = replace(TEXT.placed(document_id, ana.id, 1), recipient_ids=(ana.id, ben.id))
    ours = replace(TEXT.placed(document_id, ana.id, 2), recipient_ids=())
    fields = [
        ceremonies.signature_field(document_id, ana.id, 600),
        ceremonies.signature_field(document_id, ben.id, 700),
        replace(shared, label="Place"),
        replace(shared, id=uuid4(), y=shared.y + 60, label="Colour", required=False),
        replace(ours, label="Ours", properties={"default": "Porto"}),
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


@pytest.fixture
def shared(envelope: Envelope) -> Field:
    return next(f for f in envelope.fields if f.label == "Place")


def opened(app: Flask, member: Member, envelope: Envelope, number: int) -> Signer:
    signer = Signer(app, member, envelope, number)
    signer.consent()
    signer.adopt(uuid4())
    return signer


def save(signer: Signer, field: Field, value: str) -> int:
    answer = signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): value}, fragment=True)
    return answer.status_code


def answer(signer: Signer, field: Field, form: dict[str, str]) -> TestResponse:
    return signer.post(f"{signer.page}/fields/{field.id}", form, fragment=True)


def value_of(member: Member, envelope: Envelope, field: Field) -> str:
    return run(member, reading.envelope, envelope.id).field(field.id).value


def finish(signer: Signer, **values: str) -> str:
    """The notice, if there is one, or where it leads to."""
    answer = signer.post(f"{signer.page}/completion", values)
    return answer.headers.get("Location") or answer.text


def test_both_are_asked_and_told_who_else_is(
    app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    ana, ben = (opened(app, member, envelope, n) for n in (0, 1))

    assert f'name="{shared.id}"' in ana.get(ana.page).text
    assert "Place (you or Ben Olsen)" in ana.get(ana.page).text
    assert "Place (you or Ana Ruiz)" in ben.get(ben.page).text


def test_who_writes_second_sees_the_first_value_and_is_asked(
    app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    ana, ben = (opened(app, member, envelope, n) for n in (0, 1))
    save(ana, shared, "Lisbon")

    asked = answer(ben, shared, {str(shared.id): "Madrid", f"was-{shared.id}": ""})
    kept = value_of(member, envelope, shared)
    mine = {f"use-{shared.id}": "Madrid"}
    of_another = answer(ben, shared, mine | {f"instead-{shared.id}": "Porto"})
    used = answer(ben, shared, mine | {f"instead-{shared.id}": "Lisbon"})

    assert asked.status_code == 422
    assert ENTERED_MEANWHILE in asked.text
    assert "Keep “Lisbon”" in asked.text and "Use “Madrid”" in asked.text
    assert of_another.status_code == 422 and "Keep “Lisbon”" in of_another.text
    assert (kept, value_of(member, envelope, shared)) == ("Lisbon", "Madrid")
    assert used.status_code == 200 and "Keep “Lisbon”" not in used.text


def test_who_keeps_the_first_value_has_it_in_the_field(
    app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    ana, ben = (opened(app, member, envelope, n) for n in (0, 1))
    save(ana, shared, "Lisbon")

    kept = answer(ben, shared, {f"keep-{shared.id}": "yes"})
    again = answer(ben, shared, {str(shared.id): "Madrid", f"was-{shared.id}": "Lisbon"})

    assert kept.status_code == 200
    assert f'name="was-{shared.id}" value="Lisbon"' in kept.text
    assert again.status_code == 200
    assert value_of(member, envelope, shared) == "Madrid"


def test_no_one_finishes_over_a_value_they_have_not_seen(
    app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    ana, ben = (opened(app, member, envelope, n) for n in (0, 1))
    save(ana, shared, "Lisbon")

    refused = finish(ben, **{str(shared.id): "Madrid", f"was-{shared.id}": ""})
    without_script = ben.post(f"{ben.page}/fields/{shared.id}", {f"keep-{shared.id}": "yes"})
    done = finish(ben, **{str(shared.id): "Lisbon", f"was-{shared.id}": "Lisbon"})

    assert ENTERED_MEANWHILE in refused and "Keep “Lisbon”" in refused
    assert without_script.headers["Location"].endswith(f"#field-{shared.id}")
    assert done == ben.page
    assert run(member, reading.envelope, envelope.id).recipients[1].finished


def test_what_the_first_finished_with_the_other_reads_and_does_not_change(
    app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    ana, ben = (opened(app, member, envelope, n) for n in (0, 1))
    finish(ana, **{str(shared.id): "Lisbon"})

    late = save(ben, shared, "Madrid")
    refused = finish(ben, **{str(shared.id): "Madrid"})
    again = finish(ben)

    page = ben.get(ben.page).text
    assert late == 422 and FILLED_MEANWHILE in refused and "Lisbon" in refused
    assert again == ben.page and f'name="{shared.id}"' not in page
    assert value_of(member, envelope, shared) == "Lisbon"


def test_the_last_is_led_to_it(
    app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    ana, ben = (opened(app, member, envelope, n) for n in (0, 1))

    optional = "Next: fill this in" in ana.get(ana.page).text
    finish(ana)
    missing = finish(ben)
    finish(ben, **{str(shared.id): "Lisbon"})

    assert not optional
    assert f"#field-{shared.id}" in missing
    signed = run(member, reading.envelope, envelope.id)
    assert signed.status is Status.SIGNED
    assert signed.field(shared.id).filled_by == ben.recipient.id
    assert run(member, reading.timeline, envelope.id).intact


def test_what_the_sender_has_filled_in_everybody_reads_and_nobody_changes(
    app: Flask, sender: Sender, member: Member, envelope: Envelope
) -> None:
    ours = next(f for f in envelope.fields if not f.recipient_ids)
    ana = opened(app, member, envelope, 0)

    assert "Porto" in ana.get(ana.page).text
    assert save(ana, ours, "Lisbon") == 404
    assert "Porto" in sender.get(f"/envelopes/{envelope.id}/reading").text
    assert run(member, reading.envelope, envelope.id).field(ours.id).value == "Porto"


def test_without_a_script_one_of_two_shared_values_is_asked_about_and_the_other_kept(
    app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    colour = next(f for f in envelope.fields if f.label == "Colour")
    ana, ben = (opened(app, member, envelope, n) for n in (0, 1))
    save(ana, shared, "Lisbon")
    form = {str(shared.id): "Madrid", f"was-{shared.id}": ""}
    form |= {str(colour.id): "Blue", f"was-{colour.id}": ""}

    asked = ben.post(f"{ben.page}/values", form)
    used = {f"use-{shared.id}": "Madrid", f"instead-{shared.id}": "Lisbon"}
    chosen = ben.post(f"{ben.page}/fields/{shared.id}", form | used)

    assert asked.status_code == 422
    assert asked.text.count(ENTERED_MEANWHILE) == 1
    assert "Keep “Lisbon”" in asked.text and "Use “Madrid”" in asked.text
    assert f'name="keep-{colour.id}"' not in asked.text
    assert 'value="Blue"' in asked.text
    assert chosen.status_code == 303
    assert value_of(member, envelope, shared) == "Madrid"
    assert value_of(member, envelope, colour) == "Blue"


def test_in_a_browser_the_second_writer_chooses_between_both_values(
    page: Page, host: str, app: Flask, member: Member, envelope: Envelope, shared: Field
) -> None:
    ana, ben = opened(app, member, envelope, 0), opened(app, member, envelope, 1)
    page.set_viewport_size({"width": 360, "height": 740})
    page_checks.visit(page, f"{host}{ben.link}")
    place = page.locator(f"#value-{shared.id}")
    save(ana, shared, "Lisbon")

    place.fill("Madrid")
    place.blur()
    keep = page.get_by_role("button", name="Keep “Lisbon”")
    expect(keep).to_be_visible()
    assert page_checks.sideways(page) == []
    keep.click()

    expect(keep).to_have_count(0)
    expect(place).to_have_value("Lisbon")
    with page.expect_response(f"**/fields/{shared.id}") as saved:
        place.fill("Porto")
        place.blur()
    assert saved.value.status == 200
    assert value_of(member, envelope, shared) == "Porto"
