from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.visitors import Signer, Visitor

SEALED = b"%PDF-1.7 sealed"
CERTIFICATE = b"%PDF-1.7 certificate of completion"


@pytest.fixture
def completed(member: Member, now: datetime) -> Envelope:
    envelope = ceremonies.sent(member, now)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, now)
    job = ceremonies.lease_open(member, "seal_envelope")
    assert ceremonies.complete(job, {envelope.documents[0].id: SEALED}, CERTIFICATE, now)
    return envelope


@pytest.mark.parametrize("number", [0, 1, 2])
def test_everybody_gets_the_sealed_document_and_the_certificate(
    app: Flask, member: Member, completed: Envelope, number: int
) -> None:
    reader = Signer(app, member, completed, number)

    page = reader.open()
    document = reader.get(f"{reader.page}/documents/{completed.documents[0].id}")
    certificate = reader.get(f"{reader.page}/certificate")

    assert "Your documents are ready" in page.text
    assert "every 1s" not in page.text and "every 15s" not in page.text
    assert (document.data, certificate.data) == (SEALED, CERTIFICATE)
    assert document.headers["Content-Disposition"].startswith("attachment")


def test_the_links_of_the_mail_lead_straight_to_the_files(
    app: Flask, member: Member, completed: Envelope
) -> None:
    reader = Signer(app, member, completed, 2)

    document = reader.get(f"{reader.link}/documents/{completed.documents[0].id}")
    certificate = reader.get(f"{reader.link}/certificate")

    assert (document.data, certificate.data) == (SEALED, CERTIFICATE)


def test_there_is_nothing_to_download_before_everybody_has_signed(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    document = signer.get(f"{signer.page}/documents/{envelope.documents[0].id}")

    assert document.status_code == 404
    assert signer.get(f"{signer.page}/certificate").status_code == 404


def test_strangers_and_other_envelopes_find_nothing(
    app: Flask, member: Member, completed: Envelope, now: datetime
) -> None:
    reader = Signer(app, member, completed, 0)
    path = f"{reader.page}/documents/{completed.documents[0].id}"
    other = Signer(app, member, ceremonies.sent(member, now), 0)
    other.open()

    assert Visitor(app).get(path).status_code == 404
    assert other.get(f"{other.page}/documents/{completed.documents[0].id}").status_code == 404
    assert reader.get(f"{reader.link}/documents/{uuid4()}").status_code == 404


@pytest.mark.parametrize("number", [0, 1, 2])
def test_whoever_reopens_their_link_reads_the_sealed_pages(
    app: Flask, member: Member, completed: Envelope, number: int
) -> None:
    reader = Signer(app, member, completed, number)

    waiting = reader.open().text
    ceremonies.draw_sealed(member)
    page = reader.get(reader.page).text
    image = reader.get(f"{reader.page}/documents/{completed.documents[0].id}/pages/2")
    printed = reader.get(f"{reader.page}/print").text

    assert "This page is loading" in waiting
    assert page.count('class="folio__image"') == 2
    assert image.data == ceremonies.SEALED_PAGE
    assert 'class="filled"' not in page + printed  # it stands on the sealed page already


def test_whoever_waits_for_the_others_finds_what_they_signed(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    ceremonies.sign(member, envelope.recipients[0], now)
    reader = Signer(app, member, envelope, 0)

    page = reader.open().text
    printed = reader.get(f"{reader.page}/print").text

    assert f'href="{reader.page}/print"' in page
    assert 'class="filled"' in printed


def test_who_had_to_prove_who_they_are_proves_it_again_for_the_copies(
    app: Flask, member: Member, completed: Envelope
) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            """update recipients set options = '{"proofs": ["email_code"]}' where id = %s""",
            completed.recipients[0].id,
        )
    reader = Signer(app, member, completed, 0)
    place = f"documents/{completed.documents[0].id}"

    page = reader.open().text
    files = [
        reader.get(f"{start}/{file}")
        for start in (reader.page, reader.link)
        for file in (place, "certificate")
    ]

    assert "Send me a code" in page and "Your documents are ready" not in page
    assert {file.status_code for file in files} == {409}
    assert not any(data in file.data for file in files for data in (SEALED, CERTIFICATE))


def test_erased_documents_are_said_to_be_gone_and_offered_no_more(
    app: Flask, member: Member, completed: Envelope, now: datetime
) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set erased_at = %s where id = %s", now, completed.id)
    reader = Signer(app, member, completed, 2)

    page = reader.open().text

    assert "has erased these documents under its own rules." in page
    assert "A sealed copy that you kept is still valid." in page
    assert "/certificate" not in page


def test_while_it_is_sealed_the_page_asks_again_also_without_a_script(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, now)

    page = Signer(app, member, envelope, 0).open().text

    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
