"""Signing pages in a frame: who may show them, and how a session is told without cookies."""

from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import RecipientStatus
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies, embedded
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, make_key
from tests.webapp.visitors import Visitor


class FramedSigner(Visitor):
    """A signer in a frame; without cookies, as some browsers have it, the pages tell it all."""

    def __init__(self, app: Flask, envelope: Envelope, cookies: bool) -> None:
        super().__init__(app)
        self.client = app.test_client(use_cookies=cookies)
        self.recipient = envelope.recipients[0]
        self.page = f"/sign/{self.recipient.id}"
        self.query = ""

    def arrive(self, token: str) -> TestResponse:
        answer = self.client.get(f"/embedded/{token}")
        if answer.status_code != 303:
            return answer
        place = answer.headers["Location"]
        self.query = "" if self.client._cookies else "?" + place.partition("?")[2]  # type: ignore[attr-defined]
        return self._keep(self.client.get(place))

    def post(self, path: str, data: Any = None, fragment: bool = False) -> TestResponse:
        return super().post(path + self.query, data, fragment)


def framed(app: Flask, member: Member, now: datetime, cookies: bool) -> FramedSigner:
    embedded.allow(member, words="Thank you. We will call you tomorrow.")
    envelope = ceremonies.sent(member, now)
    signer = FramedSigner(app, envelope, cookies)
    signer.envelope = envelope  # type: ignore[attr-defined]
    token = embedded.token(member, envelope, return_to=f"{embedded.RETURN}?order=4")
    signer.first = signer.arrive(token)  # type: ignore[attr-defined]
    return signer


def sign(signer: FramedSigner, envelope: Envelope) -> TestResponse:
    fields = {f.kind.name: f for f in envelope.fields_of(signer.recipient.id)}
    assert signer.post(f"{signer.page}/consent", {"agreed": "yes"}).status_code == 303
    adopted = {
        "signature_id": "0192a000-0000-7000-8000-000000000001",
        "field": str(fields["signature"].id),
        "kind": "signature",
        "method": "typed",
        "text": "Signer One",
        "font": "caveat",
    }
    assert signer.post(f"{signer.page}/signature", adopted).status_code in (200, 303)
    done = signer.post(f"{signer.page}/completion", {str(fields["text"].id): "Lisbon"})
    assert done.status_code == 303, done.text
    return signer._keep(signer.client.get(done.headers["Location"]))


def test_a_program_asks_for_an_address_with_a_scope_of_its_own(
    app: Flask, member: Member, now: datetime
) -> None:
    embedded.allow(member)
    envelope = ceremonies.sent(member, now)
    path = f"/api/v1/envelopes/{envelope.id}/recipients/{envelope.recipients[0].id}"
    asked = {"origin": embedded.ORIGIN}
    program = Program(app, make_key(member, "signing:embed"))
    other = Program(app, make_key(member, "envelopes:write"))

    made = program.browser.post(f"{path}/embedded-signing", json=asked, headers=program.bearer)
    refused = other.browser.post(f"{path}/embedded-signing", json=asked, headers=other.bearer)
    foreign = program.browser.post(
        f"{path}/embedded-signing", json={"origin": "https://evil.example"}, headers=program.bearer
    )

    assert made.status_code == 201, made.text
    assert "/embedded/" in made.json["url"] and made.json["expires_at"]
    assert (refused.status_code, refused.json["code"]) == (403, "scope_missing")
    assert (foreign.status_code, foreign.json["code"]) == (422, "not_embeddable")


def test_pages_of_the_list_alone_may_show_it(app: Flask, member: Member, now: datetime) -> None:
    signer = framed(app, member, now, cookies=True)
    page = signer.get(signer.page)
    ordinary = Visitor(app).get(f"/s/{ceremonies.token_of(member, signer.recipient)}")

    assert f"frame-ancestors {embedded.ORIGIN}" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    assert 'data-event="ready"' in page.text
    assert "frame-ancestors 'none'" in ordinary.headers["Content-Security-Policy"]
    assert ordinary.headers["X-Frame-Options"] == "DENY"


def test_the_cookie_is_for_frames_and_kept_apart_for_each_application(
    app: Flask, member: Member, now: datetime
) -> None:
    embedded.allow(member)
    token = embedded.token(member, ceremonies.sent(member, now))

    looked = app.test_client().head(f"/embedded/{token}")
    answer = app.test_client().get(f"/embedded/{token}")

    cookie = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/sign/"):
        assert part in cookie
    assert "Set-Cookie" not in looked.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_all_of_it_is_signed_with_the_cookie_of_a_frame(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = framed(app, member, now, cookies=True)

    last = sign(signer, signer.envelope)  # type: ignore[attr-defined]

    assert 'data-event="finished"' in last.text
    assert "session=" not in last.text


def test_all_of_it_is_signed_where_every_cookie_is_blocked(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = framed(app, member, now, cookies=False)
    first = signer.first  # type: ignore[attr-defined]

    last = sign(signer, signer.envelope)  # type: ignore[attr-defined]

    assert '<input type="hidden" name="session"' in first.text
    assert "X-Signing-Session" in first.text
    assert "Thank you. We will call you tomorrow." in last.text
    assert f"{embedded.RETURN}?order=4&amp;event=finished&amp;envelope=" in last.text
    after = run(member, reading.envelope, signer.envelope.id)  # type: ignore[attr-defined]
    assert after.recipient(signer.recipient.id).status is RecipientStatus.COMPLETED


def test_without_the_token_of_its_own_page_nothing_is_done(
    app: Flask, member: Member, now: datetime
) -> None:
    for cookies in (True, False):
        signer = framed(app, member, now, cookies)
        signer.token = "a" * 64

        refused = signer.post(f"{signer.page}/consent", {"agreed": "yes"})

        assert refused.status_code == 403
        after = run(member, reading.envelope, signer.envelope.id)  # type: ignore[attr-defined]
        assert not after.recipient(signer.recipient.id).consented


def test_the_session_of_a_link_is_not_taken_from_an_address(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    client = app.test_client()
    client.get(f"/s/{ceremonies.token_of(member, envelope.recipients[0])}")
    (cookie,) = (c for c in client._cookies.values() if c.key == "ceremony")  # type: ignore[union-attr]
    page = f"/sign/{envelope.recipients[0].id}"

    assert client.get(page).status_code == 200
    assert app.test_client().get(f"{page}?session={cookie.value}").status_code == 404


def test_a_used_address_says_so_inside_the_application(
    app: Flask, member: Member, now: datetime
) -> None:
    embedded.allow(member)
    token = embedded.token(member, ceremonies.sent(member, now))
    app.test_client().get(f"/embedded/{token}")

    again = app.test_client().get(f"/embedded/{token}")
    unknown = app.test_client().get(f"/embedded/{'a' * 43}")

    assert again.status_code == 410
    assert "This page has expired" in again.text and 'data-event="error"' in again.text
    assert f"frame-ancestors {embedded.ORIGIN}" in again.headers["Content-Security-Policy"]
    assert unknown.status_code == 404
    assert "frame-ancestors 'none'" in unknown.headers["Content-Security-Policy"]


def test_the_script_is_for_pages_of_others_and_short(app: Flask) -> None:
    answer = app.test_client().get("/embedded.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(answer.text.splitlines()) <= 60
