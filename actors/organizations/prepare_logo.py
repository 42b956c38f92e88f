"""Makes an uploaded picture an organization's logo."""

from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_pictures import logo
from core.organizations.refusals import UnusableLogo
from tenants.leased_job import LeasedJob
from tenants.use_cases.organizations import logo_upload

SECONDS = 15


@actor
def prepare_logo(job: LeasedJob) -> None:
    data = logo_upload.picture(job)
    try:
        made = sandbox.run(logo.prepare, data, seconds=SECONDS)
    except (UnusableLogo, sandbox.ChildKilled):
        logo_upload.reject(job, UnusableLogo.code)
        return
    logo_upload.accept(job, made.png, made.width, made.height, job.now())
