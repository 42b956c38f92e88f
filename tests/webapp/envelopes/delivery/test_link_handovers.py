from datetime import datetime

from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.senders import Sender


def place(envelope: Envelope) -> str:
    return f"/envelopes/{envelope.id}/recipients/{envelope.recipients[0].id}/link"


def allow(member: Member) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set copy_links = true")


def test_the_link_is_shown_to_the_sender_once_the_recipient_has_to_prove_who_they_are(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    first = envelope.recipients[0]
    allow(member)
    needed = sender.get(place(envelope)).text
    refused = sender.post(place(envelope))
    options = f"/envelopes/{envelope.id}/recipients/{first.id}/options"
    sender.get(options)
    sender.post(options, proofs="email_code")
    offered = sender.get(place(envelope)).text

    answer = sender.post(place(envelope))
    shown = sender.get(answer.location).text

    token = ceremonies.token_of(member, first)
    assert "First ask Signer One for a proof of identity" in needed
    assert refused.status_code == 409
    assert token not in needed + refused.text + offered
    assert f"/s/{token}" in shown
    told = sender.get(f"/envelopes/{envelope.id}").text
    assert "copied the signing link of Signer One" in told
    assert place(envelope) in sender.get(f"/envelopes/{envelope.id}/correction").text


def test_no_link_is_shown_unless_an_admin_allowed_it(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    shown = sender.get(place(envelope)).text
    refused = sender.post(place(envelope))

    assert "does not allow senders to copy signing links" in shown
    assert (refused.status_code, "/s/" in refused.text) == (409, False)
    assert place(envelope) not in sender.get(f"/envelopes/{envelope.id}/correction").text


def test_an_admin_allows_it_in_the_settings_and_the_log_says_so(sender: Sender) -> None:
    form = {"name": "Acme", "time_zone": "UTC", "locale": "en"}
    before = sender.get("/settings/organization").text

    sender.post("/settings/organization", **form, copy_links="yes")

    assert 'name="copy_links" value="yes" checked' not in before
    assert 'name="copy_links" value="yes" checked' in sender.get("/settings/organization").text
    assert "allowed senders to copy signing links" in sender.get("/settings/log").text
