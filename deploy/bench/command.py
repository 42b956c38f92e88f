"""
`./countersign bench`: how long things take here, as one JSON of medians.

It judges nothing, except with --attacks, --bulk and --webhooks: the exit code is 1 when others are
kept waiting for longer than is allowed, or a row or an event is lost.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.bench import (
    api_bench,
    attack_bench,
    audit_bench,
    backlog_bench,
    bulk_bench,
    memory_bench,
    page_bench,
    seal_bench,
    signing_bench,
    webhook_bench,
)
from deploy.console import ROOT, stop
from deploy.embedded import instance
from tenants import environment

SAMPLES = ROOT.parent / "shared" / "samples"
SMALL = SAMPLES / "pdflatex-4-pages.pdf"


def main(arguments: list[str]) -> int:
    if "--million" in arguments:
        return _million([argument for argument in arguments if argument != "--million"])
    wanted = _parse(arguments)
    results: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
    }
    if wanted.webhooks:
        os.environ.update(webhook_bench.ENVIRONMENT)
    if wanted.api:
        os.environ.update(api_bench.UNLIMITED)
    with instance.running():
        settings = environment.load()
        if wanted.api:
            _measure(
                results,
                "api",
                lambda: api_bench.measure(settings, SMALL, wanted.seconds, wanted.whole),
            )
            _told(results, wanted.out)
            return 0
        if wanted.bulk:
            _measure(results, "bulk_send", lambda: bulk_bench.measure(settings, SMALL, wanted.rows))
            _told(results, wanted.out)
            return exit_code(results)
        if wanted.webhooks:
            _measure(
                results,
                "webhooks",
                lambda: webhook_bench.measure(settings, wanted.events, wanted.patience),
            )
            _told(results, wanted.out)
            return exit_code(results)
        if wanted.signing:
            _measure(
                results,
                "signing_page",
                lambda: signing_bench.measure(settings, SMALL, wanted.envelopes, wanted.seconds),
            )
            _told(results, wanted.out)
            return 0
        if wanted.attacks:
            _measure(results, "slow_clients", lambda: attack_bench.measure(settings, SMALL))
            _measure(results, "backlog", lambda: backlog_bench.measure(settings, SMALL))
            _told(results, wanted.out)
            return exit_code(results)
        _measure(results, "idle_memory", memory_bench.measure)
        _measure(results, "pages", lambda: page_bench.measure(settings, SMALL, wanted.rounds))
        _measure(results, "seal", lambda: seal_bench.measure(settings))
        _measure(results, "audit", lambda: audit_bench.measure(settings))
    _told(results, wanted.out)
    return 0


def exit_code(results: dict[str, Any]) -> int:
    """1 when one of the figures does not hold what it has to (`held`)."""
    figures = (found for found in results.values() if isinstance(found, dict))
    return int(not all(found.get("held", True) for found in figures))


def _told(results: dict[str, Any], out: str) -> None:
    text = json.dumps(results, indent=2)
    if out:
        Path(out).write_text(text + "\n")
    print(text)


def _million(arguments: list[str]) -> int:
    """Comes with the source, as the tests do: an image has neither."""
    if not (ROOT / "tests" / "bench").exists():
        stop("A million envelopes are measured from the source tree, with ./countersign bench.")
    command = [sys.executable, "-m", "tests.bench.million", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _measure(results: dict[str, Any], name: str, measure: Callable[[], dict[str, Any]]) -> None:
    print(f"· measuring {name.replace('_', ' ')}", file=sys.stderr)
    results[name] = measure()


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign bench", description=__doc__)
    parser.add_argument("--out", default="", help="also write the JSON to this file")
    parser.add_argument("--rounds", type=int, default=7, help="envelopes from upload to seal")
    parser.add_argument(
        "--attacks",
        action="store_true",
        help="instead: how long signers wait while others attack the installation",
    )
    parser.add_argument(
        "--bulk",
        action="store_true",
        help="instead: a bulk send, with the portal in use and its worker killed in the middle",
    )
    parser.add_argument("--rows", type=int, default=10_000, help="of the bulk send")
    parser.add_argument(
        "--signing",
        action="store_true",
        help="instead: how many signing pages and page images are sent a second, with the clients"
        " on this machine, too, and how long the server takes to save a field",
    )
    parser.add_argument(
        "--api",
        action="store_true",
        help="instead: how many envelopes a second programs create, send and complete, and how long"
        " reads wait meanwhile",
    )
    parser.add_argument(
        "--whole", type=float, default=60, help="seconds of envelopes up to their seal"
    )
    parser.add_argument("--envelopes", type=int, default=1_000, help="whose signers ask")
    parser.add_argument("--seconds", type=float, default=20, help="of load, each")
    parser.add_argument(
        "--webhooks",
        action="store_true",
        help="instead: webhooks of which a fifth fails at first, with worker and receiver killed",
    )
    parser.add_argument("--events", type=int, default=10_000, help="of the webhooks")
    parser.add_argument("--patience", type=float, default=1_800, help="seconds for the webhooks")
    parser.add_argument(
        "--million",
        action="store_true",
        help="instead: pages with a million envelopes beside a thousand; takes half an hour and"
        " 10 GB the first time; --million --help says more",
    )
    return parser.parse_args(arguments)
