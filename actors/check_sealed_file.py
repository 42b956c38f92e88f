"""Judges a PDF that somebody handed in for verification."""

from actors import heavy
from actors.job import actor
from actors.pdf import judge, sandbox
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
        report = heavy.attempt(job, judge.judge, data, certificates, seconds=seconds)
    except (sandbox.ChildFailed, sandbox.ChildKilled):
        report = judge.unexaminable(data)
    verifying.write(job, report.as_json(), job.now())
