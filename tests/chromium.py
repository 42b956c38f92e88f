"""One Chromium for all tests of a process; each test opens windows of its own in it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, expect, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# It costs nothing where all goes well, and a machine that does other things too is no failure.
expect.set_options(timeout=30_000)


class Chromium:
    """
    A browser that is lent to one test after the other.

    Playwright's event loop counts as running in this thread for as long as the browser is there.
    While no test has the browser the loop is put aside: other tests run loops of their own.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._playwright = sync_playwright().start()
        self._loop = asyncio.get_running_loop()
        self._complaints: list[str] = []
        self._browser = self._launch()
        asyncio._set_running_loop(None)

    @contextmanager
    def lent(self) -> Iterator[Browser]:
        """Its windows are closed afterwards. A script's error or a refused style is a failure."""
        with self._running():
            if not self._browser.is_connected():
                self._browser = self._launch()
            try:
                yield self._browser
            finally:
                # The windows of a browser that has died are gone; closing them would wait for ever.
                if self._browser.is_connected():
                    for context in self._browser.contexts:
                        context.close()
                complaints, self._complaints = self._complaints, []
        assert complaints == []

    def quit(self) -> None:
        with self._running():
            if self._browser.is_connected():
                self._browser.close()
            self._playwright.stop()

    @contextmanager
    def _running(self) -> Iterator[None]:
        asyncio._set_running_loop(self._loop)
        try:
            yield
        finally:
            asyncio._set_running_loop(None)

    def _launch(self) -> Browser:
        launched = self._playwright.chromium.launch(
            executable_path=self._path, args=list(ARGUMENTS)
        )
        launched.on("context", self._watch)
        return launched

    def _watch(self, context: BrowserContext) -> None:
        context.on("weberror", lambda found: self._complaints.append(str(found.error)))
        context.on("console", self._read)

    def _read(self, message: ConsoleMessage) -> None:
        if "Security Policy" in message.text:
            self._complaints.append(message.text)
