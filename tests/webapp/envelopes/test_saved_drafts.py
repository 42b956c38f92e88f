"""What is typed in the page of a draft: sent as it is shown, and never lost."""

from datetime import datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from werkzeug.datastructures import MultiDict

from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.envelopes import (
    custom_fields,
    drafting,
    envelope_details,
    envelope_mail,
    reading,
    sharing,
)
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp import html_forms
from tests.webapp.draft_windows import Window
from tests.webapp.senders import Sender


def placed(envelope: Envelope, recipient: Recipient) -> Field:
    place = (1, 72.0, 600.0, 170.0, 44.0)
    return Field(
        uuid4(), envelope.documents[0].id, (recipient.id,), kinds.named("signature"), *place
    )


def make_draft(member: Member, now: datetime) -> Envelope:
    """With everything that it takes to be sent to one signer."""
    envelope = ceremonies.draft_with_document(member, now)
    ana = Recipient(uuid4(), "Ana", "ana@example.com")
    run(member, drafting.name_recipients, envelope.id, [ana], now)
    return run(member, drafting.place_fields, envelope.id, [placed(envelope, ana)], now)


@pytest.fixture
def draft(sender: Sender, now: datetime) -> Envelope:
    return make_draft(sender.member, now)


@pytest.fixture
def window(sender: Sender, draft: Envelope) -> Window:
    return Window(sender, draft.id)


def now_of(window: Window) -> Envelope:
    return run(window.sender.member, reading.envelope, UUID(window.place.rpartition("/")[2]))


def people(window: Window) -> list[tuple[str, str]]:
    return [(r.name, r.email) for r in now_of(window).recipients]


def test_an_address_corrected_and_sent_at_once_is_the_one_that_is_written_to(
    window: Window,
) -> None:
    answer = window.type(email_0="right@example.com").press()

    assert answer.headers["Location"] == window.place
    assert people(window) == [("Ana", "right@example.com")]
    job = ceremonies.lease_open(window.sender.member, "mail_invitation")
    assert run(job, envelope_mail.load, job).to == ("Ana", "right@example.com")


@pytest.mark.parametrize(
    ("name", "email", "sentence"),
    [
        ("Ben", "", "Enter an e-mail address for Ben."),
        ("", "ben@example.com", "Enter a name for ben@example.com."),
        ("Ben", "ben at example", "Something is wrong in the row for Ben."),
        ("Ben", "ben@example..com", "Something is wrong in the row for Ben."),
        ("ana", "ANA@example.com", "Something is wrong in the row for ana."),
    ],
)
def test_a_row_that_is_not_complete_keeps_the_envelope_and_is_kept(
    window: Window, name: str, email: str, sentence: str
) -> None:
    window.press("recipients", "add")
    answer = window.type(name_1=name, email_1=email).press()

    assert answer.status_code == 409
    assert now_of(window).status is Status.DRAFT
    ident = window.values["id-1"]
    assert f'<a href="#row-{ident}">' in answer.text
    assert f'id="row-{ident}"' in answer.text
    assert sentence in answer.text
    assert "Ready to send." not in answer.text
    assert window.rows() == window.reload().rows() == [("Ana", "ana@example.com"), (name, email)]
    assert people(window) == window.rows()


@pytest.mark.parametrize(
    ("where", "action"),
    [
        ("", ""),
        ("recipients", "place"),
        ("recipients", "add"),
        ("recipients", "save"),
        ("details", ""),
        ("visibility", ""),
    ],
)
def test_whatever_is_pressed_keeps_all_that_is_typed(
    window: Window, where: str, action: str
) -> None:
    typed = {"name_0": "Ana Lima", "email_0": "ana@", "name": " ", "message": "Dear Ana"}
    window.type(**typed, external_id="4711", **{"key-0": "Centre", "text-0": "12"})

    window.press(where, action)

    stored = now_of(window)
    assert stored.status is Status.DRAFT
    assert people(window) == [("Ana Lima", "ana@")]
    assert (stored.name, stored.message) == ("", "Dear Ana")
    noted = run(window.sender.member, envelope_details.of, stored.id).details
    assert (noted.external_id, noted.metadata) == ("4711", {"Centre": "12"})


