"""The counts of an organization: rows beside each change, folded into sums later."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from core.jobs.job import Job
from core.organizations.summary import Delta
from tenants.store.jobs.outbox import Outbox
from tenants.store.rows import Rows

NOBODY = UUID(int=0)
NO_DAY = date.min
FOLD = Job("fold_summaries")
FOLDED_WITHIN = timedelta(seconds=3)


class Summaries:
    """Writing only adds rows, so that no two changes of an organization wait for each other."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def count(self, envelope_id: UUID, deltas: Sequence[Delta]) -> None:
        """Count what happened to an envelope, for its sender and its template."""
        if deltas:
            columns = (
                [d.metric for d in deltas],
                [d.at for d in deltas],
                [d.value for d in deltas],
            )
            self._rows.run(COUNT, *columns, envelope_id)
            self.schedule_folding()

    def add(self, metric: str, day: date, value: int = 1) -> None:
        """Count something that belongs to no envelope."""
        self._rows.run(
            "insert into summary_deltas (organization_id, day, sender_id, template_id, metric,"
            " value) values (%s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, day, NOBODY, NOBODY, metric, value),
        )
        self.schedule_folding()

    def add_this_month(self, metric: str, now: datetime) -> None:
        """The same of the month that it is where the organization's clocks stand."""
        self._rows.run(
            "insert into summary_deltas (organization_id, day, sender_id, template_id, metric,"
            " value) select id, date_trunc('month', %s at time zone known_zone(time_zone))::date,"
            " %s, %s, %s, 1 from organizations",
            *(now, NOBODY, NOBODY, metric),
        )
        self.schedule_folding()

    def schedule_folding(self) -> None:
        Outbox(self._rows.connection).make_sure(self._rows.organization_id, FOLD, FOLDED_WITHIN)

    def fold(self, limit: int) -> int:
        """Make sums of what was counted, of so many rows at most; how many there were."""
        return int(self._rows.one("select fold_summaries(%s) as rows", limit)["rows"])

    def recount(self) -> int:
        """
        Count every envelope again; how many figures were wrong.

        It takes as long as it takes, and nothing has to stand still.
        """
        self._rows.run("set local transaction_timeout = 0")
        differences = int(self._rows.one("select recount_summaries() as rows")["rows"])
        self.fold(2**31 - 1)
        return differences

    def forget_folding_jobs(self) -> None:
        """Those that were done an hour ago: there are many."""
        self._rows.run(
            "delete from outbox where kind = 'fold_summaries' and state = 'done'"
            " and finished_at < now() - interval '1 hour'"
        )

    def total(self, metric: str, grain: str, day: date = NO_DAY) -> int:
        """Folded plus pending: exact at this moment. `day` is the first of a month's grain."""
        row = self._rows.one(TOTAL, grain, metric, day, metric, grain, day)
        return int(row["value"])


COUNT = f"""
    insert into summary_deltas (organization_id, day, sender_id, template_id, metric, value)
    select e.organization_id, coalesce((t.at at time zone z.zone)::date, '{NO_DAY}'), e.sender_id,
        coalesce(e.template_id, '{NOBODY}'), t.metric, t.value
    from unnest(%s::text[], %s::timestamptz[], %s::bigint[]) as t (metric, at, value)
    cross join envelopes e
    cross join (select known_zone(time_zone) as zone from organizations) z
    where e.id = %s and (t.at is not null or e.deleted_at is null)
"""  # noqa: S608 - constants of our own
TOTAL = f"""
    select coalesce((select value from summaries where cube = 'total' and grain = %s
            and metric = %s and sender_id = '{NOBODY}' and template_id = '{NOBODY}'
            and day = %s), 0)
        + coalesce((select sum(value) from summary_deltas where metric = %s
            and (case when %s = 'month' then date_trunc('month', day)::date else day end) = %s), 0)
        as value
"""  # noqa: S608 - constants of our own
