from datetime import datetime

from flask import Flask

from core.principal import SYSTEM
from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.visitors import Signer


def test_a_page_image_is_asked_for_anew_but_not_sent_anew(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    path = f"{signer.page}/documents/{envelope.documents[0].id}/pages/1"

    first = signer.get(path)
    again = signer.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.data, first.headers["Cache-Control"]) == (ceremonies.PNG, "private, no-cache")
    assert (again.status_code, again.data) == (304, b"")


def test_pages_and_sizes_that_do_not_exist_are_not_found(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    pages = f"{signer.page}/documents/{envelope.documents[0].id}/pages"

    for path in ("/0", "/3", "/1?width=77", "/3/text"):
        assert signer.get(f"{pages}{path}").status_code == 404, path


def test_fields_lie_where_they_were_placed_by_a_stylesheet_of_their_own(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    page = signer.consent()

    sheet = signer.get(f"{signer.page}/placement.css")

    assert f"{signer.page}/placement.css" in page.text
    assert sheet.mimetype == "text/css"
    assert f"#field-{signer.fields[0].id}{{left:16.8067%;top:11.8765%;" in sheet.text
    other = Signer(app, member, envelope, 1).fields[0]
    assert str(other.id) not in sheet.text


def test_the_signing_page_holds_no_style_and_no_script_of_its_own(
    app: Flask, member: Member, now: datetime
) -> None:
    page = Signer(app, member, ceremonies.sent(member, now), 0).consent()

    assert " style=" not in page.text and "<style" not in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_a_copy_to_print_has_every_page(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    page = signer.get(f"{signer.page}/print")

    for number in (1, 2):
        assert f"/documents/{envelope.documents[0].id}/pages/{number}" in page.text


def test_a_page_that_is_being_drawn_is_awaited_in_its_place(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    page = f"{signer.page}/documents/{envelope.documents[0].id}/pages/2"

    def rendered(pages: int) -> None:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run(
                "update documents set pages_rendered = %s where envelope_id = %s",
                *(pages, envelope.id),
            )

    rendered(1)
    signing, printed = signer.get(signer.page).text, signer.get(f"{signer.page}/print").text
    asked = signer.get(f"{page}/picture").text
    rendered(2)
    drawn = signer.get(f"{page}/picture").text

    for shown in (signing, printed):
        assert shown.count("This page is loading") == 1
        assert f'src="{page}"' not in shown
    assert f'hx-get="{page}/picture" hx-trigger="intersect once"' in signing
    assert f"{page}/text" not in signing
    assert 'hx-trigger="load delay:2s"' in asked
    assert f'src="{page}"' in drawn and f'hx-get="{page}/text"' in drawn
    assert 'hx-trigger="load' not in drawn
    assert signer.get(f"{page[:-1]}3/picture").status_code == 404


def test_a_copy_to_print_says_that_nothing_is_signed_and_has_what_was_typed(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    text = signer.field("text")
    signer.post(f"{signer.page}/fields/{text.id}", {str(text.id): "Third floor"}, True)

    printed = signer.get(f"{signer.page}/print").text
    ceremonies.sign(member, envelope.recipients[0], now)
    afterwards = signer.get(f"{signer.page}/print").text

    assert "Third floor" in printed
    assert printed.count("Not signed yet") == 2  # on each page
    assert "Not signed yet" not in afterwards
    assert afterwards.count("Not signed by everyone yet") == 2


def test_the_text_of_several_pages_comes_at_once(app: Flask, member: Member, now: datetime) -> None:
    text = {1: ["The lease begins"], 2: ["and ends", "in Lisbon"]}
    envelope = ceremonies.sent(member, now, text=text)
    signer = Signer(app, member, envelope, 0)
    page = signer.consent()
    texts = f"{signer.page}/documents/{envelope.documents[0].id}/texts"

    both, second = signer.get(f"{texts}/1"), signer.get(f"{texts}/2")

    assert f'data-texts="{texts}/1" data-pages="2"' in page.text
    assert both.text.count("hx-swap-oob") == 2 and "in Lisbon" in both.text
    assert 'id="text-page-1-2"' in second.text and "The lease begins" not in second.text


def test_the_documents_are_read_as_text_that_flows(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now, text={1: ["The lease begins", "in <Lisbon>."]})
    signer = Signer(app, member, envelope, 0)
    before = signer.open() and signer.get(f"{signer.page}/text")
    page = signer.consent()

    text = signer.get(f"{signer.page}/text")

    assert "The lease" not in before.text
    assert f'href="{signer.page}/text"' in page.text
    assert "The lease begins" in text.text and "in &lt;Lisbon&gt;." in text.text
    assert "This page has no text" in text.text  # the second one
