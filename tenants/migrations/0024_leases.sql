-- What a job has been through. `attempts` counts every lease and is the fence: it only grows.
-- `tries` is the budget, which an operator may renew; `unheard` counts the leases in a row whose
-- worker never reported.
alter table outbox add column tries int not null default 0;
alter table outbox add column unheard int not null default 0;
grant select (tries, unheard), update (tries, unheard) on outbox to operating;

-- A worker that still holds the job from before it was given up must not finish it: the fence moves.
create or replace function revive_jobs(session bytea, wanted text, one uuid) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    changed int;
begin
    perform public.check_operator(session);
    update public.outbox j set state = 'open', attempts = j.attempts + 1, tries = 0, unheard = 0,
        due_at = now(), finished_at = null, published_until = null, lease_until = null
    where j.state = 'dead' and (wanted is null or j.kind = wanted) and (one is null or j.id = one);
    get diagnostics changed = row_count;
    return changed;
end $$;
