import re
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def picture(data: bytes) -> tuple[BytesIO, str]:
    return BytesIO(data), "signature.png"


def test_a_drawn_signature_signs_the_field_it_was_made_for(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    id = uuid4()

    answer = signer.adopt(id, method="drawn", image=picture(ceremonies.PNG))

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#field-{signer.field('signature').id}")
    page = signer.get(signer.page)
    assert f"{signer.page}/signatures/{id}" in page.text
    assert "1 of 2 done" in page.text
    shown = signer.get(f"{signer.page}/signatures/{id}")
    assert shown.mimetype == "image/png"
    assert shown.data.startswith(b"\x89PNG")


def test_a_name_typed_without_a_script_becomes_a_picture(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    form = signer.get(f"{signer.page}/signature?kind=signature")
    id = uuid4()

    signer.adopt(id, text="Signer One")

    assert "By choosing “Adopt and sign”, I make this my electronic signature." in form.text
    assert len(signer.get(f"{signer.page}/signatures/{id}").data) > 500


def sent_for_one_signature(member: Member, now: datetime) -> Envelope:
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    field = ceremonies.signature_field(draft.documents[0].id, one.id, 100)
    run(member, drafting.place_fields, draft.id, [field], now)
    return run(member, sending.send, draft.id, now)


def test_where_nothing_else_is_asked_one_button_signs_and_finishes_once(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = sent_for_one_signature(member, now)
    signer = Signer(app, member, envelope, 0)
    page = signer.consent().text
    id = uuid4()

    answers = [signer.adopt(id, finish="yes") for _ in range(2)]

    assert "Sign and finish" in page and "Review first" in page
    assert [answer.headers["Location"] for answer in answers] == [signer.page] * 2
    assert "You have signed." in signer.get(signer.page).text
    events = [entry.type for entry in run(member, reading.timeline, envelope.id).entries]
    assert events.count("recipient.completed") == 1


def test_where_more_is_asked_adopting_finishes_nothing(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    page = signer.consent().text

    signer.adopt(uuid4(), finish="yes")

    assert "Sign and finish" not in page
    assert "1 of 2 done" in signer.get(signer.page).text
    assert not run(member, reading.envelope, envelope.id).recipients[0].finished


def test_sending_the_same_signature_twice_adopts_it_once(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    id = uuid4()

    first, second = signer.adopt(id), signer.adopt(id)

    assert (first.status_code, second.status_code) == (303, 303)
    events = [entry.type for entry in run(member, reading.timeline, envelope.id).entries]
    assert events.count("signature.adopted") == 1


def test_adopting_in_the_dialog_answers_with_the_signed_field_and_a_new_id(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    place = signer.field("signature").id
    form = {"kind": "signature", "method": "drawn", "field": place, "signature_id": uuid4()}

    answer = signer.post(
        f"{signer.page}/signature", {**form, "image": picture(ceremonies.PNG)}, fragment=True
    )

    assert answer.status_code == 200
    assert f'id="field-{place}"' in answer.text
    assert f"/signatures/{form['signature_id']}" in answer.text
    assert 'id="signature_id_signature"' in answer.text
    assert f'value="{form["signature_id"]}"' not in answer.text


def test_what_is_no_picture_is_refused_in_plain_words_and_nothing_is_signed(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    answer = signer.adopt(uuid4(), method="uploaded", image=picture(b"GIF89a, not a PNG"))

    assert answer.status_code == 422
    assert "Choose a PNG" in answer.text
    assert run(member, reading.envelope, envelope.id).signatures == ()


def test_each_way_of_signing_says_what_is_missing(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()

    typed = signer.adopt(uuid4(), text=" ")
    drawn = signer.adopt(uuid4(), method="drawn")
    uploaded = signer.adopt(uuid4(), method="uploaded")

    assert "Type your name first." in typed.text
    assert "Draw your signature first." in drawn.text
    assert "Choose an image first." in uploaded.text


def test_no_signature_can_be_adopted_before_consent(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.open()

    answer = signer.adopt(uuid4(), method="drawn", image=picture(ceremonies.PNG))

    assert answer.status_code == 409
    assert "accept the disclosure first" in answer.text
    assert run(member, reading.envelope, envelope.id).signatures == ()


def test_the_id_of_another_envelopes_signature_is_not_found(
    app: Flask, member: Member, now: datetime
) -> None:
    first, second = (Signer(app, member, ceremonies.sent(member, now), 0) for _ in range(2))
    id = uuid4()
    first.consent()
    first.adopt(id)
    second.consent()

    answer = second.adopt(id)

    assert answer.status_code == 404
    assert second.get(f"{second.page}/signatures/{id}").status_code == 404


def blank() -> tuple[BytesIO, str]:
    written = BytesIO()
    Image.new("RGB", (300, 100), "white").save(written, "PNG")
    return picture(written.getvalue())


@pytest.mark.parametrize("method", ["drawn", "typed", "uploaded"])
def test_a_signature_that_shows_nothing_is_refused_however_it_was_made(
    app: Flask, member: Member, now: datetime, method: str
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    answer = signer.adopt(uuid4(), method=method, image=blank())

    assert answer.status_code == 422
    assert "This image is empty" in answer.text
    assert run(member, reading.envelope, envelope.id).signatures == ()


@pytest.mark.parametrize("text", [" ", "\u2800\u3164", "\u200b"])
def test_a_name_that_shows_nothing_is_no_signature(
    app: Flask, member: Member, now: datetime, text: str
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    answer = signer.adopt(uuid4(), text=text)

    assert answer.status_code == 422
    assert "Type your name first." in answer.text
    assert run(member, reading.envelope, envelope.id).signatures == ()


def test_a_letter_that_no_font_has_is_named_and_what_was_typed_is_kept(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    made = {"image": picture(ceremonies.PNG), "font": "great-vibes"}

    answer = signer.adopt(uuid4(), text="Ana \U0001fbfe", **made)

    assert answer.status_code == 422
    assert "We have no font for the character “\U0001fbfe”" in answer.text
    assert 'value="Ana' in answer.text
    assert re.search(r'value="great-vibes" checked', answer.text)


@pytest.mark.parametrize("name", ["王小明", "Αλέξανδρος", "Jo\u0308rg Mu\u0308ller"])
def test_a_name_typed_without_a_script_is_drawn_whatever_its_letters(
    app: Flask, member: Member, now: datetime, name: str
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    answer = signer.adopt(uuid4(), text=name)

    assert answer.status_code == 303
    assert len(run(member, reading.envelope, envelope.id).signatures) == 1
