-- Signing in while what it was judged by is changed: one waits for the other.

-- The password's hash of an account that is held until the transaction ends. `alone` is for what
-- changes how somebody signs in; several may sign in at once, but none of them beside a change.
create function hold_account(person uuid, alone boolean) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    found_hash text;
begin
    if alone then
        select p.password_hash into found_hash from public.people p where p.id = person
        for no key update;
    else
        select p.password_hash into found_hash from public.people p where p.id = person for share;
    end if;
    return found_hash;
end $$;
revoke all on function hold_account(uuid, boolean) from public;
alter function hold_account(uuid, boolean) owner to door;
grant execute on function hold_account(uuid, boolean) to app;

-- False: they are no member any more.
drop function open_session(bytea, uuid, uuid, interval, text, int, text, text);
create function open_session(
    hash bytea, person uuid, organization uuid, lifetime interval, how text, proofs int,
    network text, browser text
) returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    delete from public.sessions where expires_at < now() - interval '1 day';
    insert into public.sessions (token_hash, organization_id, person_id, expires_at, method,
        factors, address, user_agent)
    values (hash, organization, person, now() + coalesce(
        (select make_interval(mins => p.session_minutes) from public.sign_in_policies p
        where p.organization_id = organization), lifetime), how, proofs, network, browser);
    return true;
exception when foreign_key_violation then
    return false;
end $$;
revoke all on function open_session(bytea, uuid, uuid, interval, text, int, text, text) from public;
alter function open_session(bytea, uuid, uuid, interval, text, int, text, text) owner to door;
grant execute on function open_session(bytea, uuid, uuid, interval, text, int, text, text) to app;

-- They may have been removed there meanwhile: then it goes on where it was.
create or replace function carry_session(old_hash bytea, new_hash bytea, organization uuid)
returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    old public.sessions;
begin
    delete from public.sessions s where s.token_hash = old_hash and public.alive(s)
    returning * into old;
    if not found then
        return false;
    end if;
    insert into public.sessions (token_hash, organization_id, person_id, created_at, expires_at,
        method, factors, address, user_agent)
    values (new_hash, organization, old.person_id, old.created_at, old.expires_at, old.method,
        old.factors, old.address, old.user_agent);
    return true;
exception when foreign_key_violation then
    return false;
end $$;
