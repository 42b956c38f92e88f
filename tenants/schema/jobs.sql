-- The outbox: jobs, written in the transaction that calls for them; and when the programs that
-- work on them were last heard of.

create table outbox (
    organization_id uuid not null,
    id uuid not null default uuidv7(),
    envelope_id uuid,
    kind text not null,
    queue text not null,
    arguments jsonb not null,
    priority smallint not null,
    state text not null default 'open'
        check (state in ('open', 'done', 'dead', 'dismissed')),
    due_at timestamptz not null default now(),
    lease interval not null,
    attempts int not null default 0,
    published_until timestamptz,
    lease_until timestamptz,
    last_error text not null default '',
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    -- What a job has been through. `attempts` counts every lease and is the fence: it only grows.
    -- `tries` is the budget, which an operator may renew; `unheard` counts the leases in a row
    -- whose worker never reported.
    tries int not null default 0,
    unheard int not null default 0,
    -- Organizations take turns, however long the list of one is: the relay steps from one that has
    -- jobs to the next by an index that holds what is due and nothing else.
    ready boolean not null default true,
    primary key (organization_id, id)
);
create index on outbox (organization_id, envelope_id);
create index outbox_folding on outbox (organization_id, state, finished_at)
    where kind = 'fold_summaries';
create index outbox_done on outbox (organization_id, finished_at) where state = 'done';
create index outbox_kinds on outbox (kind, state, due_at) where state in ('open', 'dead');
create index outbox_turns on outbox (queue, organization_id, priority, due_at, id)
    where state = 'open' and ready;
create index outbox_later on outbox (due_at) where state = 'open' and not ready;
create index outbox_failing on outbox (tries) where state = 'open' and tries >= 4;
call build_walls('outbox', 'select, insert, update, delete');
-- What is done is deleted after a while, and nothing else is; of an organization that is closed no
-- job is left but that of closing itself.
create policy sweeping on outbox as restrictive for delete to app
    using (state = 'done' or exists (select from organizations where wrapped_key = ''));
call open_to('relay', 'outbox', 'select, update (published_until, ready)');
call open_to('operating', 'outbox',
    'select (organization_id, id, kind, queue, state, due_at, attempts, tries, unheard,'
    ' lease_until, last_error, created_at, finished_at),'
    ' update (state, attempts, tries, unheard, due_at, finished_at, published_until, lease_until)');
call open_to('door', 'outbox', 'select, delete', 'kind = ''index_envelope'' and state = ''done''');

-- When relay and worker were last heard of.
create table directory.program_beats (
    program text primary key check (program in ('relay', 'worker')),
    beat_at timestamptz not null default now()
);
call hide_behind('operating', 'program_beats');

create function say_whether_ready() returns trigger language plpgsql
set search_path = pg_catalog, directory, tenant, pg_temp as $$
begin
    -- What is due later becomes ready when the relay finds its time has come.
    new.ready := new.due_at <= now();
    return new;
end $$;

-- Indexing comes with every change: of an envelope's jobs that are done the last is enough.
create function forget_done_indexing(envelope uuid) returns void
language sql as $$
    delete from outbox o where o.organization_id = current_organization()
    and o.envelope_id = envelope and o.kind = 'index_envelope' and o.state = 'done'
$$;

create function directory.beat(name text) returns void
language sql as $$
    insert into program_beats (program) values (name)
    on conflict (program) do update set beat_at = now()
$$;

-- Seconds since each was heard of; seconds that the oldest job waits that someone waits for; jobs
-- that fail again and again, and that were given up, counted up to 1,001. An organization of which
-- such jobs have been done lately has a backlog of its own: it waits its turn, and nothing hangs.
create function directory.jobs_health(urgent text[])
returns table (relay double precision, worker double precision, oldest_due double precision,
    failing bigint, dead bigint)
language sql stable as $$
    select
        (select extract(epoch from now() - b.beat_at) from program_beats b
            where b.program = 'relay')::double precision,
        (select extract(epoch from now() - b.beat_at) from program_beats b
            where b.program = 'worker')::double precision,
        coalesce((select extract(epoch from now() - min(o.due_at)) from unnest(urgent) k
            cross join lateral (select j.due_at from outbox j
                where j.kind = k and j.state = 'open' and j.due_at <= now()
                    and (j.lease_until is null or j.lease_until < now())
                    and not exists (select from outbox d
                        where d.organization_id = j.organization_id and d.state = 'done'
                            and d.kind = k and d.finished_at > now() - interval '5 minutes')
                order by j.due_at limit 1) o), 0)::double precision,
        (select count(*) from (select from outbox j
            where j.state = 'open' and j.tries >= 4 limit 1001) f),
        (select count(*) from (select from outbox j where j.state = 'dead' limit 1001) d)
$$;

create trigger ready before insert or update of due_at on outbox
    for each row execute function say_whether_ready();

call run_as('door', 'app',
    'forget_done_indexing(uuid)');
call run_as('operating', 'app, relay',
    'beat(text)', 'jobs_health(text[])');
