"""The queries of the dashboard: each reads what was folded plus what is pending."""

from tenants.store.organizations.summaries import NOBODY

NOW = f"""
    select metric, sum(value) as value from (
        select metric, value from summaries
        where cube = %s and grain = 'now' and metric = any(%s) and sender_id = %s
        and template_id = '{NOBODY}'
        union all
        select metric, value from summary_deltas
        where metric = any(%s) and (%s::uuid is null or sender_id = %s)
    ) as counted group by metric
"""  # noqa: S608 - constants of our own
# Each part by itself, so that only its rows are read, whatever the planner thinks of the table.
SUMS = f"""
    select metric, sum(value) as value from (
        select of_part.metric, of_part.value from unnest(%s::text[], %s::date[], %s::date[])
            as part (grain, first, last)
        cross join lateral (
            select s.metric, sum(s.value) as value from summaries s
            where s.cube = %s and s.grain = part.grain and s.metric = any(%s)
            and s.sender_id = %s and s.template_id = '{NOBODY}'
            and s.day between part.first and part.last group by s.metric
        ) as of_part
        union all
        select metric, value from summary_deltas
        where metric = any(%s) and day between %s and %s and (%s::uuid is null or sender_id = %s)
    ) as counted group by metric
"""  # noqa: S608 - constants of our own
STEPS = f"""
    select metric, begins, sum(value) as value from (
        select metric, date_trunc(%s, day)::date as begins, value from summaries
        where cube = %s and grain = 'day' and metric in ('sent', 'completed') and sender_id = %s
        and template_id = '{NOBODY}' and day between %s and %s
        union all
        select metric, date_trunc(%s, day)::date, value from summary_deltas
        where metric in ('sent', 'completed') and day between %s and %s
        and (%s::uuid is null or sender_id = %s)
    ) as counted group by metric, begins
"""  # noqa: S608 - constants of our own
# Member by member, so that each reads its own few rows, and no row of another time.
BY_SENDER = f"""
    select id, sum(value) filter (where metric = 'sent') as sent,
        sum(value) filter (where metric = 'completed') as completed,
        sum(value) filter (where metric = 'seconds') as seconds
    from (
        select m.person_id as id, theirs.metric, theirs.value
        from unnest(%s::text[], %s::date[], %s::date[]) as part (grain, first, last)
        cross join memberships m
        cross join lateral (
            select s.metric, sum(s.value) as value from summaries s
            where s.cube = 'sender' and s.grain = part.grain
            and s.metric = any(array['sent', 'completed', 'seconds'])
            and s.sender_id = m.person_id and s.template_id = '{NOBODY}'
            and s.day between part.first and part.last group by s.metric
        ) as theirs
        union all
        select sender_id, metric, value from summary_deltas
        where metric in ('sent', 'completed', 'seconds') and day between %s and %s
        and sender_id <> '{NOBODY}'
    ) as counted
    group by id having sum(value) filter (where metric in ('sent', 'completed')) > 0
    order by sent desc nulls last, completed desc nulls last, id limit %s
"""  # noqa: S608 - constants of our own
BY_TEMPLATE = f"""
    select id, sum(value) filter (where metric = 'sent') as sent,
        sum(value) filter (where metric = 'completed') as completed,
        sum(value) filter (where metric = 'seconds') as seconds
    from (
        select theirs.id, theirs.metric, theirs.value
        from unnest(%s::text[], %s::date[], %s::date[]) as part (grain, first, last)
        cross join lateral (
            select s.template_id as id, s.metric, sum(s.value) as value from summaries s
            where s.cube = %s and s.grain = part.grain
            and s.metric = any(array['sent', 'completed', 'seconds'])
            and s.sender_id = %s and s.template_id <> '{NOBODY}'
            and s.day between part.first and part.last group by s.template_id, s.metric
        ) as theirs
        union all
        select template_id, metric, value from summary_deltas
        where metric in ('sent', 'completed', 'seconds') and day between %s and %s
        and template_id <> '{NOBODY}' and (%s::uuid is null or sender_id = %s)
    ) as counted
    group by id having sum(value) filter (where metric in ('sent', 'completed')) > 0
    order by sent desc nulls last, completed desc nulls last, id limit %s
"""  # noqa: S608 - constants of our own
FOR_ME = """
    select e.id, e.name, r.sent_at as since
    from recipients r join envelopes e
        on (e.organization_id, e.id) = (r.organization_id, r.envelope_id)
    where r.folded_email = %s and r.status in ('sent', 'delivered')
    and e.status in ('sent', 'delivered') and e.deleted_at is null
    -- Once each, though several of an envelope may share the address.
    and not exists (select from recipients other where other.envelope_id = r.envelope_id
        and other.folded_email = r.folded_email and other.status in ('sent', 'delivered')
        and (other.sent_at, other.id) < (r.sent_at, r.id))
    order by r.sent_at, e.id limit %s
"""
FOR_OTHERS = """
    with oldest as (
        select id, name, sent_at from envelopes
        where status in ('sent', 'delivered') and deleted_at is null {only}
        order by sent_at, id limit %s
    )
    select o.id, o.name, o.sent_at as since, coalesce((
        select array_agg(r.name order by r.position) from recipients r
        where r.envelope_id = o.id and r.status in ('sent', 'delivered')), '{}') as names
    from oldest o order by o.sent_at, o.id
"""
BY_DAY = f"""
    select c.day, p.name, jsonb_object_agg(c.metric, c.value) as figures from (
        select day, sender_id, metric, sum(value) as value from (
            select theirs.day, m.person_id as sender_id, theirs.metric, theirs.value
            from memberships m cross join lateral (
                select s.day, s.metric, sum(s.value) as value from summaries s
                where s.cube = 'sender' and s.grain = 'day' and s.metric = any(%s)
                and s.sender_id = m.person_id and s.template_id = '{NOBODY}'
                and s.day between %s and %s group by s.day, s.metric
            ) as theirs
            union all
            select day, sender_id, metric, value from summary_deltas
            where metric = any(%s) and day between %s and %s
        ) as both_of_them group by day, sender_id, metric having sum(value) <> 0
    ) as c left join people p on p.id = c.sender_id
    where %s::uuid is null or c.sender_id = %s
    group by c.day, c.sender_id, p.name order by c.day, p.name, c.sender_id
"""  # noqa: S608 - constants of our own
