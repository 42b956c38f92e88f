"""Judges a PDF that somebody handed in for verification."""

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime

from actors.job import actor
from actors.pdf import judge, sandbox
from actors.pdf.report import Check, Report, Verdict
from core import canonical
from core.refusals import sentence
from tenants.use_cases import verifying
from tenants.use_cases.leasing import LeasedJob

SECONDS = 28


@actor
def check_sealed_file(job: LeasedJob) -> None:
    data, known = verifying.load(job)
    certificates = (known.certificate,) if known else None
    try:
        report = asdict(sandbox.run(judge.judge, data, certificates, seconds=SECONDS))
    except sandbox.ChildKilled:
        report = asdict(_too_much(data))
    seal = report["seal"]
    if seal:
        seal["sealed_at"] = canonical.moment(seal["sealed_at"])
    verifying.write(job, report, datetime.now(UTC))


def _too_much(data: bytes) -> Report:
    """Any doubt is "not valid": also that of a file made to exhaust whoever reads it."""
    why = sentence("The file takes too much memory or time to read.")
    check = Check("reading", False, why)
    return Report(Verdict.UNREADABLE, (check,), None, hashlib.sha256(data).hexdigest())
