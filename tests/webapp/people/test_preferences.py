from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import uuid4

from flask import Flask

from actors.signing import convert_signature
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.signing import uploaded_signatures
from tests.tenants import ceremonies, journeys
from tests.tenants.opening import run
from tests.tenants.use_cases.envelopes.test_shared_addresses import sent_to
from tests.webapp.senders import Sender
from tests.webapp.visitors import path_of

PAGE = "/settings/preferences"


def to_oneself(member: Member, now: datetime) -> Envelope:
    """An envelope whose first signer is its sender."""
    draft = ceremonies.draft_with_document(member, now)
    run(member, drafting.name_recipients, draft.id, [Recipient(uuid4(), "Me", member.email)], now)
    envelope = run(member, reading.envelope, draft.id)
    sample = ceremonies.sent(member, now).fields[0]
    field = replace(
        sample,
        id=uuid4(),
        document_id=envelope.documents[0].id,
        recipient_ids=(envelope.recipients[0].id,),
    )
    run(member, drafting.place_fields, draft.id, [field], now)
    return run(member, sending.send, draft.id, now)


def test_preferences_are_saved_and_wrong_ones_are_told(sender: Sender) -> None:
    sender.get(PAGE)

    saved = sender.post(PAGE, name="New Name", time_zone="Asia/Tokyo", notifications=["opened"])
    wrong = sender.post(PAGE, name="", time_zone="Mars/Base")

    page = sender.get(PAGE).text
    assert saved.status_code == 303
    assert 'value="New Name"' in page
    assert "<option selected>Asia/Tokyo</option>" in page
    assert 'value="opened" checked' in page
    assert 'value="completed" checked' not in page
    assert wrong.status_code == 422
    assert "Enter your name" in wrong.text


def test_a_saved_signature_is_shown_deleted_and_refused_when_it_is_none(sender: Sender) -> None:
    sender.get(PAGE)

    refused = sender.post(f"{PAGE}/signature", method="drawn")
    sender.post(
        f"{PAGE}/signature", method="drawn", image=(BytesIO(ceremonies.PNG), "signature.png")
    )
    shown = sender.get(f"{PAGE}/signature")
    typed = sender.post(f"{PAGE}/signature", method="typed", text="Owner", font="caveat")
    sender.post(f"{PAGE}/signature", forget="yes")

    assert refused.status_code == 422
    assert shown.data == ceremonies.PNG
    assert typed.status_code == 303
    assert sender.get(f"{PAGE}/signature").status_code == 404


def test_it_is_offered_to_the_same_address_and_adopted(
    app: Flask, sender: Sender, member: Member, stranger: Sender, now: datetime
) -> None:
    journeys.keep_signature(member, ceremonies.PNG, "drawn")
    journeys.keep_signature(stranger.member, ceremonies.PNG, "drawn")
    envelope = to_oneself(member, now)
    recipient = envelope.recipients[0]
    place = f"/sign/{recipient.id}"
    for browser in (sender, stranger):
        browser.browser.get(path_of(member, recipient))
        browser.get(place)
        browser.post(f"{place}/consent", agreed="yes")

    mine, theirs = sender.get(place), stranger.get(place)
    adopted = sender.post(
        f"{place}/signature",
        kind="signature",
        signature_id=str(uuid4()),
        kept="yes",
        method="typed",
        field=str(envelope.fields[0].id),
    )
    form = {"kind": "signature", "signature_id": str(uuid4()), "kept": "yes"}
    refused = stranger.post(f"{place}/signature", **form)

    assert "Sign and finish with my saved signature" in mine.text
    assert sender.get(f"{place}/kept-signature").data == ceremonies.PNG
    assert adopted.status_code == 303
    (signature,) = run(member, reading.envelope, envelope.id).signatures
    assert signature.method == "drawn"
    assert "my saved signature" not in theirs.text
    assert stranger.get(f"{place}/kept-signature").status_code == 404
    assert refused.status_code == 404


def test_who_shares_the_mailbox_is_not_offered_the_signature_of_the_other(
    sender: Sender, member: Member, now: datetime
) -> None:
    journeys.keep_signature(member, ceremonies.PNG, "drawn")
    two = [Recipient(uuid4(), n, member.email) for n in (member.name, "Ben Okoro")]
    envelope = sent_to(member, *two, now=now)
    offers = []
    for recipient in envelope.recipients:
        sender.browser.get(path_of(member, recipient))
        sender.get(f"/sign/{recipient.id}")
        sender.post(f"/sign/{recipient.id}/consent", agreed="yes")
        offers.append(
            "Sign and finish with my saved signature" in sender.get(f"/sign/{recipient.id}").text
        )

    assert offers == [True, False]


def test_a_photograph_of_a_signature_is_prepared_by_the_worker_and_saved(sender: Sender) -> None:
    photograph = b"\xff\xd8\xff a photograph, which nobody opens here"
    image = (BytesIO(photograph), "signature.jpg")
    sender.get(PAGE)

    answer = sender.post(f"{PAGE}/signature", method="uploaded", image=image)
    place = answer.headers["Location"]
    waiting = sender.get(place).text
    job = ceremonies.lease_open(sender.member, "convert_signature")
    assert run(job, uploaded_signatures.picture, job) == photograph
    convert_signature.keep(job, ceremonies.PNG)
    ready = sender.get(place).text
    saved = sender.post(f"{PAGE}/signature", upload=place.rpartition("/")[2])

    assert answer.status_code == 303
    assert 'http-equiv="refresh"' in waiting
    assert f'src="{place}/picture"' in ready
    assert saved.status_code == 303
    assert sender.get(f"{PAGE}/signature").data == ceremonies.PNG
    assert sender.get(place).status_code == 404
