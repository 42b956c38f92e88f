-- When relay and worker were last heard of, and how the jobs of all organizations do. Read and
-- written by these functions alone.

create table program_beats (
    program text primary key check (program in ('relay', 'worker')),
    beat_at timestamptz not null default now()
);
alter table program_beats enable row level security;
alter table program_beats force row level security;
create policy operating on program_beats to operating using (true) with check (true);
grant select, insert, update on program_beats to operating;
grant select (tries) on outbox to operating;

create function beat(name text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into public.program_beats (program) values (name)
    on conflict (program) do update set beat_at = now()
$$;

-- Seconds since each was heard of; seconds that the oldest job waits that somebody waits for; jobs
-- that fail again and again, and that were given up, counted up to 1,001.
create function jobs_health(urgent text[])
returns table (relay double precision, worker double precision, oldest_due double precision,
    failing bigint, dead bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select
        (select extract(epoch from now() - b.beat_at) from public.program_beats b
            where b.program = 'relay')::double precision,
        (select extract(epoch from now() - b.beat_at) from public.program_beats b
            where b.program = 'worker')::double precision,
        coalesce((select extract(epoch from now() - min(o.due_at)) from unnest(urgent) k
            cross join lateral (select j.due_at from public.outbox j
                where j.kind = k and j.state = 'open' and j.due_at <= now()
                    and (j.lease_until is null or j.lease_until < now())
                order by j.due_at limit 1) o), 0)::double precision,
        (select count(*) from (select from public.outbox j
            where j.state = 'open' and j.tries >= 4 limit 1001) f),
        (select count(*) from (select from public.outbox j where j.state = 'dead' limit 1001) d)
$$;
create index outbox_failing on outbox (tries) where state = 'open' and tries >= 4;
do $$
declare
    name text;
begin
    foreach name in array array['beat(text)', 'jobs_health(text[])'] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app, relay';
        execute 'alter function ' || name || ' owner to operating';
    end loop;
end $$;
