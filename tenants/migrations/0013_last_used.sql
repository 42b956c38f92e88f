-- Somebody of several organizations comes back to the one they used last.

create or replace function admissions(person uuid)
returns table (organization_id uuid, role text, second_factor boolean, password boolean,
    passkey boolean, sso boolean, session_minutes int, idle_minutes int)
language sql stable security definer set search_path = pg_catalog, public as $$
    select m.organization_id, m.role, coalesce(p.second_factor, false), coalesce(p.password, true),
        coalesce(p.passkey, true), coalesce(p.sso, true), coalesce(p.session_minutes, 720),
        coalesce(p.idle_minutes, 720)
    from public.memberships m
    left join public.sign_in_policies p on p.organization_id = m.organization_id
    left join public.visits v
        on v.organization_id = m.organization_id and v.person_id = m.person_id
    where m.person_id = person
    order by v.seen_at desc nulls last, m.created_at, m.organization_id
$$;

-- A session goes on in another organization under a new secret: signed in when it was, so that
-- nobody stays signed in for ever by going to and fro. False when it has ended.
create function carry_session(old_hash bytea, new_hash bytea, organization uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
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
end $$;
revoke all on function carry_session(bytea, bytea, uuid) from public;
grant execute on function carry_session(bytea, bytea, uuid) to app;
alter function carry_session(bytea, bytea, uuid) owner to door;
