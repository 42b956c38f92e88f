"""Search catches up with what was written: the jobs of indexing, done at once."""

from tenants.member import Member
from tenants.use_cases.envelopes.listing import search_index
from tenants.use_cases.jobs import leasing

DONE_BY = {"index_envelope": search_index.index, "index_envelopes": search_index.index_all}


def catch_up(member: Member) -> None:
    while True:
        with member.organization.transaction() as tx:
            tx.run("update outbox set due_at = now() where due_at > now() and queue = 'slow'")
            row = tx.maybe(
                "select id from outbox where kind = any(%s) and state = 'open' order by id limit 1",
                list(DONE_BY),
            )
        if row is None:
            return
        job = leasing.lease(member.organization, row["id"])
        assert job is not None
        DONE_BY[job.kind](job)
