"""The attacks of OAuth 2.0 Security Best Current Practice (RFC 9700), by name."""

from urllib.parse import urlencode

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask

from tests.webapp.api.oauth import flows
from tests.webapp.api.oauth.applications import BACK, add, ask, call, issuer
from tests.webapp.api.oauth.flows import VERIFIER, asked, begin, code, redeem, refresh, told
from tests.webapp.senders import Sender


def test_open_redirector(sender: Sender) -> None:
    """Section 4.11.2: nothing is sent to an address that is not the client's."""
    made = add(sender.member)
    tried = [
        asked(made, redirect_uri="https://evil.example/"),
        asked(made, redirect_uri=None),
        asked(made, redirect_uri="https://evil.example/", scope="none"),
        asked(made, client_id="9f3b1f0e-3d1c-4d5e-9d3f-2f6b1c1d2e3f"),
        asked(made, client_id=None),
        asked(made, client_id="x", redirect_uri="https://evil.example/"),
    ]

    for parameters in tried:
        answer = begin(sender, parameters)
        assert (answer.status_code, answer.headers.get("Location")) == (404, None), parameters
        assert "cannot be connected" in answer.text
    twice = sender.get(
        f"{flows.PLACE}?{urlencode(asked(made))}&redirect_uri=https%3A%2F%2Fevil.example%2F"
    )
    assert twice.status_code == 404


@pytest.mark.parametrize(
    "uri",
    [
        BACK + "/",
        BACK + "?x=1",
        BACK.upper(),
        BACK.replace("https", "http"),
        BACK.replace("app.", "app.evil."),
        BACK + "/../other",
        BACK + "%2f",
        BACK + "#x",
        BACK.replace("https://", "https://user@"),
        BACK + "\r\nSet-Cookie: x=1",
    ],
)
def test_redirect_uri_variants(sender: Sender, uri: str) -> None:
    """Section 4.1: the address is compared character by character."""
    assert begin(sender, asked(add(sender.member), redirect_uri=uri)).status_code == 404


def test_loopback_port_of_native_applications(app: Flask, sender: Sender) -> None:
    """Section 4.1.3: of an app's own listener the port may be any, of others none."""
    at, other = "http://127.0.0.1/back", "http://127.0.0.1:51004/back"
    native = add(sender.member, kind="native", uris=at)
    public = add(sender.member, kind="public", uris=at)

    back = flows.answer(sender, asked(native, redirect_uri=other))

    assert back.location.startswith(other + "?")
    assert redeem(app, native, told(back)["code"], redirect_uri=at).json["error"] == "invalid_grant"
    assert redeem(app, native, told(back)["code"], redirect_uri=other).status_code == 200
    assert begin(sender, asked(public, redirect_uri=other)).status_code == 404


def test_mix_up(app: Flask, sender: Sender) -> None:
    """Section 4.4: every answer names who gives it (RFC 9207), also a refusal."""
    made = add(sender.member)

    for back in (
        flows.answer(sender, asked(made)),
        flows.answer(sender, asked(made, state="2", prompt="consent"), decision="deny"),
        begin(sender, asked(made, scope="organization")),
    ):
        assert told(back)["iss"] == issuer(app)


def test_code_injection_without_the_verifier(app: Flask, sender: Sender) -> None:
    """Section 4.5: a stolen code is worth nothing in another session of the client."""
    made = add(sender.member)

    for wrong in ("w" * 64, create_s256_code_challenge(VERIFIER), "v" * 63, "", "v" * 200):
        answer = redeem(app, made, code(sender, made, prompt="consent"), code_verifier=wrong)
        assert answer.status_code == 400, wrong
        assert answer.json["error"] in ("invalid_grant", "invalid_request"), wrong
    assert redeem(app, made, code(sender, made, prompt="consent")).status_code == 200


@pytest.mark.parametrize("kind", ["confidential", "public"])
@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": "s256"},
        {"code_challenge": ""},
        {"code_challenge": "short"},
        {"code_challenge": "ü" * 43},
    ],
)
def test_pkce_downgrade(sender: Sender, kind: str, changes: dict[str, str | None]) -> None:
    """Section 4.8: no client does without PKCE, and none without S256."""
    answer = begin(sender, asked(add(sender.member, kind=kind), **changes))

    assert told(answer)["error"] == "invalid_request"
    assert "code" not in told(answer)


def test_code_reuse_revokes_tokens(app: Flask, sender: Sender) -> None:
    """Section 4.5.3.1 with RFC 6749 section 4.1.2."""
    made = add(sender.member)
    given = code(sender, made)
    first = redeem(app, made, given).json

    again = redeem(app, made, given)

    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")
    assert call(app, first["access_token"]).status_code == 401
    assert refresh(app, made, first["refresh_token"]).json["error"] == "invalid_grant"


