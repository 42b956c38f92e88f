"""Seals one envelope as a worker would, and prints what that took of memory: JSON, megabytes."""

import json
import sys
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil

from actors.jobs import job as jobs
from actors.pdf.certificate import certificate
from actors.pdf.sandbox import sandbox
from actors.worker import PRELOADED
from tenants import environment
from tenants.installation import Installation
from tenants.leased_job import LeasedJob

EVERY = 0.02  # seconds
HANDED_OVER = ("id", "kind", "queue", "arguments", "attempts", "tries", "leased_at")


def main(organization_id: UUID, row: dict[str, Any]) -> None:
    """The job is one that was leased already."""
    sandbox.start(PRELOADED)
    certificate.warm()
    installation = Installation(environment.load())
    row |= {"id": UUID(row["id"]), "leased_at": datetime.fromisoformat(row["leased_at"])}
    job = LeasedJob(installation.organization(organization_id), **row)
    idle = held()
    sizes, over = [idle], threading.Event()
    watch = threading.Thread(target=_watch, args=(sizes, over))
    watch.start()
    began = time.monotonic()
    jobs.ACTORS[job.kind](job)
    took = time.monotonic() - began
    over.set()
    watch.join()
    installation.close()
    sandbox.stop()
    print(json.dumps({"seconds": round(took, 1), "idle_mb": idle, "peak_mb": max(sizes)}))


def _watch(sizes: list[float], over: threading.Event) -> None:
    while not over.wait(EVERY):
        sizes.append(held())


def held() -> float:
    """Of this process and all below it; what several share is counted once (proportional sets)."""
    here = psutil.Process()
    total = 0.0
    for process in (here, *here.children(recursive=True)):
        with suppress(psutil.Error, OSError, StopIteration):
            total += _proportional(process.pid)
    return round(total, 1)


def _proportional(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


if __name__ == "__main__":
    main(UUID(sys.argv[1]), json.loads(sys.argv[2]))
