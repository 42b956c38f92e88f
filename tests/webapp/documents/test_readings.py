"""Reading the pages of what was sent: with the values so far, and sealed in the end."""

import re
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Envelope, Signature
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.principal import SYSTEM
from core.signing.origin import Origin
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending, sharing, voiding
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.counted_queries import counted
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

ORIGIN = Origin("192.0.2.7", "a browser")


def reading(envelope: Envelope) -> str:
    return f"/envelopes/{envelope.id}/reading"


def image(envelope: Envelope, width: int = 1240) -> str:
    return f"/envelopes/{envelope.id}/documents/{envelope.documents[0].id}/pages/1?width={width}"


def first_signature(member: Member, envelope: Envelope) -> Signature:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.envelopes.get(envelope.id).signatures[0]


def shared(member: Member, envelope: Envelope, now: datetime) -> str:
    run(member, sharing.make_link, envelope.id, 7, now)
    return f"/shared/{run(member, sharing.sharing, envelope.id, now).links[0].token}"


def test_the_sender_reads_the_pages_with_the_values_so_far(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    ceremonies.sign(member, envelope.recipients[0], now)
    waiting = ceremonies.enter(member, envelope.recipients[1])
    ceremonies.consent(waiting, ORIGIN, now)
    not_yet = next(f for f in waiting.fields if f.kind is kinds.named("text"))
    ceremonies.fill(waiting, {not_yet.id: "still thinking"}, now)

    linked = sender.get(f"/envelopes/{envelope.id}").text
    page = sender.get(reading(envelope)).text
    places = sender.get(f"{reading(envelope)}/placement.css")
    signature = first_signature(member, envelope)
    picture = sender.get(f"{reading(envelope)}/signatures/{signature.id}")

    assert f'href="{reading(envelope)}#page-' in linked
    assert '<span class="field__date" dir="auto">mine</span>' in page
    assert f"/reading/signatures/{signature.id}" in page
    assert "still thinking" not in page
    assert "Not finished yet: Signer Two." in page
    assert places.mimetype == "text/css"
    assert f"#field-{envelope.fields[0].id}{{" in places.text
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")


def test_a_signature_that_is_not_finished_with_is_shown_to_nobody_else(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, ORIGIN, now)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    signature = first_signature(member, envelope)

    assert sender.get(f"{reading(envelope)}/signatures/{signature.id}").status_code == 404


def test_of_a_completed_envelope_everybody_sees_the_sealed_pages_and_no_others(
    app: Flask, sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.completed(member, now)
    run(member, sharing.show_to, envelope.id, sharing.Visibility.ALL, None, now)
    reader = Sender(app, colleague(member, MemberRole.VIEWER)).signed_in()
    anybody = Sender(app, member)
    link = shared(member, envelope, now)
    by_link = f"{link}/documents/{envelope.documents[0].id}/pages/1"

    before = [sender.get(image(envelope)).status_code, anybody.get(by_link).status_code]
    page = sender.get(reading(envelope)).text
    ceremonies.draw_sealed(member)

    assert before == [404, 404]  # never what was shown before they signed
    assert "This page is loading" in page
    for who, address in ((sender, image(envelope)), (reader, image(envelope)), (anybody, by_link)):
        assert who.get(address).data == ceremonies.SEALED_PAGE
    for who, address in ((sender, reading(envelope)), (anybody, link)):
        drawn = who.get(address).text
        assert "This page is loading" not in drawn
        assert drawn.count('class="folio__image"') == 2
        assert "filled" not in drawn


def test_a_sealed_page_that_is_drawn_appears_by_itself(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.completed(member, now)
    page = sender.get(reading(envelope)).text
    leaf = re.search(r'hx-get="([^"]+/leaf)" hx-trigger="intersect once"', page)
    assert leaf

    waiting = sender.get(leaf[1], htmx=True).text
    ceremonies.draw_sealed(member)
    drawn = sender.get(leaf[1], htmx=True).text

    assert 'hx-trigger="load delay:1s"' in waiting
    assert 'class="folio__image"' in drawn
    assert "load delay" not in drawn


def test_the_small_first_page_of_a_completed_envelope_is_the_sealed_one(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.completed(member, now)

    page = sender.get(f"/envelopes/{envelope.id}").text
    ceremonies.draw_sealed(member)
    later = sender.get(f"/envelopes/{envelope.id}").text

    assert "Loading" in page
    assert "/thumbnail" in page
    assert "Loading" not in later
    assert sender.get(image(envelope, 310)).data == ceremonies.SEALED_PAGE


def test_a_link_to_read_by_shows_what_was_filled_in_so_far(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    ceremonies.sign(member, envelope.recipients[0], now)
    link, anybody = shared(member, envelope, now), Sender(app, member)
    signature = first_signature(member, envelope)

    page = anybody.get(link).text

    assert '<span class="field__date" dir="auto">mine</span>' in page
    assert anybody.get(f"{link}/placement.css").mimetype == "text/css"
    assert anybody.get(f"{link}/signatures/{signature.id}").mimetype == "image/png"


def test_each_part_is_asked_for_anew_and_refused_to_others(
    sender: Sender, stranger: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    ceremonies.sign(member, envelope.recipients[0], now)
    document = f"documents/{envelope.documents[0].id}/pages/1"
    parts = ("", "/placement.css", "/search?words=rent", f"/{document}/leaf", f"/{document}/text",
             f"/signatures/{first_signature(member, envelope).id}")  # fmt: skip

    for part in parts:
        assert sender.get(reading(envelope) + part).status_code == 200
        assert stranger.get(reading(envelope) + part).status_code == 404


def test_a_draft_is_not_read_but_prepared(sender: Sender, member: Member, now: datetime) -> None:
    draft = ceremonies.draft_with_document(member, now)

    answer = sender.get(reading(draft))

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/envelopes/{draft.id}"


def test_what_was_voided_can_still_be_read_by_whoever_sent_it(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    ceremonies.sign(member, envelope.recipients[0], now)
    run(member, voiding.void, envelope.id, "Another price.", now)

    page = sender.get(reading(envelope))

    assert page.status_code == 200
    assert '<span class="field__date" dir="auto">mine</span>' in page.text


@pytest.mark.parametrize("agrees", [False, True])
def test_a_member_who_is_asked_to_sign_reads_once_they_have_consented(
    app: Flask, member: Member, now: datetime, agrees: bool
) -> None:
    asked = Sender(app, colleague(member, MemberRole.SENDER)).signed_in()
    envelope = sent_to(member, [Recipient(uuid4(), "Asked", asked.member.email)], now)
    if agrees:
        ceremonies.consent(ceremonies.enter(member, envelope.recipients[0]), ORIGIN, now)

    page = asked.get(f"/envelopes/{envelope.id}")
    answers = [asked.get(address).status_code for address in (image(envelope), reading(envelope))]

    assert page.status_code == 200
    assert (f'href="{reading(envelope)}#page-' in page.text) is agrees
    assert answers == ([200, 200] if agrees else [409, 409])


def sent_to(member: Member, people: list[Recipient], now: datetime) -> Envelope:
    """One signature field for each."""
    draft = ceremonies.draft_with_document(member, now)
    run(member, drafting.name_recipients, draft.id, people, now)
    fields = [ceremonies.signature_field(draft.documents[0].id, p.id, 100 + 60 * n)
              for n, p in enumerate(people) if p.role.has_fields]  # fmt: skip
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


TEXT = {1: ["The rent is paid", "in Lisbon."], 2: ["Lisbon, or in", "Porto. LISBON again."]}


def test_words_are_found_on_all_pages_by_whoever_may_read_them(
    app: Flask, sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now, text=TEXT)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    link = shared(member, envelope, now)

    found = sender.get(f"{reading(envelope)}/search?words=lisbon").text
    over_two_lines = sender.get(f"{reading(envelope)}/search?words=paid+IN").text
    nothing = sender.get(f"{reading(envelope)}/search?words=rome").text
    others = [Sender(app, member).get(f"{link}/search?words=lisbon").text,
              signer.get(f"{signer.page}/search?words=lisbon").text]  # fmt: skip

    assert "3 matches" in found
    assert 'href="#page-1-1"><span>page 1</span></a>' in found
    assert 'href="#page-1-2"><span>page 2</span> <span class="quiet">× 2</span></a>' in found
    assert "1 match<" in over_two_lines and "#page-1-1" in over_two_lines
    assert "No matches" in nothing and "<a" not in nothing
    assert others == [found, found]


def test_of_a_completed_envelope_the_sealed_pages_are_searched(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.completed(member, now)
    sender.get(reading(envelope))
    ceremonies.draw_sealed(member)

    found = sender.get(f"{reading(envelope)}/search?words=sealed+words").text

    assert "1 match<" in found
    assert 'href="#page-1-1"' in found


def test_a_search_asks_for_the_text_of_all_pages_at_once(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now, text=TEXT)
    place = f"{reading(envelope)}/search"
    sender.get(f"{place}?words=rent")

    with counted() as asked:
        sender.get(f"{place}?words=lisbon")

    assert sum("lines" in query for query in asked.queries) == 1
    assert len(asked.queries) <= 6


def test_who_has_not_consented_searches_nothing(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now, text=TEXT)
    signer = Signer(app, member, envelope, 0)
    signer.open()

    answer = signer.get(f"{signer.page}/search?words=lisbon")

    assert answer.status_code == 409


@pytest.mark.parametrize("place", ["/shared/none", f"/sign/{UUID(int=7)}"])
def test_who_searches_without_end_by_a_link_is_asked_to_wait(app: Flask, place: str) -> None:
    """Each search reads the text of all pages."""
    client = app.test_client()

    told = [client.get(f"{place}/search?words=a").status_code for _ in range(121)]

    assert set(told[:120]) == {404}
    assert told[120] == 429


def test_the_sender_prints_the_pages_with_the_values_so_far(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    offered = sender.get(f"/envelopes/{envelope.id}").text
    before = sender.get(f"{reading(envelope)}/print").text
    ceremonies.sign(member, envelope.recipients[0], now)
    after = sender.get(f"{reading(envelope)}/print").text

    assert f'href="{reading(envelope)}/print"' in offered
    assert before.count("Not signed yet") == 2
    assert 'class="filled"' not in before
    assert after.count("Not signed by everyone yet") == 2
    assert after.count('class="filled"') == 2


def test_what_is_sealed_is_read_and_downloaded_and_not_printed_from_there(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.completed(member, now)

    answer = sender.get(f"{reading(envelope)}/print")

    assert answer.headers["Location"] == f"/envelopes/{envelope.id}"
    assert "Print or save a copy" not in sender.get(f"/envelopes/{envelope.id}").text