def test_a_file_that_is_removed_or_uploaded_takes_nothing_typed_along(window: Window) -> None:
    document_id = now_of(window).documents[0].id
    window.type(name_0="Ana Lima", message="Dear Ana")
    window.press(f"documents/{document_id}/removal")

    assert people(window) == [("Ana Lima", "ana@example.com")]
    assert now_of(window).message == "Dear Ana"
    assert now_of(window).documents == ()


def test_a_file_that_was_chosen_and_not_uploaded_is_not_left_behind(window: Window) -> None:
    answer = window.type(message="Dear Ana", files="annex.pdf").press()

    assert answer.status_code == 409
    assert "You chose a file that has not been uploaded yet" in answer.text
    assert now_of(window).status is Status.DRAFT
    assert window.values["message"] == "Dear Ana"


def test_what_is_chosen_beside_a_button_counts_when_the_envelope_is_sent(window: Window) -> None:
    window.type(visibility="all").press()

    stored = now_of(window)
    found = run(window.sender.member, sharing.sharing, stored.id, stored.created_at)
    assert (stored.status, found.visibility) == (Status.SENT, "all")


def test_a_window_that_shows_an_older_address_sends_nothing_and_shows_the_new_one(
    sender: Sender, draft: Envelope
) -> None:
    stale, other = Window(sender, draft.id), Window(sender, draft.id)
    other.type(email_0="right@example.com").press("recipients", "save")

    answer = stale.type(message="Dear Ana").press()

    assert answer.status_code == 409
    assert "was changed in another window" in answer.text
    assert now_of(stale).status is Status.DRAFT
    assert stale.rows() == [("Ana", "right@example.com")]
    assert stale.values["message"] == "Dear Ana"
    assert stale.press().headers["Location"] == stale.place
    assert people(stale) == [("Ana", "right@example.com")]
    assert now_of(stale).message == "Dear Ana"


def test_what_two_windows_typed_in_one_row_is_shown_before_either_is_sent(
    sender: Sender, draft: Envelope
) -> None:
    one, other = Window(sender, draft.id), Window(sender, draft.id)
    other.type(email_0="other@example.com").press("recipients", "save")

    answer = one.type(email_0="mine@example.com").press()

    assert answer.status_code == 409
    assert "“Ana, other@example.com”" in answer.text
    assert one.rows() == [("Ana", "mine@example.com")]
    assert people(one) == [("Ana", "other@example.com")]
    assert one.press().status_code == 303
    assert people(one) == [("Ana", "mine@example.com")]


@pytest.mark.parametrize("what", ["recipient", "document", "field", "name", "removal"])
def test_no_window_sends_what_it_does_not_show(
    sender: Sender, draft: Envelope, now: datetime, what: str
) -> None:
    stale, other = Window(sender, draft.id), Window(sender, draft.id)
    member, ana = sender.member, draft.recipients[0]
    if what == "recipient":
        other.press("recipients", "add")
        other.type(name_1="Ben", email_1="ben@example.com").press("recipients", "save")
    elif what == "document":
        document_upload.upload(member, draft.id, uuid4(), "annex.pdf", ceremonies.PDF, now)
    elif what == "field":
        run(member, drafting.place_fields, draft.id, [placed(draft, ana), placed(draft, ana)], now)
    elif what == "name":
        other.type(name="Another name").press("recipients", "save")
    else:
        other.press("recipients", f"remove-{ana.id}")

    answer = stale.press()

    assert answer.status_code == 409
    assert now_of(stale).status is Status.DRAFT
    assert "was changed in another window" in answer.text
    assert stale.values["name"] == now_of(stale).name
    assert [row for row in stale.rows() if any(row)] == people(stale)


