"""Makes an uploaded picture an organization's logo."""

from uuid import UUID

from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_pictures import logo
from core.organizations.refusals import UnusableLogo
from tenants.leased_job import LeasedJob
from tenants.use_cases.organizations import logo_upload

SECONDS = 15


@actor
def prepare_logo(job: LeasedJob) -> None:
    upload_id = job.argument("upload_id", UUID)
    data = logo_upload.picture(job.organization, upload_id)
    try:
        made = sandbox.run(logo.prepare, data, seconds=SECONDS)
    except (UnusableLogo, sandbox.ChildKilled):
        with job.transaction() as tx:
            logo_upload.reject(tx, upload_id, UnusableLogo.code)
            tx.jobs.done(job)
        return
    plain = logo_upload.store_plain(job.organization, made.png, made.width, made.height)
    with job.transaction() as tx:
        logo_upload.accept(tx, upload_id, plain, job.argument("by", str), job.now())
        tx.jobs.done(job)
