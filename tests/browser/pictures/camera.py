"""Takes a page as a phone and a large screen show it, by day and in the dark."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.webapp.page_checks import await_start, visit

FOLDER = Path(os.environ.get("PICTURES") or ".countersign/pictures")
ONLY = os.environ.get("PICTURES_ONLY", "")
SIZES = {"360": {"width": 360, "height": 740}, "1280": {"width": 1280, "height": 860}}
WIDER = "document.documentElement.scrollWidth > innerWidth"


@dataclass
class Camera:
    """`wide` names the pages that scroll sideways."""

    taken: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)

    def visit(self, page: Page, name: str, address: str) -> None:
        if ONLY in name:
            visit(page, address)
            self.take(page, name)

    def take(self, page: Page, name: str) -> None:
        """The page as it is now; the window gets its size back."""
        if ONLY not in name:
            return
        before = page.viewport_size
        for width, size in SIZES.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for light in ("light", "dark"):
                page.emulate_media(color_scheme=light, reduced_motion="reduce")  # type: ignore[arg-type]
                await_start(page)
                page.wait_for_timeout(60)
                # Hidden, the caret leaves styles behind, which the next change of the page copies.
                picture = FOLDER / f"{name} {width} {light}.png"
                page.screenshot(path=picture, full_page=True, caret="initial")
            if page.evaluate(WIDER):
                self.wide.append(f"{name} at {width}")
        page.emulate_media(color_scheme="light")
        if before:
            page.set_viewport_size(before)
        self.taken.append(name)