def test_two_windows_add_people_and_neither_removes_those_of_the_other(
    sender: Sender, draft: Envelope
) -> None:
    one, other = Window(sender, draft.id), Window(sender, draft.id)
    for window, name in ((one, "Ben"), (other, "Carla")):
        window.press("recipients", "add")
        window.type(name_1=name, email_1=f"{name.lower()}@example.com").press("recipients", "save")

    assert {name for name, _ in people(one)} == {"Ana", "Ben", "Carla"}


def test_what_was_sent_already_is_said_to_whoever_has_typed_since(
    sender: Sender, draft: Envelope
) -> None:
    one, other = Window(sender, draft.id), Window(sender, draft.id)
    other.press()

    same, later = one.press(), one.type(email_0="later@example.com").press()

    assert same.headers["Location"] == later.headers["Location"] == one.place
    assert "was already sent as shown here" in one.text
    assert people(one) == [("Ana", "ana@example.com")]


def test_typing_is_stored_by_htmx_too_and_says_what_another_window_changed(
    sender: Sender, draft: Envelope
) -> None:
    one, other = Window(sender, draft.id), Window(sender, draft.id)
    other.type(email_0="right@example.com").press("recipients", "save")

    one.type(message="Dear Ana")
    answer = one.press("recipients", "type", htmx=True)
    shown = one.press("recipients", "show", htmx=True)

    assert "Something here was changed in another window." in answer.text
    assert f'name="was-0" value="{one.values["was-0"]}"' in answer.text
    assert 'value="right@example.com"' in shown.text
    assert now_of(one).message == "Dear Ana"
    assert people(one) == [("Ana", "right@example.com")]


def test_a_detail_that_cannot_be_kept_holds_up_nothing_but_sending(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    amount = CustomField(uuid4(), "Amount", CustomFieldKind.NUMBER)
    project = CustomField(uuid4(), "Project", CustomFieldKind.TEXT)
    for field in (amount, project):
        run(sender.member, custom_fields.define, field, now)
    window = Window(sender, draft.id)
    window.type(**{f"value-{amount.id}": "much", f"value-{project.id}": "Bridge"})

    answer = window.type(email_0="right@example.com").press()

    assert answer.status_code == 422
    assert f'id="value-{amount.id}-error"' in answer.text
    assert window.values[f"value-{amount.id}"] == "much"
    assert people(window) == [("Ana", "right@example.com")]
    noted = run(sender.member, envelope_details.of, draft.id).details
    assert noted.values == {project.id: "Bridge"}
    assert now_of(window).status is Status.DRAFT


def test_a_quota_that_is_used_up_loses_nothing_that_was_typed(
    window: Window, services: dict[str, str]
) -> None:
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "insert into quotas (organization_id, envelopes_per_month, set_by) values (%s, 0, 'x')",
            (window.sender.member.organization.id,),
        )

    answer = window.type(email_0="right@example.com").press()

    assert answer.status_code == 409
    assert 'name="email-0"' in answer.text
    assert window.rows() == [("Ana", "right@example.com")] == people(window)


def test_a_draft_that_was_thrown_away_is_not_sent_from_a_window_left_open(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    window = Window(sender, draft.id)
    sender.post(f"{window.place}/voiding")

    assert sender.post(f"{window.place}/sending", **dict(window.values.lists())).status_code == 409
    assert run(sender.member, reading.envelope, draft.id).status is Status.VOIDED


def test_a_session_that_ended_keeps_what_was_typed_until_somebody_signs_in_again(
    window: Window,
) -> None:
    window.sender.browser.delete_cookie("countersign-session")

    ended = window.type(email_0="right@example.com", message="Dear\nAna").press()

    assert ended.status_code == 401
    assert now_of(window).status is Status.DRAFT
    (form,) = [f for f in html_forms.forms(window.place, ended.text) if "name-0" in f.names]
    window.sender.signed_in()
    sent = MultiDict(form.sent)
    sent["csrf_token"] = window.sender.token
    answer = window.sender.browser.post(form.address, data=sent)
    assert answer.headers["Location"] == window.place
    assert people(window) == [("Ana", "right@example.com")]
    assert now_of(window).message == "Dear\nAna"
