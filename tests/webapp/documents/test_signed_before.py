"""What pages say of documents that were digitally signed before, and the sender's choice."""

import re
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser

from core.documents.earlier_signatures import (
    Adding,
    EarlierSignature,
    EarlierSignatures,
    EmptySignatureField,
)
from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp import page_checks
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

SIGNED_AT = datetime.fromisoformat("2026-11-03T14:30:00+00:00")
LONG = "Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley of Bath"
ANA = EarlierSignature("Ana Lima", SIGNED_AT, intact=True)
OPEN = EarlierSignatures((ANA, EarlierSignature(LONG, SIGNED_AT, intact=True)), Adding.NEW_FIELDS)
FINAL = EarlierSignatures((ANA,), Adding.NOTHING, reason="final")
OWN_FIELDS = EarlierSignatures(
    (ANA,), Adding.EMPTY_FIELDS, (EmptySignatureField("Buyer", 1, 100, 600, 170, 44),)
)
BROKEN = EarlierSignatures(
    (EarlierSignature("Ana Lima", SIGNED_AT, intact=False),), Adding.NOTHING, reason="not_intact"
)


def draft_of(member: Member, now: datetime, *earlier: EarlierSignatures | None) -> Envelope:
    """With a recipient, and one document for each."""
    envelope = ceremonies.draft_with_documents_signed_before(member, now, *earlier)
    person = ceremonies.recipient()
    return run(member, drafting.name_recipients, envelope.id, [person], now)


def handle(sender: Sender, envelope: Envelope, number: int, **form: str):
    document = envelope.documents[number].id
    return sender.post(f"/envelopes/{envelope.id}/documents/{document}/handling", **form)


def test_the_draft_says_by_whom_and_offers_the_choice(sender: Sender, now: datetime) -> None:
    envelope = draft_of(sender.member, now, OPEN)

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert "According to the file, it was signed by:" in page
    assert "Ana Lima" in page
    assert LONG in page
    assert "You can place signatures and initials on it, nothing else." in page
    assert "Attach unchanged" in page


@pytest.mark.parametrize(
    ("earlier", "says"),
    [
        (FINAL, "Its signer does not allow any further change"),
        (BROKEN, "A signature in it is not intact"),
        (EarlierSignatures((), Adding.NOTHING, reason="unreadable"), "cannot be read"),
    ],
    ids=("final", "broken", "unreadable"),
)
def test_where_nothing_can_be_added_the_draft_says_why(
    sender: Sender, now: datetime, earlier: EarlierSignatures, says: str
) -> None:
    envelope = draft_of(sender.member, now, earlier)

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert says in page
    assert "It is attached unchanged." in page
    assert "Add signatures to it</button>" not in page
    assert "there is nothing to sign" in page


def test_it_is_attached_and_signed_again_by_a_button(sender: Sender, now: datetime) -> None:
    envelope = draft_of(sender.member, now, OPEN)

    attached = handle(sender, envelope, 0, handling="attached")
    after = run(sender.member, reading.envelope, envelope.id)
    handle(sender, envelope, 0, handling="countersigned")
    again = run(sender.member, reading.envelope, envelope.id)

    assert attached.status_code == 303
    assert after.documents[0].is_attached
    assert again.documents[0].is_countersigned


def test_what_cannot_be_is_refused(sender: Sender, now: datetime) -> None:
    envelope = draft_of(sender.member, now, FINAL, None)

    assert handle(sender, envelope, 0, handling="countersigned").status_code == 409
    assert handle(sender, envelope, 1, handling="attached").status_code == 409
    assert handle(sender, envelope, 1, handling="something").status_code == 404


