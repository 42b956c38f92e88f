"""Writes to whoever has an address that somebody asked about, if anybody has it."""

from actors.job import actor
from tenants.use_cases import answering
from tenants.use_cases.leasing import LeasedJob


@actor
def answer_by_mail(job: LeasedJob) -> None:
    answering.answer(job)
