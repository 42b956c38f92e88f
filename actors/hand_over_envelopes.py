"""Gives the many envelopes of somebody who left to whoever takes them over."""

from actors.job import actor
from tenants.use_cases import handing_over
from tenants.use_cases.leasing import LeasedJob


@actor
def hand_over_envelopes(job: LeasedJob) -> None:
    handing_over.go_on(job)
