"""
The pages that are measured, each for an organization of any size.

Words, people and days are chosen by its size, so that both organizations fill a page. A page that
cannot be filled is called sparse: how many rows were drawn stands beside its figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bench.generated_organizations import YEARS, Crowd

PAGE = 50
FREQUENT = "voga"  # in the texts of six of ten envelopes


@dataclass(frozen=True)
class Page:
    """`after`: so many rows of this box lie before it."""

    name: str
    who: str
    address: str
    after: tuple[str, int] | None = None


def pages(crowd: Crowd) -> list[Page]:
    """The same names for all organizations."""
    return [*_boxes(crowd), *_searches(crowd), *_filters(crowd), *_seen(crowd), *_reports(crowd)]


def _boxes(crowd: Crowd) -> Iterator[Page]:
    for box in ("sent", "completed", "closed"):
        yield Page(f"list: {box}", "owner", _list(box=box))
    yield Page("list: waiting for me", "owner", _list(box="inbox"))
    yield Page("list: all", "owner", _list())
    yield Page("list: second page", "owner", _list(box="completed"), ("completed", PAGE))
    far = min(1_000 * PAGE, crowd.envelopes * 3 // 4)
    yield Page("list: 1000th page", "owner", _list(box="completed"), ("completed", far))
    yield Page("list: drafts (sparse)", "owner", _list(box="drafts"))


def _searches(crowd: Crowd) -> Iterator[Page]:
    small = crowd.envelopes <= 1_000
    signer = f"signer {777 if crowd.signers > 777 else 17}"
    searches = {
        "a common word": "lease",
        "a frequent word of texts": FREQUENT,
        "two common words": "office signer" if small else "office agreement",
        "a beginning": "off",
        "one letter": "b",
        "a mistake": "maintenence",
        "a person": signer,
        "rare words of a text": "indemnity",
        "two rare words": "indemnity moonlight",
        "seven words": f"{FREQUENT} signer example com ext cc indemnity",
        "words that never meet (sparse)": "policy research",
        "the oldest one (sparse)": "ref77",
        "an external id (sparse)": "EXT-77",
        "nobody's word (sparse)": "nothinglikethis",
    }
    for name, words in searches.items():
        yield Page(f"search: {name}", "owner", _list(search=words))
    far = crowd.envelopes - min(1_000 * PAGE, crowd.envelopes * 3 // 4)
    yield Page("search: 1000th page", "owner", _list(search="signer", after=far))


def _filters(crowd: Crowd) -> Iterator[Page]:
    since, until = _days(crowd)
    yield Page("filter: status", "owner", _list(status="completed"))
    yield Page("filter: days", "owner", _list(since=since, until=until))
    yield Page("filter: days and a word", "owner", _list(since=since, until=until, search="ext"))
    yield Page("filter: waiting for somebody", "owner", _list(waiting="signer"))
    yield Page("filter: sender", "owner", _list(sender=crowd.thing("busy")))
    yield Page("filter: folder", "owner", _list(folder=crowd.thing("folder usual")))
    yield Page("filter: rare folder", "owner", _list(folder=crowd.thing("folder rare")))
    yield Page("filter: tag", "owner", _list(tag=crowd.thing("tag usual")))
    yield Page("filter: rare tag", "owner", _list(tag=crowd.thing("tag rare")))
    view = {"box": "completed", "search": "signer", "tag": crowd.thing("tag usual")}
    yield Page("saved view", "owner", _list(**view))
    yield Page("filter: declined (sparse)", "owner", _list(status="declined"))
    yield Page("filter: sealing (sparse)", "owner", _list(status="signed"))
    somebody = f"signer {777 if crowd.signers > 777 else 17}"
    yield Page("filter: waiting for one (sparse)", "owner", _list(waiting=somebody))


def _seen(crowd: Crowd) -> Iterator[Page]:
    yield Page("auditor: completed", "auditor", _list(box="completed"))
    yield Page("auditor: a common word", "auditor", _list(search="lease"))
    for who in ("busy", "quiet", "viewer"):
        yield Page(f"{who}: completed", who, _list(box="completed"))
        yield Page(f"{who}: all", who, _list())
        yield Page(f"{who}: a word that all have", who, _list(search="signer"))
        yield Page(f"{who}: a frequent word", who, _list(search=FREQUENT))
    halfway = ("completed", crowd.envelopes * 2 // 5)
    yield Page("quiet: in the middle", "quiet", _list(box="completed"), halfway)
    yield Page("quiet: sent (sparse)", "quiet", _list(box="sent"))
    yield Page("quiet: waiting for me (sparse)", "quiet", _list(box="inbox"))
    yield Page("quiet: rare words (sparse)", "quiet", _list(search="indemnity moonlight"))
    yield Page("stranger: completed (nothing)", "stranger", _list(box="completed"))
    yield Page(
        "stranger: completed, a word (nothing)", "stranger", _list(box="completed", search="lease")
    )
    yield Page("stranger: status (nothing)", "stranger", _list(status="completed"))


def _reports(crowd: Crowd) -> Iterator[Page]:
    for who in ("owner", "auditor", "busy", "quiet"):
        yield Page(f"dashboard: {who}", who, "/dashboard")
        yield Page(f"dashboard: {who}, a year", who, "/dashboard?days=365")
    ever = urlencode({"first": (crowd.ended - YEARS).date(), "last": crowd.ended.date()})
    yield Page("dashboard: five years", "owner", f"/dashboard?{ever}")
    busy = urlencode({"sender": crowd.thing("busy")})
    yield Page("dashboard: of a sender", "owner", f"/dashboard?{busy}")
    yield Page("dashboard: of a sender, a year", "owner", f"/dashboard?{busy}&days=365")
    yield Page("figures as CSV (sparse)", "owner", "/dashboard/figures.csv")
    yield Page("figures as CSV: of a sender (sparse)", "owner", f"/dashboard/figures.csv?{busy}")
    where = f"field-{crowd.thing('field')}"
    for who in ("owner", "quiet", "stranger"):
        sparse = " (nothing)" if who == "stranger" else ""
        yield Page(f"values: {who}, external ids{sparse}", who, _values("external_id", "ext-"))
        yield Page(f"values: {who}, a custom field{sparse}", who, _values(where, "cc-"))
    yield Page("values: one external id (sparse)", "owner", _values("external_id", "ext-77"))


def _list(**given: object) -> str:
    return f"/envelopes?{urlencode({'box': 'all'} | given)}"


def _values(where: str, words: str) -> str:
    return f"/dashboard/values?{urlencode({'where': where, 'words': words})}"


def _days(crowd: Crowd) -> tuple[str, str]:
    """Two days between which some were begun: a month of many, half a year of few."""
    until = crowd.ended - YEARS / 5
    share = 0.1 if crowd.envelopes <= 1_000 else 1 / 60
    return (until - YEARS * share).date().isoformat(), until.date().isoformat()
