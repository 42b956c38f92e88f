"""
Times pages of the portal in an organization of a million envelopes and in one of a thousand.

`python -m tests.bench.measure_pages OWNER_OF_LARGE OWNER_OF_SMALL` on a database that
seed_million.py has filled, with what it printed. Server time: from the request as the application
gets it to the last byte of its answer, median of so many rounds, in one process.
"""

import json
import statistics
import sys
import time

from flask import Flask

from tenants import environment
from tenants.installation import Installation
from tests.bench.seed_million import PASSWORD
from tests.webapp.portal.senders import TOKEN
from webapp import create_app
from webapp.limits import limiter

ROUNDS = 25
PAGES = {
    "list: sent": "/envelopes?box=sent",
    "list: completed": "/envelopes?box=completed",
    "list: closed": "/envelopes?box=closed",
    "list: waiting for me": "/envelopes?box=inbox",
    "list: all": "/envelopes?box=all",
    "search: a common word": "/envelopes?box=all&search=lease",
    "search: two common words": "/envelopes?box=completed&search=office+agreement",
    "search: a beginning": "/envelopes?box=all&search=off",
    "search: one letter": "/envelopes?box=all&search=b",
    "search: the oldest one": "/envelopes?box=all&search=ref77",
    "search: nobody's word": "/envelopes?box=all&search=nothinglikethis",
    "search: a mistake": "/envelopes?box=all&search=maintenence",
    "search: a person": "/envelopes?box=all&search=signer+777",
    "search: words of a text": "/envelopes?box=all&search=babe+bodi",
    "filter: declined": "/envelopes?box=all&status=declined",
    "filter: sealing": "/envelopes?box=all&status=signed",
    "filter: days": "/envelopes?box=all&since=2023-01-01&until=2023-02-01",
    "filter: waiting": "/envelopes?box=all&waiting=signer+777",
    "dashboard": "/dashboard",
    "dashboard: a year": "/dashboard?days=365",
    "values: what begins so": "/dashboard/values?words=a",
}


class Visitor:
    def __init__(self, app: Flask, email: str) -> None:
        self.browser = app.test_client()
        page = self.browser.get("/sign-in")
        token = TOKEN.search(page.text)
        assert token
        form = {"csrf_token": token[1], "email": email, "password": PASSWORD}
        assert self.browser.post("/sign-in", data=form).status_code == 303

    def rows(self, address: str) -> int:
        return self.browser.get(address).text.count('class="envelope-row"')

    def time(self, address: str) -> float:
        """Milliseconds."""
        began = time.perf_counter()
        answer = self.browser.get(address)
        answer.get_data()
        assert answer.status_code == 200, (address, answer.status_code)
        return (time.perf_counter() - began) * 1000


def measure(emails: dict[str, str]) -> dict[str, dict[str, float]]:
    """The median of each page in milliseconds, by organization."""
    settings = environment.load()
    installation = Installation(settings)
    app = create_app(settings, installation)
    limiter.enabled = False
    visitors = {name: Visitor(app, email) for name, email in emails.items()}
    measured: dict[str, dict[str, float]] = {}
    for page, address in PAGES.items():
        times: dict[str, list[float]] = {name: [] for name in visitors}
        # One after the other in turn: what else the machine does then disturbs both.
        for _ in range(ROUNDS):
            for name, visitor in visitors.items():
                times[name].append(visitor.time(address))
        measured[page] = {name: round(statistics.median(t), 1) for name, t in times.items()}
        # A page of fifty rows takes longer to draw than one of three, however it is found.
        measured[page] |= {f"rows of the {n}": v.rows(address) for n, v in visitors.items()}
    installation.close()
    return measured


def main() -> None:
    large, small = sys.argv[1:3]
    print(json.dumps(measure({"million": large, "thousand": small}), indent=1))


if __name__ == "__main__":
    main()
