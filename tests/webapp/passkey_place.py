"""A place where passkeys work in a browser: they belong to a name, not to 127.0.0.1."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

from playwright.sync_api import Page
from werkzeug.serving import make_server

from core.settings.settings import Settings
from tenants.installation import Installation
from webapp import create_app


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[str, Installation]]:
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    address = f"http://localhost:{server.port}"
    here = replace(settings, base_url=address)
    installation = Installation(here)
    server.app = create_app(here, installation)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield address, installation
    server.shutdown()
    thread.join()
    installation.close()


def virtual_authenticator(page: Page) -> None:
    """Chromium's own: it holds keys and says that it knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
