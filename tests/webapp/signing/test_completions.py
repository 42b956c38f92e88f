from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import uuid4

from flask import Flask

from core.envelopes.envelope import Status
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer


def events(member: Member, envelope_id: object) -> list[str]:
    return [entry.type for entry in run(member, reading.timeline, envelope_id).entries]


def test_finishing_leads_to_the_page_with_the_seal(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())

    answer = signer.finish()

    assert (answer.status_code, answer.headers["Location"]) == (303, signer.page)
    assert "You have signed." in signer.get(signer.page).text
    assert "You have signed." in signer.open().text
    assert events(member, envelope.id).count("recipient.invited") == 2


def test_a_receipt_can_be_printed_and_says_on_paper_who_signed_and_on_which_day(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    signer.adopt(uuid4())
    signer.finish()

    page = signer.get(signer.page).text

    assert 'data-start="print_button"' in page
    assert '<p class="calm__printed"><bdi>Signer One</bdi> has signed</p>' in page
    assert f'<time title="{now.day} {now:%B %Y}, ' in page


def test_what_is_on_the_page_is_what_is_signed_even_if_it_was_never_kept_before(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())

    signer.post(f"{signer.page}/completion", signer.values("Typed at the last moment"))

    field = run(member, reading.envelope, envelope.id).field(signer.field("text").id)
    assert field.value == "Typed at the last moment"


def test_a_second_submit_is_the_same_answer_and_no_second_event(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())

    first, second = signer.finish(), signer.finish()

    assert first.headers["Location"] == second.headers["Location"]
    assert events(member, envelope.id).count("recipient.completed") == 1


def test_two_tabs_finishing_at_once_both_see_the_result(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    tabs = [Signer(app, member, envelope, 0) for _ in range(2)]
    tabs[0].consent()
    tabs[0].adopt(uuid4())
    tabs[1].open()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda tab: tab.finish(), tabs))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert all("You have signed." in tab.get(tab.page).text for tab in tabs)
    assert events(member, envelope.id).count("recipient.completed") == 1


def test_what_is_missing_is_named_and_what_was_typed_is_kept(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()

    answer = signer.finish()

    place = f"#field-{signer.field('signature').id}"
    assert answer.headers["Location"] == f"{signer.page}?missing=1{place}"
    page = signer.get(f"{signer.page}?missing=1").text
    assert "Some fields are still empty." in page
    assert "Please fill this in." in page
    assert ">Lisbon<" in page
    assert "recipient.completed" not in events(member, envelope.id)


def test_nothing_can_be_finished_by_following_a_link(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())

    answer = signer.get(f"{signer.page}/completion")

    assert answer.status_code == 405
    assert "recipient.completed" not in events(member, envelope.id)


def test_a_form_of_another_site_changes_nothing(app: Flask, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())

    form = {"csrf_token": signer.token, **signer.values()}
    path = f"{signer.page}/completion"
    foreign = signer.client.post(path, data=form, headers={"Origin": "https://example.org"})
    signer.token = "invented"

    assert foreign.status_code == 403
    assert signer.finish().status_code == 403
    assert "recipient.completed" not in events(member, envelope.id)


def test_the_review_says_what_will_be_signed(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    field = signer.field("text")
    signer.post(f"{signer.page}/fields/{field.id}", signer.values("Coimbra"), fragment=True)

    review = signer.get(f"{signer.page}/review", headers={"HX-Request": "true"})

    assert "Coimbra" in review.text
    assert "Not filled in yet" in review.text
    assert "One field is still empty." in review.text


def test_the_last_to_finish_waits_for_the_seal_by_asking_again(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    for number in (0, 1):
        signer = Signer(app, member, envelope, number)
        signer.consent()
        signer.adopt(uuid4())
        signer.finish()

    fragment = signer.get(signer.page, headers={"HX-Request": "true"})

    assert run(member, reading.envelope, envelope.id).status is Status.SIGNED
    assert 'hx-trigger="every 1s"' in fragment.text
    assert "<html" not in fragment.text


def test_a_page_that_is_not_drawn_yet_is_announced_and_keeps_everybody_from_finishing(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update documents set pages_rendered = 1 where envelope_id = %s", envelope.id)

    page = signer.get(signer.page).text
    answer = signer.finish()

    assert "Some pages are still loading" in page
    assert answer.status_code == 409
    assert "you should be able to read everything before you decide" in answer.text
