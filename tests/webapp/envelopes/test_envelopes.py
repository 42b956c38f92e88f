import re
from datetime import datetime
from uuid import UUID, uuid4

import psycopg
from flask import Flask

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.search_jobs import catch_up
from tests.webapp.envelopes.test_sent_page import asked_again
from tests.webapp.senders import Sender

TAG = re.compile(r"If-None-Match&#34;: &#34;\\&#34;([^\\]+)\\")


def tag(html: str) -> str:
    found = TAG.search(html)
    assert found is not None
    return f'"{found[1]}"'


def new_draft(sender: Sender) -> UUID:
    envelope_id = uuid4()
    sender.get("/envelopes")
    run(sender.member, drafting.create, envelope_id, "", NOW)
    return envelope_id


def test_an_empty_list_says_what_will_be_there(sender: Sender) -> None:
    page = sender.get("/envelopes").text

    assert "Nothing is waiting for others" in page
    assert 'class="letter"' in page


def test_searching_finds_by_name_and_by_person(sender: Sender, now: datetime) -> None:
    ceremonies.sent(sender.member, now)
    catch_up(sender.member)

    assert "Lease" in sender.get("/envelopes?search=leas", htmx=True).text
    assert "Lease" in sender.get("/envelopes?search=signer+two", htmx=True).text
    missing = sender.get("/envelopes?search=something+else", htmx=True).text
    assert "Nothing found for “something else”" in missing
    similar = sender.get("/envelopes?search=leese").text
    assert "Nothing found for “leese”. Showing “lease” instead." in similar


def test_a_waiting_list_costs_nothing_until_something_changes(
    sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    version = tag(sender.get("/envelopes").text)

    unchanged = sender.get("/envelopes", htmx=True, **{"If-None-Match": version})
    ceremonies.sign(sender.member, envelope.recipients[0], now)
    changed = sender.get("/envelopes", htmx=True, **{"If-None-Match": version})

    assert (unchanged.status_code, unchanged.text) == (304, "")
    assert changed.status_code == 200
    assert "HX-Request" in changed.headers["Vary"]
    assert "<html" not in changed.text
    assert "badge--delivered" in changed.text


def test_the_page_of_an_envelope_follows_what_its_signers_do(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    page = sender.get(f"/envelopes/{envelope.id}").text
    address, version = asked_again(page)

    assert sender.get(address, htmx=True, **{"If-None-Match": version}).status_code == 304
    ceremonies.sign(sender.member, envelope.recipients[0], now)
    part = sender.get(address, htmx=True, **{"If-None-Match": version}).text

    assert "0 of 2 signed" in page
    assert "1 of 2 signed" in part
    assert "Signer One has signed" in part
    assert "We e-mailed the link to Signer Two" in part
    assert 'id="envelope_timeline"' in part


def test_the_timeline_tells_who_did_what_in_sentences(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    ceremonies.sign(sender.member, envelope.recipients[0], now)

    page = sender.get(f"/envelopes/{envelope.id}").text

    for sentence in (
        "Owner created this envelope",
        "Owner added lease.pdf",
        "Owner sent it",
        "Signer One agreed to sign electronically and opened it",
        "Signer One drew a signature",
    ):
        assert sentence in page
    details = sender.get(f"/envelopes/{envelope.id}/trail").text
    assert "entries) is complete and unchanged" in details
    assert run(sender.member, reading.envelope, envelope.id).head.hash in details


def test_an_envelope_whose_rows_were_changed_says_that_it_is_not_sealed(
    sender: Sender, now: datetime, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(sender.member, recipient, now)
    sealing = sender.get(f"/envelopes/{envelope.id}").text
    trail = sender.get(f"/envelopes/{envelope.id}/trail").text
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update fields set label = 'another' where envelope_id = %s and kind = 'text'",
            (envelope.id,),
        )

    page = sender.get(f"/envelopes/{envelope.id}").text
    changed = sender.get(f"/envelopes/{envelope.id}/trail").text

    assert "Everyone has signed. Sealing the documents" in sealing
    assert "is complete and unchanged" in trail
    assert "were not sealed: what is stored does not match the audit trail" in page
    assert "is complete and unchanged" not in changed
    assert "Sealing the documents" not in page


def test_an_envelope_that_was_voided_says_why(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    sender.get(f"/envelopes/{envelope.id}")

    refused = sender.post(f"/envelopes/{envelope.id}/voiding", reason="")
    answer = sender.post(f"/envelopes/{envelope.id}/voiding", reason="The rent changed.")
    page = sender.get(f"/envelopes/{envelope.id}").text

    assert refused.status_code == 422
    assert "Give a brief reason" in refused.text
    assert answer.status_code == 303
    assert "badge--voided" in page
    assert "data-tone=voided" in page
    assert "The rent changed." in page
    assert 'hx-trigger="every 3s"' not in page


def test_another_organization_finds_none_of_it(
    app: Flask, sender: Sender, stranger: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    stranger.get("/envelopes")

    for address, method in addresses(app, envelope):
        if method == "GET":
            answer = stranger.get(address)
        else:
            answer = stranger.post(address, reason="why", name="name", files=[], password="x")

        assert answer.status_code == 404, (method, address)


def addresses(app: Flask, envelope: Envelope) -> list[tuple[str, str]]:
    """Every route of the portal that names an envelope."""
    values = {
        "envelope_id": envelope.id,
        "document_id": envelope.documents[0].id,
        "number": 1,
    }
    adapter = app.url_map.bind("localhost")
    # Operators have a portal of their own, and programs the API, each with a guard of its own.
    apart = ("/operator", "/api/", "/restapi/")
    portal = (r for r in app.url_map.iter_rules() if not r.rule.startswith(apart))
    rules = [r for r in portal if "envelope_id" in r.arguments]
    assert len(rules) > 10
    return [
        (adapter.build(r.endpoint, {a: values.get(a, uuid4()) for a in r.arguments}, method=m), m)
        for r in rules
        for m in sorted((r.methods or set()) & {"GET", "POST"})
    ]


def test_a_sealed_file_that_is_not_there_yet_is_not_found(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)

    answer = sender.get(f"/envelopes/{envelope.id}/certificate.pdf")

    assert answer.status_code == 404
    assert run(sender.member, reading.envelope, envelope.id).certificate_sha256 == ""
