"""Continuing on a phone: a code on one screen opens the same session on another, once."""

from datetime import datetime

import psycopg
from flask import Flask

from core.signing import link
from tenants import ceremony as ceremonies_of
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.signing.hand_overs import device_hand_over
from tests.tenants import ceremonies, embedded
from tests.webapp.signing.test_embedded_signings import framed
from tests.webapp.visitors import Signer, Visitor


def session_of(signer: Signer) -> str:
    (cookie,) = (c for c in signer.client._cookies.values() if c.key == "ceremony")
    return str(cookie.value)


def scanned(installation: Installation, signer: Signer) -> str:
    """The address in a code for this signer's session."""
    ceremony = ceremonies_of.resume(installation, session_of(signer))
    with ceremony.transaction() as tx:
        return f"/phone/{device_hand_over.issue(tx, ceremony.session)}"


def test_the_page_shows_a_code_and_follows(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    offered = signer.consent()

    page = signer.post(f"{signer.page}/phone")
    before = signer.get(f"{signer.page}/phone/state")
    ceremonies.sign(member, signer.recipient, now)
    after = signer.client.get(f"{signer.page}/phone/state")

    assert f'action="{signer.page}/phone"' in offered.text
    assert page.status_code == 200 and "<svg" in page.text
    assert (before.status_code, before.text) == (200, "")
    assert "HX-Redirect" not in before.headers
    assert after.headers["HX-Redirect"] == signer.page


def test_the_phone_is_where_the_other_screen_was(
    app: Flask, installation: Installation, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    place, phone = scanned(installation, signer), Visitor(app)

    phone.get(place)
    answer = phone.post(place)

    assert answer.status_code == 303 and answer.headers["Location"] == signer.page
    assert 'id="signing_form"' in phone.get(signer.page).text
    assert signer.get(signer.page).status_code == 200


def test_a_code_opens_once_and_looking_at_it_uses_nothing_up(
    app: Flask, installation: Installation, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    place, phone, other = scanned(installation, signer), Visitor(app), Visitor(app)

    looked = [other.get(place).status_code, other.client.head(place).status_code]
    phone.get(place)
    first, second = phone.post(place), other.post(place)

    assert looked == [200, 200]
    assert first.status_code == 303
    assert second.status_code == 404 and "This code has expired" in second.text
    assert "This code has expired" in other.get(place).text


def test_a_code_is_good_for_five_minutes_and_never_is_the_link(
    app: Flask,
    installation: Installation,
    member: Member,
    now: datetime,
    services: dict[str, str],
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    place, phone = scanned(installation, signer), Visitor(app)
    token = place.removeprefix("/phone/")
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update directory.hand_overs set expires_at = expires_at - interval '5 minutes'"
            " where token_hash = %s",
            (link.digest(token),),
        )

    assert phone.get(place).status_code == 404
    assert token not in signer.link
    assert phone.get(f"/s/{token}").status_code == 404


def test_a_page_inside_an_application_is_not_handed_over(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = framed(app, member, now, cookies=True)
    page = signer.get(signer.page)

    answer = signer.post(f"{signer.page}/phone")

    assert answer.status_code == 404
    assert f"{signer.page}/phone" not in page.text
    assert embedded.ORIGIN in answer.headers["Content-Security-Policy"]


def test_an_address_for_an_application_is_no_code_for_a_phone(
    app: Flask, member: Member, now: datetime
) -> None:
    embedded.allow(member)
    token = embedded.token(member, ceremonies.sent(member, now))

    assert Visitor(app).get(f"/phone/{token}").status_code == 404
