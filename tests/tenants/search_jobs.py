"""Search catches up with what was written: the jobs of indexing, done at once."""

from actors.envelopes.index_envelope import index_envelope
from actors.envelopes.index_envelopes import index_envelopes
from core.principal import SYSTEM
from tenants import leased_job
from tenants.member import Member

DONE_BY = {"index_envelope": index_envelope, "index_envelopes": index_envelopes}


def catch_up(member: Member) -> None:
    while True:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set due_at = now() where due_at > now() and queue = 'slow'")
            row = tx.rows.one_or_none(
                "select id from outbox where kind = any(%s) and state = 'open' order by id limit 1",
                list(DONE_BY),
            )
        if row is None:
            return
        job = leased_job.lease(member.organization, row["id"])
        assert job is not None
        DONE_BY[job.kind](job)
