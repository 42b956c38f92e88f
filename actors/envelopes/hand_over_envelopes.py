"""Gives the many envelopes of somebody who left to whoever takes them over."""

from actors.jobs.job import actor
from tenants.use_cases.envelopes import ownership_transfer
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def hand_over_envelopes(job: LeasedJob) -> None:
    ownership_transfer.go_on(job)
