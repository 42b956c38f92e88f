"""An organization decides whether recipients may hand their part over at all."""

from datetime import datetime

from flask import Flask

from core.envelopes.recipient_options import RecipientOptions
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

CARL = {"name": "Carl", "email": "carl@example.com", "reason": ""}
FORM = {"name": "Acme", "time_zone": "UTC", "locale": "en"}


def asked(app: Flask, sender: Sender, now: datetime, delegable: bool) -> Signer:
    id = ceremonies.complete_draft(sender.member, now)
    first = run(sender.member, reading.envelope, id).recipients[0].id
    options = RecipientOptions(delegable=delegable)
    run(sender.member, drafting.choose_options, id, first, options, now)
    return Signer(app, sender.member, run(sender.member, sending.send, id, now), 0)


def test_an_admin_decides_it_in_the_settings_and_the_log_says_so(sender: Sender) -> None:
    sender.get("/settings/organization")

    sender.post("/settings/organization", **FORM, delegation="never")
    refused = sender.post("/settings/organization", **FORM, delegation="sometimes")

    assert '<option value="never" selected' in sender.get("/settings/organization").text
    assert refused.status_code == 422
    assert (
        "changed when recipients may hand their part over from “Only where the sender allows it”"
        " to “Never”." in sender.get("/settings/log").text
    )


def test_no_one_hands_over_where_the_organization_never_allows_it(
    app: Flask, sender: Sender, now: datetime
) -> None:
    signer = asked(app, sender, now, delegable=True)
    page = signer.consent().text
    sender.get("/settings/organization")
    sender.post("/settings/organization", **FORM, delegation="never")

    after = signer.get(signer.page).text
    answer = signer.post(f"{signer.page}/delegation", CARL)

    assert "Hand over to someone else" in page
    assert "Hand over to someone else" not in after
    assert answer.status_code == 409
    assert len(run(sender.member, reading.envelope, signer.envelope.id).recipients) == 3


def test_everyone_may_hand_over_where_the_organization_always_allows_it(
    app: Flask, sender: Sender, now: datetime
) -> None:
    sender.get("/settings/organization")
    sender.post("/settings/organization", **FORM, delegation="always")
    signer = asked(app, sender, now, delegable=False)

    page = signer.consent().text
    answer = signer.post(f"{signer.page}/delegation", CARL)

    assert "Hand over to someone else" in page
    assert answer.status_code == 303
    recipients = run(sender.member, reading.envelope, signer.envelope.id).recipients
    assert [r.name for r in recipients][-1] == "Carl"


def test_the_options_of_a_recipient_say_what_the_organization_has_decided(
    sender: Sender, now: datetime
) -> None:
    id = ceremonies.complete_draft(sender.member, now)
    first = run(sender.member, reading.envelope, id).recipients[0].id
    place = f"/envelopes/{id}/recipients/{first}/options"
    sender.get(place)
    sender.post(place, delegable="yes")
    sender.get("/settings/organization")
    sender.post("/settings/organization", **FORM, delegation="never")

    form = sender.get(place).text
    sender.post(place, delegable="yes", note="For you")

    assert "does not let recipients hand their part over" in form
    assert "They may hand their part over" not in form
    assert run(sender.member, reading.envelope, id).recipients[0].options.delegable
