"""Makes a plain picture of a signature out of what a browser without a script has sent."""

from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_pictures import signature_picture
from core.signing.refusals import NoInk, UnusableImage
from tenants.leased_job import LeasedJob
from tenants.use_cases.signing import signature_images, uploaded_signatures

SECONDS = 15


@actor
def convert_signature(job: LeasedJob) -> None:
    with job.transaction() as tx:
        data = uploaded_signatures.picture(tx, job)
        if data is None:
            tx.jobs.done(job)
            return
    try:
        png = sandbox.run(signature_picture.convert, data, seconds=SECONDS)
    except (UnusableImage, sandbox.ChildKilled):
        _refuse(job, UnusableImage())
        return
    keep(job, png)


def keep(job: LeasedJob, png: bytes) -> None:
    """Unless there is no ink in it."""
    try:
        plain = signature_images.check(png)
    except NoInk as problem:
        _refuse(job, problem)
        return
    with job.transaction() as tx:
        uploaded_signatures.ready(tx, job, plain)


def _refuse(job: LeasedJob, problem: UnusableImage) -> None:
    with job.transaction() as tx:
        uploaded_signatures.refuse(tx, job, problem)
