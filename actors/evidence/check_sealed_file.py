"""Judges a PDF that somebody handed in for verification."""

from actors.jobs import heavy_work
from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.verification import judge
from tenants.use_cases.evidence import verifying
from tenants.use_cases.jobs.leasing import LeasedJob

SECONDS = 28
# Anybody may have any file looked at: what we did not seal gets less of our time. The page says so.
STRANGERS_SECONDS = 10


@actor
def check_sealed_file(job: LeasedJob) -> None:
    data, known = verifying.load(job)
    # A file that this installation never sealed is not genuine, whoever's seal it carries.
    certificates = (known.certificate,) if known else ()
    try:
        seconds = SECONDS if known else STRANGERS_SECONDS
        report = heavy_work.attempt(job, judge.judge, data, certificates, seconds=seconds)
    except (sandbox.ChildFailed, sandbox.ChildKilled):
        report = judge.unexaminable(data)
    verifying.write(job, report.as_json(), job.now())