def test_the_prepare_page_shows_no_pages_of_what_is_attached(sender: Sender, now: datetime) -> None:
    envelope = draft_of(sender.member, now, OPEN, FINAL)
    signed, attached = (document.id for document in envelope.documents)

    page = sender.get(f"/envelopes/{envelope.id}/fields").text
    back = handle(sender, envelope, 0, handling="attached", then="fields")

    assert f'"{signed}"' in page
    assert f'"{attached}"' not in page
    assert "Its signer does not allow any further change" in page
    assert back.location == f"/envelopes/{envelope.id}/fields"


def test_placing_a_text_field_on_it_is_refused_in_words(sender: Sender, now: datetime) -> None:
    envelope = draft_of(sender.member, now, OPEN)
    field = placed(envelope, 0, "text")

    answer = sender.post_json(
        f"/envelopes/{envelope.id}/fields",
        {
            "fields": [
                {
                    "id": str(field.id),
                    "document_id": str(field.document_id),
                    "recipient_ids": [str(id) for id in field.recipient_ids],
                    "kind": "text",
                    "page": 1,
                    "x": 100,
                    "y": 100,
                    "width": 150,
                    "height": 20,
                    "required": True,
                    "label": "",
                    "properties": {},
                }
            ],
            "removed": [],
        },
    )

    assert answer.status_code == 422
    assert "Only signatures and initials can be added" in answer.get_json()["errors"][str(field.id)]


def test_signers_are_told_of_earlier_signatures(app: Flask, sender: Sender, now: datetime) -> None:
    envelope = sent(sender.member, now)

    page = Signer(app, sender.member, envelope, 0).consent().text

    assert "According to the file, it was signed by Ana Lima" in page
    assert "It is attached for you to read. You do not sign it." in page
    assert "Some PDF viewers show these pages differently: 2." in page


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_the_pages_are_readable_for_everybody(
    browser: Browser, host: str, app: Flask, sender: Sender, now: datetime, width: int
) -> None:
    draft = draft_of(sender.member, now, OPEN, FINAL, OWN_FIELDS)
    envelope = sent(sender.member, now)
    signer = Signer(app, sender.member, envelope, 0)
    signer.consent()
    size = {"width": width, "height": 800}
    found: dict[str, list[str]] = {}
    for client, address in (
        (sender.browser, f"/envelopes/{draft.id}"),
        (sender.browser, f"/envelopes/{draft.id}/fields"),
        (signer.client, signer.page),
    ):
        page = page_checks.open_page(browser, host, client, viewport=size)
        page_checks.visit(page, address)
        found[address] = page_checks.faults(page) + page_checks.sideways(page)
        page.context.close()

    assert {place: faults for place, faults in found.items() if faults} == {}


def sent(member: Member, now: datetime) -> Envelope:
    """One that is signed and one that is attached."""
    draft = draft_of(member, now, OPEN, FINAL)
    fields = [placed(draft, 0, "signature")]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


def placed(envelope: Envelope, number: int, kind: str) -> Field:
    (recipient,) = envelope.recipients
    document: UUID = envelope.documents[number].id
    return Field(uuid4(), document, (recipient.id,), kinds.named(kind), 1, 100, 100, 150, 40)


def palette(page: str) -> list[str]:
    return re.findall(r'data-kind="(\w+)"', page)


def test_the_palette_offers_what_fits_a_document_that_was_signed_before(
    sender: Sender, now: datetime
) -> None:
    signed, beside_another = (
        draft_of(sender.member, now, OPEN),
        draft_of(sender.member, now, OPEN, None),
    )

    alone = sender.get(f"/envelopes/{signed.id}/fields").text
    both = sender.get(f"/envelopes/{beside_another.id}/fields").text
    by_text = sender.get(f"/envelopes/{signed.id}/anchored-fields/new").text

    assert palette(alone) == [kind.name for kind in kinds.ALL if kind.is_signature]
    assert "Already digitally signed: only signatures and initials can be added." in alone
    assert palette(both) == [kind.name for kind in kinds.ALL]
    assert "Only signatures and initials can be added to lease-1.pdf" in both
    assert '<option value="text">' not in by_text
