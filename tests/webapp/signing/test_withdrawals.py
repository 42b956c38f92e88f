"""Withdrawing consent, and asking for paper: what the recipient and the sender see of it."""

from datetime import datetime

from flask import Flask

from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def told(sender: Sender, envelope_id: object) -> list[str]:
    entries = run(sender.member, reading.timeline, envelope_id).entries
    return [entry.type for entry in entries]


def test_withdrawing_is_asked_done_and_told(app: Flask, sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    signer = Signer(app, sender.member, envelope, 0)
    image = f"{signer.page}/documents/{envelope.documents[0].id}/pages/1"
    menu = signer.consent().text

    asked = signer.get(f"{signer.page}/withdrawal").text
    done = signer.post(f"{signer.page}/withdrawal")

    assert "Withdraw consent" in menu
    assert "nothing is signed, and the documents are closed to you" in asked
    assert (done.status_code, done.location) == (303, signer.page)
    assert "You withdrew your consent." in signer.get(signer.page).text
    assert "image" not in signer.get(image).mimetype
    assert "Withdrew the consent" in sender.get(f"/envelopes/{envelope.id}").text
    assert told(sender, envelope.id).count("consent.withdrawn") == 1
    program = Program(app, make_key(sender.member, "envelopes:read"))
    (first, *_) = program.get(f"/api/v1/envelopes/{envelope.id}").json["recipients"]
    assert (first["consent"], first["consent_withdrawn"]) == (None, True)


def test_after_withdrawing_one_can_agree_again(app: Flask, sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    signer = Signer(app, sender.member, envelope, 0)
    signer.consent()
    signer.post(f"{signer.page}/withdrawal")

    terms = signer.get(f"{signer.page}/consent").text
    signer.post(f"{signer.page}/consent", {"agreed": "yes"})

    assert "Agree and continue" in terms
    assert "0 of 2 done" in signer.get(signer.page).text
    assert "agreed again after withdrawing" in sender.get(f"/envelopes/{envelope.id}").text
    assert told(sender, envelope.id).count("recipient.delivered") == 1


def test_paper_is_asked_for_by_a_page_of_its_own(app: Flask, sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    signer = Signer(app, sender.member, envelope, 0)

    first = signer.open().text
    form = signer.get(f"{signer.page}/paper").text
    words = {"words": "12 Example Street, Lisbon"}
    wrong = signer.post(f"{signer.page}/paper", {"words": "z" * 1_001})
    answer = signer.post(f"{signer.page}/paper", words)
    signer.post(f"{signer.page}/paper", words)

    assert f'href="{signer.page}/paper"' in first
    assert "Where to send them" in form
    assert wrong.status_code == 422 and "z" * 1_001 in wrong.text
    assert answer.status_code == 303
    assert "You asked for paper." in signer.get(answer.location).text
    assert "Agree and continue" in signer.get(signer.page).text
    assert told(sender, envelope.id).count("paper.requested") == 1
    page = sender.get(f"/envelopes/{envelope.id}").text
    assert "Asked for the documents on paper" in page
    assert "12 Example Street, Lisbon" in page
    program = Program(app, make_key(sender.member, "envelopes:read"))
    (one, *_) = program.get(f"/api/v1/envelopes/{envelope.id}").json["recipients"]
    assert one["paper_requested_at"] and one["consent"] is None


def test_neither_is_offered_to_who_has_finished_or_waits(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    ceremonies.sign(sender.member, envelope.recipients[0], now)
    one, copy = (Signer(app, sender.member, envelope, number) for number in (0, 2))

    for reader in (one, copy):
        reader.open()
        for act in ("withdrawal", "paper"):
            assert "Ask for paper</h1>" not in reader.get(f"{reader.page}/{act}").text
            assert reader.post(f"{reader.page}/{act}").status_code == 409

    assert not {"consent.withdrawn", "paper.requested"} & set(told(sender, envelope.id))


def test_get_and_head_withdraw_and_ask_for_nothing(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    signer = Signer(app, sender.member, envelope, 0)
    signer.consent()
    before = run(sender.member, reading.version, envelope.id)

    for act in ("withdrawal", "paper", "consent", "refusal"):
        for method in ("GET", "HEAD"):
            assert signer.client.open(f"{signer.page}/{act}", method=method).status_code == 200

    assert run(sender.member, reading.version, envelope.id) == before
