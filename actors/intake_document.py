"""Takes an uploaded file in: the canonical version, or why there is none."""

import hashlib
from datetime import UTC, datetime

from actors.job import actor
from actors.pdf import intake, sandbox
from core.document import Page
from core.refusals import UnusableFile
from tenants.use_cases import taking_in
from tenants.use_cases.leasing import LeasedJob

SECONDS = 55


@actor
def intake_document(job: LeasedJob) -> None:
    data, password = taking_in.original(job)
    try:
        accepted = sandbox.run_untrusted(intake.accept, data, password, seconds=SECONDS)
    except UnusableFile as refusal:
        taking_in.reject(job, refusal.code, datetime.now(UTC))
        return
    taking_in.accept(
        job,
        accepted.canonical,
        hashlib.sha256(accepted.canonical).hexdigest(),
        [Page(size.width, size.height) for size in accepted.pages],
        accepted.notes,
        datetime.now(UTC),
    )
