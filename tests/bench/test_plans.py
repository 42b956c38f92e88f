"""The list in a crowd: plans and rows touched are asserted here, times only by measure_pages."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from core.access import MemberRole, Permission
from core.envelopes.listing.filters import Filters
from core.envelopes.listing.search import WINDOWS
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.envelopes import list_pages
from tenants.store.envelopes.list_pages import Viewer
from tenants.use_cases.envelopes.listing import envelope_list
from tenants.use_cases.sign_in import signing_in
from tests.bench import seed_million
from tests.bench.generated_organizations import Crowd
from tests.bench.measure_pages import Visitors
from tests.bench.pages import pages
from tests.bench.seed_million import PASSWORD
from tests.tenants import sign_ins
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from webapp import create_app
from webapp.http.rate_limits import limiter

ENVELOPES = 6_000
TOUCHED = 1_500  # rows, of a page of 51: far from all, and the same however many there are


@dataclass(frozen=True)
class Crowded:
    installation: Installation
    large: Crowd
    small: Crowd

    def member(self, name: str) -> Member:
        email = self.large.email(name)
        token = sign_ins.sign_in(self.installation, email, PASSWORD, email, NOW)
        member = signing_in.identify(self.installation, token, NOW)
        assert member is not None
        return member


@pytest.fixture(scope="module")
def crowded(settings: Settings, services: dict[str, str]) -> Iterator[Crowded]:
    installation = Installation(settings)
    url = services["TEST_SUPERUSER_URL"]
    crowds = seed_million.seed(installation, url, ENVELOPES, others=3, paragraphs=5, counted=False)
    yield Crowded(installation, *crowds)
    installation.close()


@pytest.fixture(scope="module")
def owner(crowded: Crowded) -> Member:
    return crowded.member("owner")


@pytest.fixture(scope="module")
def sender(crowded: Crowded) -> Member:
    member = crowded.member("busy")
    assert member.role is MemberRole.SENDER
    return member


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


@pytest.mark.parametrize("box", ["sent", "completed", "closed", "inbox", "all"])
@pytest.mark.parametrize("who", ["owner", "sender"])
def test_a_page_of_a_box_reads_its_own_part_of_an_index(
    box: str, who: str, request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)
    found: list[dict[str, Any]] = []
    with member.transaction() as tx:
        viewer = Viewer(member.person_id, member.email, tx.may(Permission.SEE_ALL_ENVELOPES))
        at, id = list_pages.NEWEST
        names = {"box": box, "at": at, "id": id, "most": 51}
        names |= {"person": member.person_id, "email": member.email, **list_pages.BOX_NAMES}
        query = f"explain (analyze, format json) {list_pages.query_of(viewer, box)}"
        row = tx.rows.connection.execute(query.encode(), names).fetchone()
        assert row
        plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
        found = list(nodes(plan[0]["Plan"]))

    kinds = {node["Node Type"] for node in found}
    large = {"envelopes", "recipients", "envelope_shares"}
    assert not any(n["Node Type"] == "Seq Scan" and n["Relation Name"] in large for n in found)
    assert kinds & {"Index Only Scan", "Index Scan", "Bitmap Index Scan"}
    assert sum(n["Actual Rows"] * n["Actual Loops"] for n in found) < TOUCHED


@pytest.mark.parametrize(
    "filters",
    [
        Filters(box="all", search="lease"),
        Filters(box="completed", search="office agreement"),
        Filters(box="all", search="ref77"),
        Filters(box="all", search="b"),
    ],
    ids=lambda f: f.search or "everything",
)
@pytest.mark.parametrize("who", ["owner", "sender"])
def test_a_search_looks_at_few_rows_however_many_match(
    filters: Filters, who: str, request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)

    with member.transaction() as tx:
        found = envelope_list.matching(tx, filters, 51)
        read = tx.rows.one(
            "select seq_scan, coalesce(idx_tup_fetch, 0) as fetched"
            " from pg_stat_xact_user_tables where relname = 'envelope_words'"
        )

    assert found or filters.search == "ref77"  # which another member sent
    assert read["seq_scan"] == 0
    assert 0 < read["fetched"] < 4 * 2 ** WINDOWS[0]


def test_a_search_finds_what_the_rows_say(crowded: Crowded, owner: Member) -> None:
    with owner.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select count(*) as envelopes from envelopes where status = 'declined'")
    seen, after = 0, ""
    while True:
        page = run(
            owner,
            envelope_list.envelopes,
            Filters.parse({"box": "all", "status": "declined"}),
            after,
        )
        seen += len(page.rows)
        if page.next is None:
            break
        after = page.next

    assert seen == row["envelopes"] > 50


def test_what_is_compared_fills_a_page_even_in_a_small_organization(
    crowded: Crowded, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    app = create_app(settings, crowded.installation)
    visitors = Visitors(app, crowded.installation, crowded.small)

    rows = {page.name: visitors.rows(visitors.placed(page)) for page in pages(crowded.small)}

    filled = {name for name, drawn in rows.items() if drawn >= 50}
    reports = {name for name in rows if name.startswith("dashboard")}
    sparse = {name for name in rows if name.endswith((" (sparse)", " (nothing)"))}
    assert set(rows) - filled - reports - sparse == set()
    assert {rows[name] for name in rows if name.endswith(" (nothing)")} == {0}
