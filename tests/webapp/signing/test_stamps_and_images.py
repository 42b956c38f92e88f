"""Stamps are made of words or uploaded; each image field has a picture of its own."""

from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image

from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Invalid
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.signing import signature_images, typed_signature
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def signer_with(app: Flask, member: Member, now: datetime, *names: str) -> Signer:
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document = draft.documents[0].id
    fields = [ceremonies.signature_field(document, one.id, 600)]
    for row, name in enumerate(names):
        kind = kinds.named(name)
        box = (1, 60.0, 60.0 + 110 * row, *kind.size)
        fields.append(Field(uuid4(), document, (one.id,), kind, *box))
    run(member, drafting.place_fields, draft.id, fields, now)
    signer = Signer(app, member, run(member, sending.send, draft.id, now), 0)
    signer.consent()
    return signer


def picture(colour: tuple[int, int, int]) -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), (255, 255, 255)).save(file, "PNG")
    drawn = Image.open(file)
    drawn.paste(colour, (10, 10, 50, 30))
    file = BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()


def test_a_stamp_is_made_of_words_and_placed(app: Flask, member: Member, now: datetime) -> None:
    signer = signer_with(app, member, now, "stamp")
    field = signer.field("stamp")
    page = signer.get(f"{signer.page}/signature?kind=stamp&field={field.id}").text

    form = {"kind": "stamp", "field": str(field.id), "text": "Example & Sons Ltd, London"}
    answer = signer.adopt(uuid4(), **form)

    assert "Create your stamp" in page and 'value="drawn" disabled' in page
    assert answer.status_code == 303
    envelope = ceremonies.enter(member, signer.recipient).envelope
    (adopted,) = envelope.signatures
    assert (adopted.kind, adopted.method) == ("stamp", "typed")
    assert envelope.field(field.id).value == str(adopted.id)


def test_a_stamp_is_words_in_a_frame() -> None:
    stamp = typed_signature.draw_stamp("Example & Sons Limited, London")

    assert signature_images.check(stamp)
    with Image.open(BytesIO(stamp)) as drawn:
        assert drawn.width > drawn.height
        middle = drawn.height // 2
        assert drawn.getpixel((drawn.width // 2, middle // 8 + 3))[3] >= 0
        assert max(drawn.getpixel((x, middle))[3] for x in range(12)) > 200


def test_each_image_field_keeps_its_own_picture(app: Flask, member: Member, now: datetime) -> None:
    signer = signer_with(app, member, now, "image", "image")
    one, two = (f for f in signer.fields if f.kind.name == "image")
    ids = uuid4(), uuid4()
    for field, id, colour in ((one, ids[0], (200, 0, 0)), (two, ids[1], (0, 0, 200))):
        file = (BytesIO(picture(colour)), "image.png")
        form = {"kind": "image", "field": str(field.id), "method": "uploaded", "image": file}
        assert signer.adopt(id, **form).status_code == 303

    envelope = ceremonies.enter(member, signer.recipient).envelope

    assert [envelope.field(f.id).value for f in (one, two)] == [str(id) for id in ids]
    pressed = signer.post(f"{signer.page}/fields/{one.id}", {}, fragment=True)
    assert (pressed.status_code, "kind=image" in pressed.headers["HX-Redirect"]) == (409, True)
    signer.adopt(uuid4())
    signer.post(f"{signer.page}/completion", {})
    assert run(member, reading.envelope, envelope.id).status is Status.SIGNED


def test_an_image_is_no_signature(member: Member, now: datetime) -> None:
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    kind = kinds.named("image")
    field = Field(uuid4(), draft.documents[0].id, (one.id,), kind, 1, 60.0, 60.0, *kind.size)

    placed = run(member, drafting.place_fields, draft.id, [field], now)

    assert draft_sending.missing(placed)["fields"] == (
        "Place a required signature field for every signer."
    )


def test_a_letter_that_no_stamp_has_is_refused_without_a_word_of_drawing() -> None:
    with pytest.raises(Invalid) as refused:
        typed_signature.draw_stamp("مؤسسة")

    told = str(refused.value.errors["text"])
    assert "Upload an image of the stamp." in told
    assert "Draw" not in told
