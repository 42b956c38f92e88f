"""Pictures of signatures that come without a script: waited for, looked at, adopted."""

from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from actors.pdf.uploaded_pictures import signature_picture
from actors.signing import convert_signature
from core.principal import SYSTEM
from core.signing.refusals import UnusableImage
from tenants.member import Member
from tenants.use_cases.envelopes import reading, voiding
from tenants.use_cases.signing import typed_signature, uploaded_signatures
from tests.actors.pdf.uploaded_pictures.signature_pictures import signature
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer

PHOTOGRAPH = b"\xff\xd8\xff a photograph, which nobody opens here"


@pytest.fixture
def signer(app: Flask, member: Member, now: datetime) -> Signer:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    return signer


def upload(signer: Signer, data: bytes = PHOTOGRAPH, id: UUID | None = None) -> TestResponse:
    image = (BytesIO(data), "signature.jpg")
    return signer.adopt(id or uuid4(), method="uploaded", image=image)


def convert(member: Member) -> None:
    """What the worker does with a picture that it can open."""
    job = ceremonies.lease_open(member, "convert_signature")
    assert run(job, uploaded_signatures.picture, job) == PHOTOGRAPH
    convert_signature.keep(job, typed_signature.draw("Signer One", "caveat"))


def test_a_photograph_is_waited_for_looked_at_and_adopted(signer: Signer, member: Member) -> None:
    answer = upload(signer)
    place = answer.headers["Location"]
    waiting = signer.get(place).text
    convert(member)
    page = signer.get(place).text
    picture = signer.get(f"{place}/picture")
    field = str(signer.field("signature").id)
    form = {"kind": "signature", "signature_id": str(uuid4()), "field": field}
    form["upload"] = place.rpartition("/")[2]
    answers = [signer.post(f"{signer.page}/signature", form) for _ in range(2)]

    assert answer.status_code == 303
    assert '<meta http-equiv="refresh" content="2">' in waiting
    assert "http-equiv" not in page and f'src="{place}/picture"' in page
    assert f'name="field" value="{field}"' in page
    assert "I make this my electronic signature" in page
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert [a.status_code for a in answers] == [303, 303]
    assert "1 of 2 done" in signer.get(signer.page).text
    assert signer.get(place).status_code == 404  # used, and gone


@pytest.mark.parametrize("blank", [False, True])
def test_a_picture_that_cannot_be_used_says_why_where_it_is_waited_for(
    signer: Signer, member: Member, blank: bool
) -> None:
    place = upload(signer).headers["Location"]
    job = ceremonies.lease_open(member, "convert_signature")
    if blank:
        written = BytesIO()
        Image.new("RGB", (30, 10), "white").save(written, "PNG")
        convert_signature.keep(job, written.getvalue())
    else:
        run(job, uploaded_signatures.refuse, job, UnusableImage())

    page = signer.get(place)

    assert page.status_code == 422
    assert ("This image is empty" if blank else "This image cannot be used") in page.text
    assert 'name="image"' in page.text


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"
onload="alert(1)"><script>alert(2)</script><path d="M10 10 390 90" stroke="black"/></svg>"""


def moving() -> bytes:
    """A GIF of two pictures, one after the other."""
    written = BytesIO()
    one, two = (Image.new("L", (60, 20), shade) for shade in (255, 0))
    one.save(written, "GIF", save_all=True, append_images=[two])
    return written.getvalue()


@pytest.mark.parametrize("data", [moving(), SVG], ids=["a moving GIF", "an SVG with a script"])
def test_what_is_no_picture_at_all_is_refused_at_once(
    signer: Signer, member: Member, data: bytes
) -> None:
    answer = upload(signer, data)

    assert answer.status_code == 422
    assert "Choose a PNG or JPEG file" in answer.text
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select from signature_uploads") == []


def test_one_pixel_is_refused_without_a_script_too(signer: Signer, member: Member) -> None:
    written = BytesIO()
    Image.new("RGB", (1, 1), "black").save(written, "PNG")

    answer = upload(signer, written.getvalue())

    assert answer.status_code == 422
    assert "This image is empty" in answer.text


def test_nobody_else_sees_the_picture(
    app: Flask, signer: Signer, member: Member, now: datetime
) -> None:
    place = upload(signer).headers["Location"]
    convert(member)
    other = Signer(app, member, ceremonies.sent(member, now), 0)
    other.consent()
    theirs = place.replace(str(signer.recipient.id), str(other.recipient.id))

    assert other.get(f"{theirs}/picture").status_code == 404
    assert other.get(theirs).status_code == 404
    assert Signer(app, member, ceremonies.sent(member, now), 0).get(place).status_code == 404


def test_a_second_picture_takes_the_place_of_the_first(signer: Signer, member: Member) -> None:
    first = upload(signer).headers["Location"]
    job = ceremonies.lease_open(member, "convert_signature")

    second = upload(signer).headers["Location"]

    assert run(job, uploaded_signatures.picture, job) is None
    assert signer.get(first).status_code == 404
    assert signer.get(second).status_code == 200


def test_what_was_voided_meanwhile_is_told_instead(
    signer: Signer, member: Member, now: datetime
) -> None:
    place = upload(signer).headers["Location"]
    envelope_id = ceremonies.enter(member, signer.recipient).envelope.id
    run(member, voiding.void, envelope_id, "Another price.", now)

    page = signer.get(place)

    assert page.status_code == 409
    assert run(member, reading.envelope, envelope_id).signatures == ()


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "1")])
def test_each_kind_of_picture_that_people_have_signs_in_the_end(
    signer: Signer, member: Member, format: str, mode: str
) -> None:
    answer = upload(signer, signature(format, mode))
    job = ceremonies.lease_open(member, "convert_signature")
    picture = run(job, uploaded_signatures.picture, job)
    assert picture is not None
    convert_signature.keep(job, signature_picture.convert(picture))
    upload_id = answer.headers["Location"].rpartition("/")[2]
    signer.adopt(uuid4(), method="", upload=upload_id)

    assert "1 of 2 done" in signer.get(signer.page).text


def test_a_plain_picture_signs_at_once(signer: Signer) -> None:
    upload(signer, signature("PNG", "LA"))

    assert "1 of 2 done" in signer.get(signer.page).text


def test_an_image_of_50_megabytes_and_a_name_of_500_letters_are_refused_in_words(
    signer: Signer,
) -> None:
    image = upload(signer, PHOTOGRAPH + bytes(50_000_000))
    name = signer.adopt(uuid4(), text="Ana " * 125)

    assert (image.status_code, name.status_code) == (422, 422)
    assert "This image is larger than 10 MB." in image.text
    assert "A typed signature can have up to 100 characters." in name.text
