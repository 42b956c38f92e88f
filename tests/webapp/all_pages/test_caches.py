"""What a browser, and whatever stands between it and us, may keep: nothing that is somebody's."""

import re

from flask import Flask

from core.access import MemberRole
from tenants.use_cases.people import members
from tests import route_ids
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.test_access_wiring import address, guarded
from tests.webapp.senders import Sender
from webapp.http.rate_limits import limiter

TAG = re.compile(r"If-None-Match&#34;: &#34;\\&#34;([^\\]+)\\")


def test_no_answer_to_a_member_is_kept_by_anybody_else(app: Flask, sender: Sender) -> None:
    ids = route_ids.of(sender.member)
    limiter.enabled = False
    kept = {}
    try:
        for rule, _ in guarded(app):
            if "GET" in (rule.methods or ()):
                place = address(app, rule, ids)
                answer = sender.browser.get(place)
                kept[place] = answer.headers["Cache-Control"]
                answer.close()
    finally:
        limiter.enabled = True

    odd = {place: said for place, said in kept.items() if not _private(said)}
    assert len(kept) > 40
    assert odd == {}


def test_fragments_and_pages_of_one_address_are_told_apart(sender: Sender) -> None:
    for place in ("/envelopes", "/settings/exports", "/settings/erasures", "/contacts"):
        assert "HX-Request" in sender.get(place).headers["Vary"]
        assert "HX-Request" in sender.get(place, htmx=True).headers["Vary"]


def test_a_page_that_waits_is_drawn_anew_for_another_member_and_in_another_role(
    app: Flask, sender: Sender
) -> None:
    envelope = ceremonies.sent(sender.member, NOW)
    place = f"/envelopes/{envelope.id}"
    admin = colleague(sender.member, MemberRole.ADMIN)
    other = Sender(app, admin).signed_in()

    def asked(whose: Sender, tag: str) -> int:
        return whose.get(place, htmx=True, **{"If-None-Match": f'"{tag}"'}).status_code

    mine, theirs = _tag(sender.get(place).text), _tag(other.get(place).text)

    assert (asked(sender, mine), asked(other, theirs)) == (304, 304)
    assert (asked(sender, theirs), asked(other, mine)) == (200, 200)
    run(sender.member, members.change_role, admin.person_id, MemberRole.AUDITOR, NOW)
    assert asked(other, theirs) == 200


def test_static_files_are_kept_for_ever_and_pages_of_strangers_never(app: Flask) -> None:
    visitor = app.test_client()
    page = visitor.get("/sign-in")
    sheet = re.search(r'href="(/static/[^"]+style\.css)"', page.text)
    assert sheet

    assert visitor.get(sheet[1]).headers["Cache-Control"].endswith("immutable")
    for place in ("/sign-in", "/s/nothing", "/shared/nothing", "/verify", "/nothing-there"):
        assert visitor.get(place).headers["Cache-Control"] == "no-store", place


def _private(said: str) -> bool:
    return "public" not in said and ("no-store" in said or "private" in said)


def _tag(page: str) -> str:
    found = TAG.search(page)
    assert found
    return found[1]
