from dataclasses import replace
from io import BytesIO

from flask import Flask

from actors.delivery import mail_message
from tenants.member import Member
from tenants.use_cases.organizations import branding
from tests.tenants import ceremonies, journeys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job
from tests.webapp.senders import Sender
from tests.webapp.visitors import Visitor, path_of
from webapp.pages.organizations import mail_preview

PAGE = "/settings/branding"


def test_colours_are_saved_and_a_faint_one_is_told_beside_its_field(sender: Sender) -> None:
    sender.get(PAGE)

    saved = sender.post(PAGE, colour="#7a1f3d", dark_colour="", sender_name="The Office")
    refused = sender.post(PAGE, colour="#ffcc00", dark_colour="", sender_name="Kept")

    assert saved.status_code == 303
    assert refused.status_code == 422
    assert "needs 4.5" in refused.text
    assert 'value="#ffcc00"' in refused.text
    assert 'value="Kept"' in refused.text
    assert 'value="#7a1f3d"' in sender.get(PAGE).text


def test_the_signing_pages_wear_the_colours_and_others_do_not(
    app: Flask, sender: Sender, member: Member
) -> None:
    sender.get(PAGE)
    sender.post(PAGE, colour="#7a1f3d", dark_colour="", sender_name="")
    envelope = ceremonies.sent(member, NOW)
    visitor = Visitor(app)

    page = visitor.get(path_of(member, envelope.recipients[0]))

    address = page.text.partition('href="/branding/')[2].partition('"')[0]
    sheet = visitor.get(f"/branding/{address}")
    assert sheet.mimetype == "text/css"
    assert "--primary: #7a1f3d" in sheet.text
    again = visitor.get(f"/branding/{address}", headers={"If-None-Match": sheet.headers["ETag"]})
    assert again.status_code == 304
    assert "/branding/" not in visitor.get("/sign-in").text


def test_a_logo_is_waited_for_and_then_shown(app: Flask, sender: Sender, member: Member) -> None:
    sender.get(PAGE)
    answer = sender.post(f"{PAGE}/logo", logo=(BytesIO(ceremonies.PNG), "logo.png"))
    waiting = sender.get(PAGE, htmx=True)
    journeys.accept_logo(ceremonies.lease_open(member, "prepare_logo"), ceremonies.PNG, 1, 1, NOW)

    shown = sender.get(PAGE, htmx=True)

    assert answer.status_code == 303
    assert "Checking your image" in waiting.text
    address = shown.text.partition('img src="')[2].partition('"')[0]
    logo = Visitor(app).get(address)
    assert logo.data == ceremonies.PNG
    assert logo.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "immutable" in logo.headers["Cache-Control"]


def test_a_text_is_no_picture(sender: Sender) -> None:
    sender.get(PAGE)

    answer = sender.post(f"{PAGE}/logo", logo=(BytesIO(b"a letter"), "logo.png"))

    assert answer.status_code == 422
    assert "not a PNG, JPEG or WebP" in answer.text


def test_an_unknown_placeholder_is_told_beside_the_words_which_are_kept(sender: Sender) -> None:
    sender.get(PAGE)

    answer = sender.post(f"{PAGE}/texts", kind="ending", subject="Dear {name}", introduction="So")

    assert answer.status_code == 422
    assert 'id="ending_subject-error"' in answer.text
    assert "{recipient}, {envelope}, {sender}, {organization}" in answer.text
    assert 'value="Dear {name}"' in answer.text


def test_a_preview_shows_what_is_typed_in_a_frame_where_nothing_runs(sender: Sender) -> None:
    sender.get(PAGE)
    words = {"kind": "invitation", "subject": "{envelope}!", "introduction": "<b>{recipient}</b>"}

    html = sender.post(f"{PAGE}/previews", version="html", **words)
    text = sender.post(f"{PAGE}/previews", version="text", **words)
    wrong = sender.post(f"{PAGE}/previews", **(words | {"subject": "{x}"}))

    assert "&lt;b&gt;Recipient name&lt;/b&gt;" in html.text
    policy = html.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script" not in policy
    assert "Subject: Agreement!" in text.text
    assert text.mimetype == "text/plain"
    assert wrong.status_code == 422


def test_the_preview_is_the_very_mail(app: Flask, member: Member) -> None:
    run(member, branding.change, NOW, colour="#7a1f3d", sender_name="The Office")
    found = run(member, branding.view)
    with app.test_request_context():
        app.preprocess_request()
        letter = mail_preview._letter(member, found.brand, found.organization_name, "invitation")
        previewed = mail_preview.html(member, found.brand, found.organization_name, "invitation")
        plain = mail_preview.text(member, found.brand, found.organization_name, "invitation")

    mailed = mail_message.compose(
        replace(letter, message_id="<1@example.com>"), "invitation", "a@example.com"
    )

    _, html = mailed.iter_parts()
    assert html.get_content().split() == previewed.split()
    text = mailed.get_body(("plain",))
    assert text is not None
    assert plain.endswith(text.get_content().rstrip() + "\n") or text.get_content().strip() in plain
    assert "The Office" in mailed["From"]


def test_an_address_for_answers_is_asked_and_says_yes(
    app: Flask, sender: Sender, member: Member
) -> None:
    from tenants.use_cases.sign_in import account_mail

    sender.get(PAGE)
    sender.post(f"{PAGE}/reply-to", reply_to="office@example.com")
    letter = run_job(ceremonies.lease_open(member, "mail_account"), account_mail.load)
    visitor = Visitor(app)

    question = visitor.get(letter.words.link)
    answer = visitor.post(letter.words.link)

    assert "office@example.com" in question.text
    assert "Thank you" in answer.text
    assert visitor.get(letter.words.link).status_code == 404
    assert "Replies go to office@example.com" in sender.get(PAGE).text
