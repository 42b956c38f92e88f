-- What dashboards and quotas read: counts that are written as rows of their own beside each
-- change, and folded into sums every few seconds. What is read is always folded plus pending.

-- No one and no template are the nil UUID, no day is the first one, so that keys have no null.
create table summary_deltas (
    organization_id uuid not null,
    id uuid not null default uuidv7(),
    day date not null,
    sender_id uuid not null,
    template_id uuid not null,
    metric text not null,
    value bigint not null,
    primary key (organization_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
call build_walls('summary_deltas', 'select, insert, delete');
call open_to('operating', 'summary_deltas', 'select (organization_id, metric, day, value)');

-- cube: of which columns the sum is (total, sender, template, both); grain: day, month, now.
create table summaries (
    organization_id uuid not null,
    cube text not null,
    grain text not null,
    metric text not null,
    sender_id uuid not null,
    template_id uuid not null,
    day date not null,
    value bigint not null,
    primary key (organization_id, cube, grain, metric, sender_id, template_id, day)
);
call build_walls('summaries', 'select, insert, update, delete');
call open_to('operating', 'summaries',
    'select (organization_id, cube, grain, metric, day, value)');

-- A zone that this server has no rules for must not keep anyone from signing.
create function known_zone(zone text) returns text language plpgsql stable as $$
begin
    perform now() at time zone zone;
    return zone;
exception when invalid_parameter_value then
    return 'UTC';
end $$;

-- The seconds between which times to complete are counted: the same as BOUNDS in core/organizations/summary.py.
create function summary_bounds() returns float8[] language sql immutable
    return (select array_agg(round(1.2::float8 ^ n) order by n) from generate_series(0, 100) n);

-- All that one envelope adds to the summaries, told from its row alone.
create function figures_of(e envelopes, zone text, bounds float8[])
returns table (day date, metric text, value bigint) language sql stable as $$
    select * from (values
        (case when e.deleted_at is null then date '0001-01-01' end, 'now.' || e.status, 1::bigint),
        ((e.created_at at time zone zone)::date, 'created', 1),
        ((e.sent_at at time zone zone)::date, 'sent', 1),
        (case when e.status in ('delivered', 'signed', 'completed', 'declined')
            or (e.status in ('voided', 'expired') and exists (
                select from recipients r where r.organization_id = e.organization_id
                and r.envelope_id = e.id and r.delivered_at is not null))
            then (e.sent_at at time zone zone)::date end, 'opened', 1),
        (case when e.status in ('signed', 'completed')
            then (e.sent_at at time zone zone)::date end, 'signed', 1),
        (case when e.status = 'completed'
            then (e.sent_at at time zone zone)::date end, 'finished', 1),
        (case when e.status in ('completed', 'declined', 'voided', 'expired')
            and e.sent_at is not null
            then (e.status_at at time zone zone)::date end, e.status, 1),
        (case when e.status = 'completed' then (e.status_at at time zone zone)::date end,
            'time.' || width_bucket(
                trunc(extract(epoch from e.status_at - e.sent_at))::float8, bounds), 1),
        (case when e.status = 'completed' then (e.status_at at time zone zone)::date end,
            'seconds', trunc(extract(epoch from e.status_at - e.sent_at))::bigint)
    ) as f (day, metric, value)
    where f.day is not null and f.metric is not null and e.content_of is null
$$;

-- Deltas that were written become sums. How many there were; 0 while someone else does it.
create function fold_summaries(most int) returns int language plpgsql as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    folded int;
begin
    if not pg_try_advisory_xact_lock(hashtextextended(
        'fold_summaries ' || current_organization()::text, 0)) then
        return 0;
    end if;
    with taken as (
        -- Up to an id, not by a list of them: what is folded all the time always looks empty to
        -- the planner, which would go through the list once for each row.
        delete from summary_deltas d where d.organization_id = current_organization()
        and d.id <= coalesce((
            select id from summary_deltas where organization_id = current_organization()
            order by id offset most - 1 limit 1), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
        returning d.*
    ), sums as (
        select sender_id, template_id, day, metric, sum(value) as value
        from taken group by sender_id, template_id, day, metric
    ), cut as (
        select c.cube, g.grain, s.metric, c.sender_id, c.template_id, g.day, s.value
        from sums s
        cross join lateral (values
            ('total', nobody, nobody), ('sender', s.sender_id, nobody),
            ('template', nobody, s.template_id), ('both', s.sender_id, s.template_id)
        ) as c (cube, sender_id, template_id)
        cross join lateral (values
            ('day', s.day), ('month', date_trunc('month', s.day)::date), ('now', s.day)
        ) as g (grain, day)
        where (g.grain = 'now') = (s.day = date '0001-01-01')
        and (c.cube = 'total' or s.sender_id <> nobody)
        and (c.cube in ('total', 'sender') or s.template_id <> nobody)
    ), written as (
        insert into summaries as kept
            (organization_id, cube, grain, metric, sender_id, template_id, day, value)
        select current_organization(), cube, grain, metric, sender_id, template_id, day, sum(value)
        from cut group by cube, grain, metric, sender_id, template_id, day
        having sum(value) <> 0
        order by cube, grain, metric, sender_id, template_id, day
        on conflict (organization_id, cube, grain, metric, sender_id, template_id, day)
            do update set value = kept.value + excluded.value
    )
    select count(*) into folded from taken;
    return folded;
end $$;

-- Counts the envelopes of the current organization anew, and writes what differs as deltas.
-- One statement, so one moment: what is written meanwhile is neither lost nor counted twice.
create function recount_summaries() returns int language plpgsql as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    zone text := (select known_zone(time_zone) from organizations
        where id = current_organization());
    bounds float8[] := summary_bounds();
    differences int;
begin
    with counted as (
        select f.day, e.sender_id, coalesce(e.template_id, nobody) as template_id, f.metric, f.value
        from envelopes e cross join lateral figures_of(e, zone, bounds) f
        where e.organization_id = current_organization()
        union all
        select date '0001-01-01', nobody, nobody, 'storage', d.size from (
            select distinct on (files_id) size from documents
            where organization_id = current_organization() order by files_id, id
        ) as d
        union all
        select date '0001-01-01', nobody, nobody, 'storage', size from sealed_files
        where organization_id = current_organization()
        union all
        select date '0001-01-01', nobody, nobody, 'storage', size from attachments
        where organization_id = current_organization()
        union all
        select date '0001-01-01', nobody, nobody, 'storage', size from archived_files
        where organization_id = current_organization()
        union all
        select day, sender_id, template_id, metric, -value from summary_deltas
        where organization_id = current_organization() and metric <> 'api_calls'
        union all
        select s.day, s.sender_id, f.template_id, s.metric, f.value
        from summaries s cross join lateral (values
            (s.template_id, -s.value),
            -- What a sender did without a template is what is left of all they did.
            (nobody, case when s.cube = 'both' then s.value end)
        ) as f (template_id, value)
        where s.organization_id = current_organization() and s.metric <> 'api_calls'
        and s.grain <> 'month' and f.value is not null
        and (s.cube in ('sender', 'both') or (s.cube = 'total' and s.metric = 'storage'))
    ), written as (
        insert into summary_deltas (organization_id, day, sender_id, template_id, metric, value)
        select current_organization(), day, sender_id, template_id, metric, sum(value)
        from counted group by day, sender_id, template_id, metric having sum(value) <> 0
        returning 1
    )
    select count(*) into differences from written;
    return differences;
end $$;

-- Envelopes that go to another owner take their counts along; those in the recycle bin are in no
-- state; those that are gone leave their history behind. Of many at once only sums are written.
create function move_figures() returns trigger language plpgsql as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    zone text;
begin
    if not exists (
        select from old_rows o
        join new_rows n on (n.organization_id, n.id) = (o.organization_id, o.id)
        where (o.sender_id, o.template_id, o.deleted_at)
            is distinct from (n.sender_id, n.template_id, n.deleted_at)
    ) then
        return null;
    end if;
    zone := (select known_zone(time_zone) from organizations where id = current_organization());
    insert into summary_deltas (organization_id, day, sender_id, template_id, metric, value)
    select organization_id, day, sender_id, template_id, metric, sum(value) from (
        select o.organization_id, o.sender_id, coalesce(o.template_id, nobody) as template_id,
            f.day, f.metric, -f.value as value
        from old_rows o join new_rows n on (n.organization_id, n.id) = (o.organization_id, o.id)
        cross join lateral figures_of(o, zone, summary_bounds()) f
        where (o.sender_id, o.template_id, o.deleted_at)
            is distinct from (n.sender_id, n.template_id, n.deleted_at)
        union all
        select n.organization_id, n.sender_id, coalesce(n.template_id, nobody), f.day, f.metric,
            f.value
        from new_rows n join old_rows o on (n.organization_id, n.id) = (o.organization_id, o.id)
        cross join lateral figures_of(n, zone, summary_bounds()) f
        where (o.sender_id, o.template_id, o.deleted_at)
            is distinct from (n.sender_id, n.template_id, n.deleted_at)
    ) as moved group by organization_id, day, sender_id, template_id, metric
    having sum(value) <> 0;
    return null;
end $$;

create function drop_figures() returns trigger language plpgsql as $$
begin
    insert into summary_deltas (organization_id, day, sender_id, template_id, metric, value)
    select organization_id, '0001-01-01', sender_id,
        coalesce(template_id, '00000000-0000-0000-0000-000000000000'), 'now.' || status, -count(*)
    from gone where deleted_at is null and content_of is null
    group by organization_id, sender_id, template_id, status;
    return null;
end $$;

create function count_storage() returns trigger language plpgsql as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    grown bigint := case when tg_op = 'DELETE' then 0 else new.size end
        - case when tg_op = 'INSERT' then 0 else old.size end;
begin
    if grown <> 0 then
        insert into summary_deltas (organization_id, day, sender_id, template_id, metric, value)
        values (coalesce(new.organization_id, old.organization_id), '0001-01-01', nobody, nobody,
            'storage', grown);
    end if;
    return null;
end $$;

create trigger move_figures after update on envelopes
    referencing old table as old_rows new table as new_rows
    for each statement execute function move_figures();
create trigger drop_figures after delete on envelopes referencing old table as gone
    for each statement execute function drop_figures();
-- Copies share their files, which are counted once. One that is made anew gets its own at the end.
create function has_shared_files(mine documents) returns boolean language sql stable
return exists (
    select from documents d where d.organization_id = mine.organization_id
    and d.files_id = mine.files_id and d.id <> mine.id
);
create function count_document_storage() returns trigger language plpgsql as $$
declare
    of_row documents := case when tg_op = 'DELETE' then old else new end;
    grown bigint := 0;
begin
    if tg_op <> 'INSERT' and not has_shared_files(old) then
        grown := grown - old.size;
    end if;
    if tg_op <> 'DELETE' and not has_shared_files(new) then
        grown := grown + new.size;
    end if;
    if grown <> 0 then
        insert into summary_deltas (organization_id, day, sender_id, template_id, metric, value)
        values (of_row.organization_id, '0001-01-01', '00000000-0000-0000-0000-000000000000',
            '00000000-0000-0000-0000-000000000000', 'storage', grown);
    end if;
    return null;
end $$;
create trigger count_storage after insert or delete or update of size, files_of on documents
    for each row execute function count_document_storage();
create trigger count_storage after insert or delete or update of size on sealed_files
    for each row execute function count_storage();
create trigger count_storage after insert or delete or update of size on attachments
    for each row execute function count_storage();
create trigger count_storage after insert or delete or update of size on archived_files
    for each row execute function count_storage();
