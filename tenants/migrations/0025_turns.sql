-- Organizations take turns, however long the list of one is: the relay steps from one organization
-- that has jobs to do to the next, by an index that holds what is due and nothing else.

alter table outbox add column ready boolean not null default true;
create function say_whether_ready() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    -- What is due later becomes ready when the relay finds its time has come.
    new.ready := new.due_at <= now();
    return new;
end $$;
create trigger ready before insert or update of due_at on outbox
    for each row execute function say_whether_ready();

create index outbox_turns on outbox (queue, organization_id, priority, due_at, id)
    where state = 'open' and ready;
create index outbox_later on outbox (due_at) where state = 'open' and not ready;
drop index outbox_open;
grant update (ready) on outbox to relay;