def test_refresh_token_replay_revokes_the_family(app: Flask, sender: Sender) -> None:
    """Section 4.14.2: the thief and the client both lose what they have."""
    made = add(sender.member)
    first = flows.tokens(app, sender, made)
    second = refresh(app, made, first["refresh_token"]).json
    assert call(app, second["access_token"]).status_code == 200

    replayed = refresh(app, made, first["refresh_token"])

    assert (replayed.status_code, replayed.json["error"]) == (400, "invalid_grant")
    for token in (first, second):
        called = call(app, token["access_token"])
        assert called.status_code == 401
        assert 'error="invalid_token"' in called.headers["WWW-Authenticate"]
        assert refresh(app, made, token["refresh_token"]).json["error"] == "invalid_grant"


def test_refresh_tokens_are_bound_to_their_client_and_scopes(app: Flask, sender: Sender) -> None:
    """Section 2.2.2."""
    made, other = (add(sender.member, "envelopes:write", "templates") for _ in "12")
    token = flows.tokens(app, sender, made, scope="envelopes:write")["refresh_token"]

    assert refresh(app, other, token).json["error"] == "invalid_grant"
    assert refresh(app, made, token, scope="templates").json["error"] == "invalid_scope"
    assert refresh(app, made, token, scope="envelopes:read").json["scope"] == "envelopes:read"


def test_csrf_on_the_consent(app: Flask, sender: Sender) -> None:
    """Another site's form allows nothing."""
    made = add(sender.member)
    forged = sender.browser.post("/oauth/consent", data=asked(made) | {"decision": "allow"})
    from_elsewhere = sender.browser.post(
        "/oauth/consent",
        data=asked(made) | {"decision": "allow", "csrf_token": sender.token},
        headers={"Origin": "https://evil.example"},
    )

    assert (forged.status_code, from_elsewhere.status_code) == (403, 403)
    assert sender.browser.get("/oauth/consent?" + urlencode(asked(made))).status_code == 200


def test_clickjacking(sender: Sender) -> None:
    """Section 4.16: no page shows the question in a frame."""
    page = sender.get(begin(sender, asked(add(sender.member))).location)

    assert page.headers["X-Frame-Options"] == "DENY"
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' https://app.example.com;" in policy
    assert "script-src 'self'" in policy


def test_307_redirect(sender: Sender) -> None:
    """Section 4.12: no browser posts on to the application what was posted to us."""
    answer = flows.answer(sender, asked(add(sender.member)))

    assert answer.status_code == 303


def test_credential_leakage_via_referer(sender: Sender) -> None:
    """Section 4.2: the code is in no Referer of ours, and no cache keeps the answer."""
    answer = flows.answer(sender, asked(add(sender.member)))

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_implicit_grant_and_passwords_are_not_there(app: Flask, sender: Sender) -> None:
    """Sections 2.1.2 and 2.4."""
    made = add(sender.member)

    for kind in ("token", "id_token", "code token", "code id_token", ""):
        error = told(begin(sender, asked(made, response_type=kind)))["error"]
        assert error == "unsupported_response_type", kind
    form = {"username": sender.member.email, "password": "correct horse battery staple"}
    assert ask(app, made, grant_type="password", **form).json["error"] == "unsupported_grant_type"


def test_request_objects_and_other_response_modes_are_refused(sender: Sender) -> None:
    made = add(sender.member)

    for name, value, error in (
        ("request", "eyJ", "request_not_supported"),
        ("request_uri", "https://evil.example/", "request_uri_not_supported"),
        ("response_mode", "fragment", "invalid_request"),
        ("prompt", "none login", "invalid_request"),
        ("prompt", "create", "invalid_request"),
        ("scope", "envelopes:read organization", "invalid_scope"),
        ("nonce", "n" * 3000, "invalid_request"),
    ):
        assert told(begin(sender, asked(made, **{name: value})))["error"] == error, name


def test_a_parameter_twice_is_refused(sender: Sender) -> None:
    made = add(sender.member)

    answer = sender.get(f"{flows.PLACE}?{urlencode(asked(made))}&scope=organization")

    assert told(answer)["error"] == "invalid_request"


def test_only_scripts_of_the_application_read_its_tokens(app: Flask, sender: Sender) -> None:
    """Section 2.6: of public clients alone, from where they were registered."""
    public, secret = add(sender.member, kind="public"), add(sender.member)

    def allowed(made: object, origin: str) -> str | None:
        form = {"grant_type": "authorization_code", "redirect_uri": BACK, "code": "x"}
        form |= {"code_verifier": VERIFIER}
        given = flows.code(sender, made, prompt="consent")  # type: ignore[arg-type]
        more = {"client_id": str(made.client.id)}  # type: ignore[attr-defined]
        more |= {"client_secret": made.secret} if made.secret else {}  # type: ignore[attr-defined]
        answer = app.test_client().post(
            "/oauth/token", data=form | more | {"code": given}, headers={"Origin": origin}
        )
        return answer.headers.get("Access-Control-Allow-Origin")

    assert allowed(public, "https://app.example.com") == "https://app.example.com"
    assert allowed(public, "https://evil.example") is None
    assert allowed(secret, "https://app.example.com") is None
