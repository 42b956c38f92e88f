"""Makes a plain picture of a signature out of what a browser without a script has sent."""

from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_pictures import signature_picture
from core.signing.refusals import UnusableImage
from tenants.use_cases.jobs import leasing
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.signing import uploaded_signatures

SECONDS = 15


@actor
def convert_signature(job: LeasedJob) -> None:
    data = uploaded_signatures.picture(job)
    if data is None:
        leasing.done(job)
        return
    try:
        png = sandbox.run(signature_picture.convert, data, seconds=SECONDS)
    except (UnusableImage, sandbox.ChildKilled):
        uploaded_signatures.refuse(job, UnusableImage())
        return
    uploaded_signatures.ready(job, png)
