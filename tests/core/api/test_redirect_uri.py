import pytest

from core.api.oauth import redirect_uri
from core.api.oauth.client_kind import ClientKind

CONFIDENTIAL, PUBLIC, NATIVE = ClientKind


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.com/back",
        "https://app.example.com:8443/back?tenant=1",
        "http://localhost:5000/back",
        "http://127.0.0.1/",
        "http://[::1]:80/back",
    ],
)
@pytest.mark.parametrize("kind", list(ClientKind))
def test_https_and_the_own_machine_are_taken(uri: str, kind: ClientKind) -> None:
    assert not redirect_uri.why_refused(uri, kind)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/back",
        "app.example.com/back",
        "//app.example.com/back",
        "http://app.example.com/back",
        "https://*.example.com/back",
        "https://app.example.com/back#part",
        "https://user@app.example.com/back",
        "https://app.example.com\\@evil.example/back",
        "https://app.example.com/../back",
        "https://app.example.com/ back",
        "https://app.example.com:x/back",
        "https://",
        "https:///back",
        "https://äpp.example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://app.example.com/",
        "http://localhost.evil.example/",
        "https://app.example.com/" + "x" * 2000,
    ],
)
@pytest.mark.parametrize("kind", list(ClientKind))
def test_what_is_unsafe_or_unclear_is_refused(uri: str, kind: ClientKind) -> None:
    assert redirect_uri.why_refused(uri, kind)


def test_only_apps_have_a_scheme_of_their_own() -> None:
    for uri in ("com.example.app:/back", "com.example.app:/"):
        assert not redirect_uri.why_refused(uri, NATIVE)
        assert redirect_uri.why_refused(uri, CONFIDENTIAL)
    for uri in ("app:/back", "com.example.app://evil.example/", "com.example.app:back"):
        assert redirect_uri.why_refused(uri, NATIVE), uri


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.com/back/",
        "https://app.example.com/back?x=1",
        "https://app.example.com/back?",
        "https://app.example.com/back%2f",
        "https://app.example.com:443/back",
        "https://APP.example.com/back",
        "https://app.example.com.evil.example/back",
        "https://evil.example/https://app.example.com/back",
        "http://app.example.com/back",
        "https://app.example.com/",
        "https://sub.app.example.com/back",
        "https://app.example.com/back#",
        "",
    ],
)
@pytest.mark.parametrize("kind", list(ClientKind))
def test_redirect_uri_variants_are_not_the_registered_one(uri: str, kind: ClientKind) -> None:
    registered = ("https://app.example.com/back",)

    assert redirect_uri.is_registered(registered[0], registered, kind)
    assert not redirect_uri.is_registered(uri, registered, kind)


def test_the_port_of_an_apps_own_listener_may_be_any() -> None:
    registered = ("http://127.0.0.1/back", "http://[::1]:80/back")

    for uri in ("http://127.0.0.1:51004/back", "http://[::1]:51004/back"):
        assert redirect_uri.is_registered(uri, registered, NATIVE)
        assert not redirect_uri.is_registered(uri, registered, CONFIDENTIAL)
        assert not redirect_uri.is_registered(uri, registered, PUBLIC)
    for uri in (
        "http://127.0.0.1:51004/back/",
        "http://127.0.0.1:51004/back?x",
        "http://127.0.0.2:51004/back",
        "http://127.0.0.1:51004@evil.example/back",
        "https://127.0.0.1:51004/back",
        "http://127.0.0.1:x/back",
        "http://localhost:51004/back",
    ):
        assert not redirect_uri.is_registered(uri, registered, NATIVE), uri


def test_an_origin_is_what_a_browser_sends() -> None:
    assert redirect_uri.origin("https://app.example.com:8443/back?x") == (
        "https://app.example.com:8443"
    )
    assert redirect_uri.origin("com.example.app:/back") == "com.example.app:"
