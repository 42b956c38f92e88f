"""Sealing, warm: the whole job from the stored documents to the commit, and the worker's memory."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import fields
from statistics import median
from typing import Any

import psutil

from actors.jobs import job as jobs
from actors.pdf.certificate import certificate
from actors.pdf.sandbox import sandbox
from actors.worker import PRELOADED
from core.settings.settings import Settings
from deploy.bench import sample_documents, sample_envelopes, seal_memory
from deploy.bench.audit_bench import a_member
from deploy.console import ROOT
from tenants import leased_job
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.member import Member

TIMES = 7
DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "pages_10": lambda: sample_documents.text(10),
    "pages_100": lambda: sample_documents.text(100),
    "scans_20": lambda: sample_documents.scans(20),
}


def measure(settings: Settings, times: int = TIMES) -> dict[str, Any]:
    """Milliseconds on the wall and of the processor for one envelope: read, stamp, certificate,
    seal, judge, store, commit. And megabytes for an envelope of 50 documents of 20 scans."""
    installation = Installation(settings)
    try:
        member = a_member(installation)
        results = _timed(member, times)
        memory = of_memory(member, [sample_documents.scans(20)] * 50)
    finally:
        installation.close()
    return results | {"memory_50_scanned_documents": memory}


def of_memory(member: Member, pdfs: list[bytes]) -> dict[str, Any]:
    """What a worker of its own, fresh, takes at most while it seals these documents."""
    job = _leased(member, pdfs)
    command = [sys.executable, "-m", "deploy.bench.seal_memory", str(member.organization.id)]
    # Handed over as it was leased: before that worker has started, another one would have it.
    row = {f.name: getattr(job, f.name) for f in fields(job) if f.name in seal_memory.HANDED_OVER}
    handed = [json.dumps(row, default=str)]
    done = subprocess.run([*command, *handed], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    measured: dict[str, Any] = json.loads(done.stdout)
    return {"documents": len(pdfs), "input_mb": round(sum(map(len, pdfs)) / 1e6, 1)} | measured


def _timed(member: Member, times: int) -> dict[str, Any]:
    sandbox.start(PRELOADED)
    certificate.warm()
    try:
        return {name: _document(member, make(), times) for name, make in DOCUMENTS.items()}
    finally:
        sandbox.stop()


def _document(member: Member, pdf: bytes, times: int) -> dict[str, Any]:
    _seal(member, pdf)  # the first finds nothing warm
    seals = [_seal(member, pdf) for _ in range(times)]
    wall, processor = (round(1000 * median(each), 1) for each in zip(*seals, strict=True))
    return {"input_mb": round(len(pdf) / 1e6, 1), "wall_ms": wall, "processor_ms": processor}


def _seal(member: Member, pdf: bytes) -> tuple[float, float]:
    job = _leased(member, [pdf])
    before, began = _spent(), time.monotonic()
    jobs.ACTORS[job.kind](job)
    took = time.monotonic() - began
    return took, _spent() - before


def _leased(member: Member, pdfs: list[bytes]) -> LeasedJob:
    """An envelope to seal; another one when the installation's own worker was quicker."""
    job = None
    while job is None:
        _, job_id = sample_envelopes.to_seal(member, pdfs)
        job = leased_job.lease(member.organization, job_id)
    return job


def _spent() -> float:
    """Processor seconds of this process, its fork server and the children that have ended."""
    here = psutil.Process()
    times = [process.cpu_times() for process in (here, *here.children())]
    below = sum(each.children_user + each.children_system for each in times[1:])
    return below + sum(each.user + each.system for each in times)
