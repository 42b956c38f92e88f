from dataclasses import replace
from datetime import datetime

from flask import Flask

from core.addresses import client_address
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer
from webapp import create_app


def test_before_consent_there_is_the_disclosure_and_no_document(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    image = f"{signer.page}/documents/{envelope.documents[0].id}/pages/1"

    page = signer.open()

    assert "Signing electronically" in page.text
    assert "Paper instead" in page.text
    assert "/pages/1" not in page.text
    for path in (image, f"{image}/text", f"{signer.page}/print"):
        answer = signer.get(path)
        assert ceremonies.PNG not in answer.data
        assert "image" not in answer.mimetype


def test_consent_needs_the_button_that_says_so(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.open()

    answer = signer.post(f"{signer.page}/consent")

    assert answer.status_code == 422
    assert "To see the documents, choose “Agree and continue”" in answer.text
    assert not run(member, reading.envelope, envelope.id).recipients[0].consented


def test_consent_opens_the_documents_and_is_recorded_once(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)

    page = signer.consent()
    signer.post(f"{signer.page}/consent", {"agreed": "yes"})

    assert "0 of 2 done" in page.text
    assert f"/documents/{envelope.documents[0].id}/pages/1" in page.text
    events = [entry.type for entry in run(member, reading.timeline, envelope.id).entries]
    assert events.count("consent.accepted") == 1


def test_consent_out_of_turn_is_refused_with_the_page_for_waiting(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 1)
    signer.open()

    answer = signer.post(f"{signer.page}/consent", {"agreed": "yes"})

    assert answer.status_code == 409
    assert "It is not your turn yet" in answer.text
    assert not run(member, reading.envelope, envelope.id).recipients[1].consented


FORWARDED = pdfs.CASES / "forwarded.txt"


@pdfs.needs_cases
def test_behind_a_proxy_the_trail_holds_the_address_of_the_visitor(
    installation: Installation, member: Member, now: datetime
) -> None:
    first, *lines = FORWARDED.read_text().splitlines()
    proxies = first.removeprefix("# TRUSTED_PROXIES=").partition(" ")[0]
    cases = [[part.strip() for part in line.split("|")] for line in lines]
    trusted = replace(installation.settings, trusted_proxies=client_address.networks(proxies))
    app = create_app(trusted, installation)

    seen = []
    for peer, forwarded, _ in cases:
        envelope = ceremonies.sent(member, now)
        signer = Signer(app, member, envelope, 0)
        signer.client.environ_base |= {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
        signer.consent()
        entries = run(member, reading.timeline, envelope.id).entries
        (accepted,) = (entry for entry in entries if entry.type == "consent.accepted")
        seen.append({each.name: each.value for each in accepted.personal}["address"])

    assert len(cases) == 2
    assert seen == [right for _, _, right in cases]
