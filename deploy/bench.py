"""`./countersign bench`: how long things take here, as one JSON of medians. It judges nothing."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy import bench_audit, bench_memory, bench_pages, bench_seal, embedded_web
from deploy.progress import ROOT
from tenants import environment

SAMPLES = ROOT.parent / "shared" / "samples"
SMALL, LARGE = SAMPLES / "pdflatex-4-pages.pdf", SAMPLES / "GeoTopo-komprimiert.pdf"


def main(arguments: list[str]) -> int:
    wanted = _parse(arguments)
    results: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
    }
    with embedded_web.running():
        settings = environment.load()
        _measure(results, "idle_memory", bench_memory.measure)
        _measure(results, "pages", lambda: bench_pages.measure(settings, SMALL, wanted.rounds))
        _measure(results, "seal", lambda: bench_seal.measure({"4": SMALL, "117": LARGE}))
        _measure(results, "audit", lambda: bench_audit.measure(settings))
    text = json.dumps(results, indent=2)
    if wanted.out:
        Path(wanted.out).write_text(text + "\n")
    print(text)
    return 0


def _measure(results: dict[str, Any], name: str, measure: Callable[[], dict[str, Any]]) -> None:
    print(f"· measuring {name.replace('_', ' ')}", file=sys.stderr)
    results[name] = measure()


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign bench", description=__doc__)
    parser.add_argument("--out", default="", help="also write the JSON to this file")
    parser.add_argument("--rounds", type=int, default=7, help="envelopes from upload to seal")
    return parser.parse_args(arguments)
