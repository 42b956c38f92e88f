from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.correcting import Correction
from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import correcting, reading
from tenants.use_cases.envelopes.delivery import delivery_reports
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job
from tests.webapp.page_checks import visit
from tests.webapp.senders import Sender


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    """Sent, and refused by the first signer's mail server."""
    sent = ceremonies.sent(member, now)
    run_job(ceremonies.lease_open(member, "mail_invitation"), delivery_reports.bounced, 550, now)
    return sent


def test_the_sender_reads_who_was_not_reached_and_corrects_them_in_place(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0].id
    before = sender.get(f"/envelopes/{envelope.id}").text

    form = {f"name-{first}": "Signer One", f"email-{first}": "right@example.com"}
    answer = sender.post(f"/envelopes/{envelope.id}/recipients/{first}/correction", **form)
    after = sender.get(answer.location).text

    assert "but our e-mail was rejected" in before
    assert "Our e-mail to this address was rejected." in before
    assert "A mail server rejected our e-mail to Signer One (550)" in before
    assert f'href="/envelopes/{envelope.id}/recipients/{first}/correction" data-panel' in before
    assert run(member, reading.envelope, envelope.id).recipients[0].email == "right@example.com"
    assert "corrected the address of Signer One from one@example.com to right@example.com" in after
    assert "Our e-mail to this address was rejected." not in after


def test_a_wrong_correction_stays_as_it_was_typed(sender: Sender, envelope: Envelope) -> None:
    first = envelope.recipients[0].id
    sender.get(f"/envelopes/{envelope.id}")

    form = {f"name-{first}": "Signer Uno", f"email-{first}": "right@"}
    answer = sender.post(f"/envelopes/{envelope.id}/recipients/{first}/correction", **form)

    assert answer.status_code == 422
    assert 'value="Signer Uno"' in answer.text
    assert 'value="right@"' in answer.text
    assert "Enter a complete e-mail address" in answer.text


def test_a_page_from_before_a_correction_keeps_what_it_typed_and_corrects_nothing(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0].id
    sender.get(f"/envelopes/{envelope.id}")
    where = f"/envelopes/{envelope.id}/recipients/{first}/correction"
    form = {f"name-{first}": "Signer One", "was": "1"}

    sender.post(where, **form, **{f"email-{first}": "right@example.com"})
    again = sender.post(where, **form, **{f"email-{first}": "right@example.com"})
    other = sender.post(where, **form, **{f"email-{first}": "wrong@example.com"})

    assert again.status_code == 303
    assert other.status_code == 409
    assert 'value="wrong@example.com"' in other.text
    assert "corrected in another window" in other.text
    assert 'name="was" value="2"' in other.text
    after = run(member, reading.envelope, envelope.id).recipients[0]
    assert (after.email, after.link_generation) == ("right@example.com", 2)


def test_too_many_at_once_loses_nothing_that_was_typed(
    sender: Sender, member: Member, envelope: Envelope, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = member.organization.installation
    settings = replace(installation.settings, rate_sends=0)
    monkeypatch.setattr(installation, "settings", settings)
    first = envelope.recipients[0].id
    sender.get(f"/envelopes/{envelope.id}")

    form = {f"name-{first}": "Signer Uno", f"email-{first}": "right@example.com"}
    answer = sender.post(f"/envelopes/{envelope.id}/recipients/{first}/correction", **form)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert 'value="right@example.com"' in answer.text and 'value="Signer Uno"' in answer.text
    assert run(member, reading.envelope, envelope.id).recipients[0].email == "one@example.com"


def test_what_was_typed_is_kept_when_the_session_has_ended(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    first = envelope.recipients[0].id
    where = f"/envelopes/{envelope.id}/recipients/{first}/correction"
    page = sender.get(where).text
    sender.browser.delete_cookie("countersign-session")

    typed = {f"name-{first}": "Signer Uno", f"email-{first}": "right@example.com"}
    answer = sender.post(where, **typed, was="1", kept_signed_out="yes")

    form = page.partition(f'action="{where}"')[2].partition("</form>")[0]
    assert 'name="kept_signed_out"' in form
    assert answer.status_code == 401
    assert f'action="{where}"' in answer.text
    assert 'value="Signer Uno"' in answer.text and 'value="right@example.com"' in answer.text


def test_what_one_types_stays_when_the_page_updates_by_itself(
    page: Page, member: Member, envelope: Envelope, now: datetime
) -> None:
    second = envelope.recipients[1].id
    visit(page, f"/envelopes/{envelope.id}")
    row = page.locator(".taker", has_text="Signer Two")
    row.get_by_role("link", name="Correct").click()
    typed = page.locator(f"dialog[open] #email-{second}")
    typed.fill("half-typed@")

    corrected = run(
        member,
        correcting.correct,
        envelope.id,
        envelope.recipients[0].id,
        Correction("Signer One", "right@example.com"),
        now,
    )

    expect(page.locator(".taker", has_text="right@example.com")).to_be_visible()
    expect(typed).to_have_value("half-typed@")
    assert corrected.recipients[1].email == "two@example.com"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_way_to_correct_an_address_is_one_click_on_any_width(
    page: Page, envelope: Envelope, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, f"/envelopes/{envelope.id}")

    page.get_by_role("link", name="Correct address").click()

    expect(page.locator(f"dialog[open] #name-{envelope.recipients[0].id}")).to_be_focused()
    expect(page.locator(f"#email-{envelope.recipients[0].id}")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
