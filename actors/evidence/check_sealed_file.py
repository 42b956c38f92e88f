"""Judges a PDF that was handed in for verification."""

import hashlib
from typing import Any

from actors.jobs import heavy_work
from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.verification import judge
from tenants.leased_job import LeasedJob
from tenants.openers import sealed_file_search
from tenants.use_cases.evidence import verifying

SECONDS = 28
# Anyone may have any file looked at: what we did not seal gets less of our time. The page says so.
STRANGERS_SECONDS = 10


@actor
def check_sealed_file(job: LeasedJob) -> None:
    data = load(job)
    sha256 = hashlib.sha256(data).hexdigest()
    known = sealed_file_search.find(job.organization.installation, sha256)
    # A file that this installation never sealed is not genuine, even if it has another seal.
    certificates = (known.certificate,) if known else ()
    try:
        seconds = SECONDS if known else STRANGERS_SECONDS
        found = heavy_work.attempt(job, judge.judge, data, certificates, seconds=seconds)
    except (sandbox.ChildFailed, sandbox.ChildKilled):
        found = judge.unexaminable(data)
    report(job, found.as_json())


def load(job: LeasedJob) -> bytes:
    """The file to judge. Raises NotFound when it is gone."""
    with job.transaction() as tx:
        name = verifying.file(tx, job)
    return job.organization.get(name)


def report(job: LeasedJob, found: dict[str, Any]) -> None:
    """The verdict; the file is deleted."""
    with job.transaction() as tx:
        name = verifying.report(tx, job, found)
    job.organization.delete(name)
