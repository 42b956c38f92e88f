"""Makes an uploaded picture an organization's logo."""

from actors.job import actor
from actors.pdf import logo, sandbox
from core.refusals import UnusableLogo
from tenants.use_cases import taking_logo
from tenants.use_cases.leasing import LeasedJob

SECONDS = 15


@actor
def prepare_logo(job: LeasedJob) -> None:
    data = taking_logo.picture(job)
    try:
        made = sandbox.run(logo.prepare, data, seconds=SECONDS)
    except (UnusableLogo, sandbox.ChildKilled):
        taking_logo.reject(job, UnusableLogo.__name__)
        return
    taking_logo.accept(job, made.png, made.width, made.height, job.now())
