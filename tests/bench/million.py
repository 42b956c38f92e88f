"""
The list, search and dashboard of a million envelopes beside those of a thousand.

`./countersign bench --million`. Has a database of its own in a folder, which is filled the first
time, in half an hour or so, and kept (10 GB): then it only measures, in a few minutes.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

from deploy import testing
from deploy.embedded import data_folder
from tenants import environment
from tenants.installation import Installation
from tests.bench import measure_pages, seed_million
from tests.bench.generated_organizations import Crowd


def main(arguments: list[str]) -> int:
    wanted = _parse(arguments)
    with _servers(wanted.folder):
        large, small = _seeded(wanted.folder, wanted.envelopes)
        if wanted.seed_only:
            return 0
        measured = measure_pages.measure(large, small, wanted.rounds, wanted.only)
    if wanted.out:
        wanted.out.write_text(json.dumps([asdict(page) for page in measured], indent=1) + "\n")
    print(measure_pages.table(measured))
    return 0


@contextmanager
def _servers(path: Path) -> Iterator[None]:
    folder = data_folder.prepare(path.absolute())
    testing.end(folder.path, signal.SIGINT)
    try:
        os.environ.update(testing.start(folder))
        yield
    finally:
        testing.end(folder.path, signal.SIGINT)


def _seeded(path: Path, size: int) -> list[Crowd]:
    """The large organization and the small one, filled now unless they were before."""
    record = path / "seeded.json"
    if not record.exists():
        installation, began = Installation(environment.load()), time.monotonic()

        def say(what: str) -> None:
            print(f"· {time.monotonic() - began:5.0f} s  {what}", file=sys.stderr, flush=True)

        url = os.environ["TEST_SUPERUSER_URL"]
        crowds = seed_million.seed(installation, url, size, size // 1_000, say=say)
        installation.close()
        say("filled")
        record.write_text(json.dumps([asdict(crowd) for crowd in crowds], default=str))
    return [
        Crowd(
            UUID(row["id"]), UUID(row["owner"]), row["owner_email"], row["envelopes"],
            datetime.fromisoformat(row["ended"]),
        )
        for row in json.loads(record.read_text())
    ]  # fmt: skip


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign bench --million", description=__doc__)
    parser.add_argument("--folder", type=Path, default=testing.FOLDER.parent / "million")
    parser.add_argument("--envelopes", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--only", default="", help="pages whose names contain this")
    parser.add_argument("--out", type=Path, help="also write the figures as JSON to this file")
    parser.add_argument("--seed-only", action="store_true", help="fill, and measure nothing")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
