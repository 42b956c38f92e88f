"""However slow others are, most of our threads go on."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Event

import pytest

from core.sso.refusals import ProviderAway
from tenants.network import bulkhead
from tenants.network.bulkhead import Bulkhead, Busy
from tenants.use_cases.sso import openid_providers
from tenants.use_cases.sso.openid_providers import OpenidProviders
from tests.tenants.providers import Provider
from tests.tenants.races import Begun


@dataclass
class Silent:
    """A provider that takes every question and answers none."""

    listening: socket.socket

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def was_asked(self) -> bool:
        """Since we looked last."""
        asked = False
        with suppress(BlockingIOError):
            while True:
                self.listening.accept()[0].close()
                asked = True
        return asked


@pytest.fixture
def silent() -> Iterator[Silent]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield Silent(listening)


def discover(providers: OpenidProviders, issuer: str) -> None:
    with providers.client(issuer) as client:
        client.discover(afresh=True)


def test_two_wait_at_once_and_a_third_is_sent_away_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulkhead, "BRIEFLY", 0.05)
    waiting, entered, go_on = Bulkhead(), [Event(), Event()], Event()

    def wait(mine: Event, whom: str) -> None:
        with waiting.waiting(whom, ProviderAway):
            mine.set()
            go_on.wait(60)

    begun = [
        Begun(lambda mine=mine, whom=whom: wait(mine, whom))
        for mine, whom in zip(entered, ("somebody slow", "as slow"), strict=True)
    ]
    assert all(mine.wait(60) for mine in entered)
    for _ in range(2):  # the second time at once: they have been waiting for long already
        with pytest.raises(Busy), waiting.waiting("somebody else", ProviderAway):
            pass
    monkeypatch.setattr(bulkhead, "BRIEFLY", 0.0)
    begun_at = time.monotonic()
    with pytest.raises(Busy), waiting.waiting("somebody else", ProviderAway):
        pass
    assert time.monotonic() - begun_at < 1
    go_on.set()

    assert [each.came_to() for each in begun] == ["done", "done"]
    with waiting.waiting("somebody else", ProviderAway):
        pass


def test_one_slow_provider_takes_one_place_and_leaves_the_other_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulkhead, "BRIEFLY", 0.05)
    waiting, entered, go_on = Bulkhead(), Event(), Event()

    def wait() -> None:
        with waiting.waiting("somebody slow", ProviderAway):
            entered.set()
            go_on.wait(60)

    begun = Begun(wait)
    assert entered.wait(60)
    with pytest.raises(Busy), waiting.waiting("somebody slow", ProviderAway):
        pass
    with waiting.waiting("somebody quick", ProviderAway):
        pass
    go_on.set()

    assert begun.came_to() == "done"


def test_whom_we_waited_long_for_in_vain_is_left_alone_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch, silent: Silent
) -> None:
    monkeypatch.setattr(openid_providers, "TIME_LIMIT", 0.3)
    monkeypatch.setattr(bulkhead, "LONG", 0.1)
    providers = OpenidProviders(allow_private=True)
    with pytest.raises(ProviderAway):
        discover(providers, silent.issuer)
    assert silent.was_asked()

    with pytest.raises(ProviderAway):
        discover(providers, silent.issuer)

    assert not silent.was_asked()
    with Provider() as good:
        discover(providers, good.issuer)
    monkeypatch.setattr(bulkhead, "REST", -1.0)
    providers.bulkhead = Bulkhead()
    for _ in range(2):
        with pytest.raises(ProviderAway):
            discover(providers, silent.issuer)
        assert silent.was_asked()


def test_a_no_that_comes_late_is_no_reason_to_stay_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a stranger's wrong codes would keep everybody else out."""
    monkeypatch.setattr(bulkhead, "LONG", -1.0)
    waiting = Bulkhead()

    for _ in range(2):
        with pytest.raises(ValueError, match="wrong code"), waiting.waiting("one", ProviderAway):
            raise ValueError("wrong code")


def test_all_questions_of_a_visit_together_have_few_seconds(
    monkeypatch: pytest.MonkeyPatch, silent: Silent
) -> None:
    """Each within its own limit, and one after the other."""
    monkeypatch.setattr(openid_providers, "TIME_LIMIT", 0.5)
    providers = OpenidProviders(allow_private=True)
    with Provider() as provider:
        provider.metadata = {
            "token_endpoint": f"{silent.issuer}/token",
            "jwks_uri": f"{silent.issuer}/keys",
        }
        begun = time.monotonic()
        with providers.client(provider.issuer) as client:
            found = client.discover()
            for _ in range(3):
                with pytest.raises(ProviderAway):
                    client.keys(found, None)

    assert time.monotonic() - begun < 3
