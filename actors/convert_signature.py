"""Makes a plain picture of a signature out of what a browser without a script has sent."""

from actors.job import actor
from actors.pdf import sandbox, signature_picture
from core.refusals import UnusableImage
from tenants.use_cases import converting_signatures, leasing
from tenants.use_cases.leasing import LeasedJob

SECONDS = 15


@actor
def convert_signature(job: LeasedJob) -> None:
    data = converting_signatures.picture(job)
    if data is None:
        leasing.done(job)
        return
    try:
        png = sandbox.run(signature_picture.convert, data, seconds=SECONDS)
    except (UnusableImage, sandbox.ChildKilled):
        converting_signatures.refuse(job, UnusableImage())
        return
    converting_signatures.ready(job, png)
