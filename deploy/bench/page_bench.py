"""Pages, as a browser waits for them: medians in milliseconds."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pymupdf

from core.settings.settings import Settings
from deploy.demo.journey import Journey
from deploy.demo.visitor import VisitedPage, Visitor, expect

TIMES = 60


def measure(settings: Settings, sample: Path, rounds: int) -> dict[str, Any]:
    """The sample where it lies beside the project, else four pages of our own."""
    data = document(sample)
    visitor = Visitor(settings.base_url)
    results = {"sign_in_page": _timed(lambda: visitor.get("/sign-in"))}
    finishes = []
    for number in range(rounds):
        journey = Journey(settings.base_url, settings.demo_password, say=lambda _: None)
        finishes.append(_finish(journey, data, results if number == 0 else {}))
    results["envelope_list"] = _timed(lambda: journey.sender.get("/envelopes?box=all"))
    results["finish_to_completed"] = {
        "median_ms": _ms(median(finishes)),
        "slowest_ms": _ms(max(finishes)),
        "rounds": rounds,
    }
    return results


def document(sample: Path) -> bytes:
    """The sample where it lies beside the project, else four pages of our own."""
    return sample.read_bytes() if sample.is_file() else _four_pages()


def _finish(journey: Journey, data: bytes, results: dict[str, Any]) -> float:
    """Seconds from the answer to the last signature until the envelope is completed."""
    journey.sign_in()
    journey.upload("benchmark.pdf", data)
    journey.wait_for_pages("")
    recipients = journey.name_recipients()
    journey.place_fields(recipients[:2])
    journey.send()
    if results:
        _signing_page(journey, results)
    else:
        journey.sign(journey.mailed_link(journey.address(1)), 1)
    journey.sign(journey.mailed_link(journey.address(2)), 2)
    began = time.monotonic()
    journey.wait_for_completion()
    return time.monotonic() - began


def _signing_page(journey: Journey, results: dict[str, Any]) -> None:
    """The first signer opens the page and saves a field again and again, then signs."""
    signer = Visitor(journey.sender.base_url)
    page = journey.open(signer, journey.mailed_link(journey.address(1)))
    results["signing_page_open"] = _timed(lambda: signer.get(page.address))
    page = journey.fill(signer, page, 1)
    form = page.form("/completion$")
    field_id = next(n for n, v in journey.own_fields(page) if v == "text")
    token = ("csrf_token", form.values["csrf_token"])
    results["field_saved"] = _timed(
        lambda: signer.post(
            f"{page.address}/fields/{field_id}", [token, (field_id, "12 Example Street")]
        )
    )
    journey.finish(signer, page, 1)


def _timed(open_page: Callable[[], VisitedPage]) -> dict[str, Any]:
    waits, servers = [], []
    for _ in range(TIMES):
        began = time.monotonic()
        page = expect(open_page())
        waits.append(time.monotonic() - began)
        servers.append(page.seconds)
    return {"median_ms": _ms(median(waits)), "server_median_ms": _ms(median(servers))}


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _four_pages() -> bytes:
    document = pymupdf.open()
    for number in range(4):
        page = document.new_page()
        page.insert_textbox(pymupdf.Rect(60, 60, 535, 780), f"Page {number + 1}. " * 400)
    written: bytes = document.tobytes()
    return written
