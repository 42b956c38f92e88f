from datetime import datetime

from flask import Flask

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.operator.desks import DeskBrowser
from tests.webapp.operator.reported import report

REPORTS = "/operator/abuse-reports"


def waiting(desk: DeskBrowser) -> int:
    """What the navigation says beside “Reports”."""
    _, _, after = desk.get("/operator/jobs").text.partition(", open: </span>")
    return int(after.partition("<")[0] or 0)


def test_the_navigation_counts_the_reports_that_are_open(
    app: Flask, desk: DeskBrowser, member: Member, now: datetime
) -> None:
    before = waiting(desk)
    envelope = ceremonies.sent(member, now)

    place = report(app, member, envelope, "Not my bank.")
    report(app, member, envelope, "Nor mine.", number=1)
    counted = waiting(desk)
    desk.post(place, status="closed", note="")

    assert counted == before + 2
    assert waiting(desk) == before + 1


def test_a_report_keeps_what_became_of_it_and_the_note(
    app: Flask, desk: DeskBrowser, member: Member, now: datetime
) -> None:
    place = report(app, member, ceremonies.sent(member, now), f"A bank <{member.slug}>.")
    shown = desk.get(REPORTS).text

    answer = desk.post(place, status="looked_at", note="Asked the <owner>.", shown="open")

    assert f"A bank &lt;{member.slug}&gt;." in shown
    assert "one@example.com" in shown
    assert answer.headers["Location"] == f"{REPORTS}?status=open"
    assert member.slug not in desk.get(f"{REPORTS}?status=open").text.partition("<ul")[2]
    kept = desk.get(f"{REPORTS}?status=looked_at").text
    assert "Asked the &lt;owner&gt;." in kept
    assert (
        f"a report about Organization {member.slug} as reviewed" in desk.get("/operator/log").text
    )


def test_a_note_that_is_too_long_is_said_beside_it_and_kept(
    app: Flask, desk: DeskBrowser, member: Member, now: datetime
) -> None:
    place = report(app, member, ceremonies.sent(member, now), "Not my bank.")
    desk.get(REPORTS)

    answer = desk.post(place, status="closed", note="n" * 2001, shown="open")
    unreadable = desk.post(place, status="perhaps", note="A note.", shown="open")

    assert (answer.status_code, unreadable.status_code) == (422, 422)
    assert "Use up to 2,000 characters." in answer.text
    assert "n" * 2001 in answer.text
    assert '<option value="closed" selected>' in answer.text
    assert "Choose a status." in unreadable.text
    assert "A note." in unreadable.text


def test_a_report_that_is_not_there_is_not_found(
    app: Flask, desk: DeskBrowser, member: Member, now: datetime
) -> None:
    place = report(app, member, ceremonies.sent(member, now), "Not my bank.")
    desk.get(REPORTS)

    for id in (place.split("/")[3], place.split("/")[5]):
        absent = place.replace(id, "11111111-1111-4111-8111-111111111111")
        assert desk.post(absent, status="closed", note="").status_code == 404


def test_from_a_report_the_way_leads_to_suspending_its_sender(
    app: Flask, desk: DeskBrowser, member: Member, now: datetime
) -> None:
    report(app, member, ceremonies.sent(member, now), f"Not my bank: {member.slug}.")
    page = f"/operator/organizations/{member.organization.id}"

    assert f'href="{page}#suspension"' in desk.get(REPORTS).text
    assert 'id="suspension"' in desk.get(page).text
    desk.post(f"{page}/suspension", reason="Pretends to be a bank.")

    shown = desk.get(REPORTS).text
    assert member.slug in shown
    assert f'href="{page}#suspension"' not in shown
