"""Buttons and lines on the page, notes of the sender, and phone numbers as people type them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.recipient import Recipient
from core.fields import kinds, properties
from core.fields.field import Field
from core.refusals import Invalid
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending, voiding
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def signer_of(app: Flask, member: Member, now: datetime, kind: str, **properties: Any) -> Signer:
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document = draft.documents[0].id
    box = (1, 60.0, 60.0, *kinds.named(kind).size)
    field = Field(uuid4(), document, (one.id,), kinds.named(kind), *box, properties=properties)
    fields = [ceremonies.signature_field(document, one.id, 600), field]
    run(member, drafting.place_fields, draft.id, fields, now)
    signer = Signer(app, member, run(member, sending.send, draft.id, now), 0)
    signer.consent()
    return signer


def test_approving_is_pressed_and_taken_back(app: Flask, member: Member, now: datetime) -> None:
    signer = signer_of(app, member, now, "approve")
    field = signer.field("approve")
    place = f"{signer.page}/fields/{field.id}"

    given = signer.post(place, {str(field.id): "yes"}, fragment=True)
    taken_back = signer.post(place, {str(field.id): ""}, fragment=True)

    assert 'aria-pressed="true"' in given.text and "Approved" in given.text
    assert 'aria-pressed="false"' in taken_back.text


def test_without_a_script_approving_brings_the_page_again(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = signer_of(app, member, now, "approve")
    field = signer.field("approve")

    answer = signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): "yes"})

    assert answer.status_code == 303
    assert 'aria-pressed="true"' in signer.get(signer.page).text


def test_the_button_to_decline_leads_to_the_page_that_asks_why(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = signer_of(app, member, now, "decline")
    page = signer.get(signer.page).text

    review = signer.client.get(f"{signer.page}/review", headers={"HX-Request": "true"}).text

    assert page.count(f'href="{signer.page}/refusal"') == 2
    assert f'id="change-{signer.field("decline").id}"' not in review
    assert "Decline" not in review


def test_a_note_is_read_on_the_page(app: Flask, member: Member, now: datetime) -> None:
    signer = signer_of(app, member, now, "note", default="Please read page 2.")

    assert "Please read page 2." in signer.get(signer.page).text


@pytest.mark.parametrize(
    ("typed", "kept"), [("0151 1234567", "+491511234567"), ("+44 20 7946 0018", "+442079460018")]
)
def test_a_phone_number_is_kept_so_that_everyone_can_dial_it(
    app: Flask, member: Member, now: datetime, typed: str, kept: str
) -> None:
    signer = signer_of(app, member, now, "phone", country="DE")
    field = signer.field("phone")

    answer = signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): typed}, fragment=True)
    wrong = signer.post(f"{signer.page}/fields/{field.id}", {str(field.id): "12"}, fragment=True)

    assert (answer.status_code, wrong.status_code) == (200, 422)
    assert "Enter a complete phone number" in wrong.text
    ceremony = ceremonies.enter(member, signer.recipient)
    assert ceremony.envelope.field(field.id).value == kept


def test_a_sender_types_a_phone_number_as_at_home(member: Member, now: datetime) -> None:
    draft = ceremonies.draft_with_document(member, now)
    kind = kinds.named("phone")
    properties = {"country": "DE", "default": "030 901820"}
    box = (1, 60.0, 60.0, *kind.size)
    field = Field(uuid4(), draft.documents[0].id, (), kind, *box, properties=properties)

    run(member, drafting.place_fields, draft.id, [field], now)
    wrong = replace(field, id=uuid4(), properties={"default": "030 901820"})
    refused = run(member, drafting.place_valid_fields, draft.id, [wrong], now)

    kept = run(member, reading.envelope, draft.id).field(field.id)
    assert kept.properties["default"] == "+4930901820"
    assert "Start with + and the country code" in refused.wrong[str(wrong.id)]


def test_a_national_number_is_checked_where_it_is_typed(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = signer_of(app, member, now, "text", format="de.idnr")
    field = signer.field("text")
    place = f"{signer.page}/fields/{field.id}"

    right = signer.post(place, {str(field.id): "36 574 261 809"}, fragment=True)
    wrong = signer.post(place, {str(field.id): "36 574 261 808"}, fragment=True)

    assert (right.status_code, wrong.status_code) == (200, 422)
    assert "has a typing error" in wrong.text


def test_a_date_of_the_past_is_refused_where_only_later_ones_are_asked_for(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = signer_of(app, member, now, "date", earliest="today")
    field = signer.field("date")
    place = f"{signer.page}/fields/{field.id}"

    past = signer.post(place, {str(field.id): "2001-01-01"}, fragment=True)
    future = signer.post(place, {str(field.id): "2090-01-01"}, fragment=True)

    assert (past.status_code, future.status_code) == (422, 200)
    assert "today’s date or a later one" in past.text


def test_help_and_the_spoken_label_are_told_at_the_field(
    app: Flask, member: Member, now: datetime
) -> None:
    look = {"font": "serif", "bold": True, "color": "red", "cells": 8}
    words = {"tooltip": "As on your passport", "spoken_label": "Passport number"}
    signer = signer_of(app, member, now, "text", **words, **look)
    field = signer.field("text")

    page = signer.get(signer.page).text
    style = signer.get(f"{signer.page}/placement.css").text

    assert f'id="help-{field.id}" role="tooltip">As on your passport<' in page
    assert f'aria-describedby="help-{field.id} state-{field.id}"' in page
    assert f'for="value-{field.id}">Passport number<' in page
    assert "--value-weight:700" in style and "--value-color:rgb(185,28,28)" in style
    assert "--cell-gap:calc(" in style


def test_a_payment_page_is_named_before_it_is_opened_and_noted(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = signer_of(app, member, now, "payment", link="https://pay.example.com/12?a=1&b=2")
    field = signer.field("payment")
    place = f"{signer.page}/fields/{field.id}/payment"

    named = signer.get(place)
    before = signer.client.get(f"{place}/state", headers={"HX-Request": "true"})
    opened = signer.post(place)
    after = signer.client.get(f"{place}/state", headers={"HX-Request": "true"})

    assert "Continue to pay.example.com" in named.text
    assert "we do not know whether you have paid" in named.text
    assert 'http-equiv="refresh"' not in named.text
    assert 'content="0; url=https://pay.example.com/12?a=1&amp;b=2"' in opened.text
    assert (before.status_code, after.status_code) == (204, 200)
    assert "Payment page opened" in after.text
    ceremony = ceremonies.enter(member, signer.recipient)
    assert ceremony.envelope.field(field.id).value == "Payment page opened"
    assert signer.get(f"{signer.page}/fields/{uuid4()}/payment").status_code == 404


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example\\.pay.example.com",
        "http://pay.example.com",
        "https://a:b@pay.example.com",
        "javascript:1",
        "https://x",
        "pay",
    ],
)
def test_a_payment_link_is_https_and_shows_where_it_leads(link: str) -> None:
    with pytest.raises(Invalid) as caught:
        properties.read(kinds.named("payment").properties, {"link": link})

    assert set(caught.value.errors) == {"link"}


def test_no_one_is_led_to_pay_before_they_consented_or_for_what_was_voided(
    app: Flask, member: Member, now: datetime
) -> None:
    link = "https://pay.example.com/12"
    signer = signer_of(app, member, now, "payment", link=link)
    place = f"{signer.page}/fields/{signer.field('payment').id}"
    early = Signer(app, member, ceremonies.sent(member, now), 0)
    early.open()
    run(member, voiding.void, signer.envelope.id, "Too late", now)

    voided = signer.get(f"{place}/payment")
    kept = signer.post(place, {f"keep-{signer.field('payment').id}": "1"}, fragment=True)
    fragment = {"HX-Request": "true"}
    reviews = [s.client.get(f"{s.page}/review", headers=fragment) for s in (signer, early)]

    assert (voided.status_code, link in voided.text) == (409, False)
    assert kept.status_code == 409
    assert [answer.status_code for answer in reviews] == [409, 409]
