"""
Times pages of the portal in an organization of a million envelopes and in one of a thousand.

Server time: from the request as the application gets it to the last byte of its answer, median of
so many rounds, in one process. The two take turns: what else the machine does disturbs both.
"""

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Flask

from core.principal import SYSTEM
from tenants import environment
from tenants.installation import Installation
from tests.bench.generated_organizations import CAST, Crowd
from tests.bench.pages import Page, pages
from tests.bench.seed_million import PASSWORD
from webapp import create_app
from webapp.http.rate_limits import limiter

MOST, RATIO = 50.0, 1.5
TOKEN = re.compile(r'"X-CSRF-Token": "([^"]+)"')
WARMING = 3


@dataclass(frozen=True)
class Measured:
    """Milliseconds and rows drawn, in the large organization and in the small one."""

    page: str
    large: float
    small: float
    rows: int
    rows_of_small: int

    @property
    def ratio(self) -> float:
        return self.large / self.small

    @property
    def comparable(self) -> bool:
        """A page of fifty rows takes longer to draw than one of three, however it is found."""
        return self.rows <= 1.2 * self.rows_of_small + 1

    @property
    def kept(self) -> bool:
        return self.large < MOST and (self.ratio < RATIO or not self.comparable)


def measure(large: Crowd, small: Crowd, rounds: int, only: str = "") -> list[Measured]:
    settings = environment.load()
    installation = Installation(settings)
    app = create_app(settings, installation)
    limiter.enabled = False
    visitors = [Visitors(app, installation, crowd) for crowd in (large, small)]
    both = [pair for pair in zip(pages(large), pages(small), strict=True) if only in pair[0].name]
    for pair in both:
        _page(visitors, pair, 1)  # what is read for the first time comes from the disk
    measured = [_page(visitors, pair, rounds) for pair in both]
    installation.close()
    return measured


def table(measured: list[Measured]) -> str:
    """For people. What takes too long, or longer than with a thousand, is marked."""
    width = max(len(page.page) for page in measured)
    lines = [f"{'':{width}}  million  thousand  ratio  rows  (ms, medians)"]
    for page in measured:
        mark = "" if page.kept else "  <--"
        lines.append(
            f"{page.page:{width}}  {page.large:7.1f}  {page.small:8.1f}  {page.ratio:5.2f}"
            f"  {page.rows}/{page.rows_of_small}{mark}"
        )
    missed = sum(not page.kept for page in measured)
    lines.append(f"{len(measured)} pages; {missed} not below {MOST:.0f} ms and {RATIO} times.")
    return "\n".join(lines)


class Visitors:
    """The members of one organization, each with a browser."""

    def __init__(self, app: Flask, installation: Installation, crowd: Crowd) -> None:
        self.crowd, self._installation = crowd, installation
        self._browsers = {name: app.test_client() for name in ("owner", *CAST)}
        for name, browser in self._browsers.items():
            token = TOKEN.search(browser.get("/sign-in").text)
            assert token
            form = {"csrf_token": token[1], "email": crowd.email(name), "password": PASSWORD}
            assert browser.post("/sign-in", data=form).status_code == 303

    def placed(self, page: Page) -> Page:
        """The page with its place in the list in its address."""
        if page.after is None:
            return page
        with self._installation.organization(self.crowd.id).transaction(SYSTEM) as tx:
            row = tx.rows.one(
                "select status_at, id from envelopes where box = %s"
                " order by status_at desc, id desc offset %s limit 1",
                *(page.after[0], page.after[1] - 1),
            )
        place = quote(f"{row['status_at'].isoformat()}|{row['id']}")
        return replace(page, address=f"{page.address}&after={place}", after=None)

    def time(self, page: Page) -> float:
        began = time.perf_counter()
        answer = self._browsers[page.who].get(page.address)
        answer.get_data()
        assert answer.status_code == 200, (page, answer.status_code)
        return (time.perf_counter() - began) * 1000

    def rows(self, page: Page) -> int:
        answer = self._browsers[page.who].get(page.address)
        if answer.mimetype == "text/csv":
            return answer.text.count("\n") - 1
        return answer.text.count("<tr" if "/dashboard" in page.address else '"envelope-row"')


def _page(visitors: list[Visitors], pair: tuple[Page, Page], rounds: int) -> Measured:
    placed = [who.placed(page) for who, page in zip(visitors, pair, strict=True)]
    times = list(_times(visitors, placed, rounds + WARMING))[WARMING:]
    large, small = (round(statistics.median(each), 1) for each in zip(*times, strict=True))
    rows, of_small = (who.rows(page) for who, page in zip(visitors, placed, strict=True))
    return Measured(pair[0].name, large, small, rows, of_small)


def _times(
    visitors: list[Visitors], placed: list[Page], rounds: int
) -> Iterator[tuple[float, ...]]:
    for _ in range(rounds):
        yield tuple(who.time(page) for who, page in zip(visitors, placed, strict=True))
