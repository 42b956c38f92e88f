from datetime import datetime
from uuid import uuid4

from flask import Flask

from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def test_a_field_is_kept_as_soon_as_it_changes(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    field = signer.field("text")

    answer = signer.post(f"{signer.page}/fields/{field.id}", signer.values("Lisbon"), fragment=True)

    assert answer.status_code == 200
    assert "1 of 2 done" in answer.text
    assert f'id="state-{field.id}"' in answer.text and "data-saved" in answer.text
    assert ">Lisbon<" in signer.get(signer.page).text


def test_an_answer_to_one_field_leaves_the_field_itself_alone(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    field = signer.field("text")

    answer = signer.post(f"{signer.page}/fields/{field.id}", signer.values("Lis"), fragment=True)

    assert "<textarea" not in answer.text


def test_what_cannot_be_kept_says_why_at_the_field(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    field = signer.field("text")

    answer = signer.post(
        f"{signer.page}/fields/{field.id}", signer.values("x" * 501), fragment=True
    )

    assert answer.status_code == 422
    assert "Please shorten this to 500 characters." in answer.text
    assert "0 of 2 done" in answer.text


def test_a_letter_that_no_font_has_is_named_at_the_field_it_was_typed_into(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    field = signer.field("text")

    answer = signer.post(
        f"{signer.page}/fields/{field.id}", signer.values("Li \U0002a6d6"), fragment=True
    )

    assert answer.status_code == 422
    assert "We have no font for the character “\U0002a6d6” (U+2A6D6)" in answer.text


def test_somebody_elses_field_is_not_found(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    other = Signer(app, member, envelope, 1).field("text")

    for id in (other.id, uuid4()):
        answer = signer.post(f"{signer.page}/fields/{id}", {str(id): "mine"}, fragment=True)
        assert answer.status_code == 404


def test_without_a_script_signing_asks_for_a_signature_and_keeps_what_was_typed(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    field = signer.field("signature")

    answer = signer.post(f"{signer.page}/fields/{field.id}", signer.values("Porto"))

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{signer.page}/signature?kind=signature")
    assert ">Porto<" in signer.get(signer.page).text


def test_saving_for_later_keeps_everything_and_says_how_to_come_back(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()

    answer = signer.post(f"{signer.page}/values", signer.values("Faro"))

    assert answer.headers["Location"] == f"{signer.page}/later"
    assert "open the link in our e-mail again" in signer.get(f"{signer.page}/later").text
    assert ">Faro<" in signer.get(signer.page).text


def test_typed_text_is_shown_again_when_the_whole_form_cannot_be_kept(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()

    answer = signer.post(f"{signer.page}/values", signer.values("y" * 501))

    assert answer.status_code == 422
    assert "y" * 501 in answer.text
    assert "Please shorten this" in answer.text


def test_a_field_changed_after_finishing_in_another_tab_brings_the_page_that_is_right_now(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    signer.adopt(uuid4())
    signer.finish()

    field = signer.field("text")
    answer = signer.post(f"{signer.page}/fields/{field.id}", signer.values("Late"), fragment=True)

    assert answer.status_code == 409
    assert answer.headers["HX-Refresh"] == "true"


def test_a_signature_asked_for_before_the_dialog_can_open_leads_to_the_page_that_makes_one(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    field = signer.field("signature")

    answer = signer.post(f"{signer.page}/fields/{field.id}", {}, fragment=True)

    assert answer.status_code == 409
    adopting = answer.headers["HX-Redirect"]
    assert signer.get(adopting).status_code == 200
    assert str(field.id) in adopting


def test_what_others_have_finished_is_seen_and_what_they_have_not_is_nobodys_business(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    first, second = (Signer(app, member, envelope, n) for n in (0, 1))
    first.consent()
    signature = uuid4()
    first.adopt(signature)
    image = f"{second.page}/signatures/{signature}"
    second.open()
    assert second.get(image).status_code in (404, 409)

    first.finish()
    page = second.consent()

    assert "Lisbon" in page.text
    assert f"/signatures/{signature}" in page.text
    assert second.get(image).mimetype == "image/png"


def test_an_optional_signature_can_be_removed_again(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())
    field = signer.field("signature")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update fields set required = false where id = %s", field.id)

    page = signer.get(signer.page)
    answer = signer.post(f"{signer.page}/fields/{field.id}", {"remove": "yes"}, fragment=True)

    assert 'name="remove"' in page.text
    assert answer.status_code == 200
    assert run(member, reading.envelope, envelope.id).field(field.id).value == ""


def test_a_letter_that_no_font_has_is_named_while_it_is_typed_and_when_it_is_sent(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())
    field, typed = signer.field("text"), "Ana \U0001fbfe"

    saved = signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): typed}, fragment=True)
    finished = signer.post(f"{signer.page}/completion", {str(field.id): typed})

    for answer in (saved, finished):
        assert answer.status_code == 422
        assert "We have no font for the character “\U0001fbfe” (U+1FBFE)" in answer.text
    assert f">{typed}</textarea>" in finished.text


def test_an_accent_typed_apart_is_kept_as_one_letter(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    field = signer.field("text")

    signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): "Jo\u0308rg"}, fragment=True)

    assert run(member, reading.envelope, envelope.id).field(field.id).value == "J\u00f6rg"


def test_another_device_learns_what_is_kept_and_no_one_else(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer, other = Signer(app, member, envelope, 0), Signer(app, member, envelope, 1)
    signer.consent()
    field = signer.field("text")
    signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): "Lisbon"}, fragment=True)

    values = signer.get(f"{signer.page}/values")
    fields = signer.get(f"{signer.page}/fields", headers={"HX-Request": "true"})
    other.open()
    strangers = other.get(f"{other.page}/values", headers={"HX-Request": "true"})

    assert values.json == {str(field.id): "Lisbon"}
    assert values.headers["Cache-Control"] == "no-store"
    assert "Lisbon" in fields.text and 'hx-swap-oob="outerMorph"' in fields.text
    assert (strangers.status_code, strangers.headers["HX-Refresh"]) == (409, "true")
