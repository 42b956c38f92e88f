"""Sealing alone, warm: what the sandbox, the signature and the judge take for one document."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from actors.pdf import intake, sandbox, seal, sealing
from actors.pdf.stamp import Kind, Mark
from tenants import signing_certificates

TIMES = 7
PRELOADED = ("actors.pdf.intake", "actors.pdf.sealing", "actors.pdf.sealing_warmth")


def measure(samples: Mapping[str, Path]) -> dict[str, Any]:
    """By the number of pages; a sample that does not lie beside the project is skipped."""
    sandbox.start(PRELOADED)
    try:
        return {f"pages_{pages}": _sample(path) for pages, path in samples.items()}
    finally:
        sandbox.stop()


def _sample(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {"skipped": f"{path.name} is not there"}
    now = datetime.now(UTC)
    made = signing_certificates.make("Benchmark", UUID(int=0), now, 1)
    key = seal.load_key(made.private_key)
    accepted = sandbox.run(intake.accept, path.read_bytes(), None, seconds=60)
    marks = tuple(Mark(1, 60, 60 + 30 * n, 150, 20, Kind.TEXT, f"Value {n}") for n in range(6))
    stages: dict[str, list[float]] = {"stamp_and_prepare": [], "sign": [], "judge": []}
    for _ in range(TIMES):
        began = time.monotonic()
        appended = sandbox.run(
            sealing.stamp_and_prepare, accepted.canonical, marks, made.certificate, now, seconds=60
        )
        stamped_at = time.monotonic()
        sealed = sealing.sign(accepted.canonical, appended, key, made.certificate)
        signed_at = time.monotonic()
        length = len(accepted.canonical)
        sandbox.run(sealing.check, sealed, length, marks, made.certificate, seconds=60)
        stages["stamp_and_prepare"].append(stamped_at - began)
        stages["sign"].append(signed_at - stamped_at)
        stages["judge"].append(time.monotonic() - signed_at)
    medians = {f"{name}_ms": round(1000 * median(times), 1) for name, times in stages.items()}
    return medians | {"total_ms": round(sum(medians.values()), 1)}
