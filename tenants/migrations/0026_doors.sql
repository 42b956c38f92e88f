-- Walls around what comes before an organization is known: sessions of operators, settings of the
-- platform, names of people; and no function of a stronger role is led astray by a search path.

-- A session of an operator begins with one factor. Only the functions that take a second factor
-- make one of two factors of it, for an hour, under a new token.
drop function open_operator_session(bytea, uuid, int, interval, text, text, bytea);
create function open_operator_session(
    hash bytea, operator uuid, network text, browser text, secret bytea
) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    delete from public.operator_sessions where expires_at < now();
    insert into public.operator_sessions
        (token_hash, operator_id, factors, expires_at, address, user_agent, totp_secret)
    select hash, o.id, 1, now() + interval '10 minutes', network, browser, secret
    from public.operators o where o.id = operator and o.disabled_at is null
$$;

create function complete_operator_session(old bytea, new bytea, network text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    with ended as (delete from public.operator_sessions where token_hash = old returning *)
    insert into public.operator_sessions
        (token_hash, operator_id, factors, expires_at, address, user_agent)
    select new, e.operator_id, 2, now() + interval '1 hour', network, e.user_agent from ended e
$$;

drop function enrol_operator_factor(bytea, bigint, bytea[]);
create function enrol_operator_factor(
    hash bytea, step bigint, codes bytea[], new bytea, network text
) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update public.operators o
    set totp_secret = s.totp_secret, totp_step = step, recovery_codes = codes
    from public.operator_sessions s
    where s.token_hash = hash and s.factors = 1 and s.expires_at > now()
        and o.id = s.operator_id and o.disabled_at is null
        and o.totp_secret is null and s.totp_secret is not null;
    if not found then
        return false;
    end if;
    perform public.complete_operator_session(hash, new, network);
    return true;
end $$;

drop function use_operator_step(bytea, bigint);
create function use_operator_step(hash bytea, step bigint, new bytea, network text)
returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update public.operators o set totp_step = step from public.operator_sessions s
    where s.token_hash = hash and s.factors = 1 and s.expires_at > now()
        and o.id = s.operator_id and o.disabled_at is null and o.totp_secret is not null
        and o.totp_step < step;
    if not found then
        return false;
    end if;
    perform public.complete_operator_session(hash, new, network);
    return true;
end $$;

drop function use_operator_code(bytea, bytea);
create function use_operator_code(hash bytea, code bytea, new bytea, network text)
returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update public.operators o set recovery_codes = array_remove(o.recovery_codes, code)
    from public.operator_sessions s
    where s.token_hash = hash and s.factors = 1 and s.expires_at > now()
        and o.id = s.operator_id and o.disabled_at is null and code = any (o.recovery_codes);
    if not found then
        return false;
    end if;
    perform public.complete_operator_session(hash, new, network);
    return true;
end $$;

-- What the platform is set to, what an organization may use, and links for founders are an
-- operator's to give.
drop function set_platform_setting(text, text);
create function set_platform_setting(session bytea, wanted text, new_value text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform public.check_operator(session);
    insert into public.platform_settings (name, value) values (wanted, new_value)
    on conflict (name) do update set value = excluded.value;
end $$;

drop function set_quota(uuid, bigint, bigint, bigint, bigint, text);
create function set_quota(
    session bytea, organization uuid, envelopes bigint, storage bigint, api_calls bigint,
    people bigint, who text
) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform public.check_operator(session);
    insert into public.quotas (organization_id, envelopes_per_month, storage_bytes,
        api_calls_per_month, members, set_by)
    values (organization, envelopes, storage, api_calls, people, who)
    on conflict (organization_id) do update set
        envelopes_per_month = excluded.envelopes_per_month,
        storage_bytes = excluded.storage_bytes,
        api_calls_per_month = excluded.api_calls_per_month,
        members = excluded.members, set_by = excluded.set_by, set_at = now();
end $$;

drop function begin_sign_up(bytea, bytea, boolean, interval);
create function begin_sign_up(
    session bytea, hash bytea, words bytea, by_operator boolean, lifetime interval
) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if by_operator then
        perform public.check_operator(session);
    end if;
    delete from public.sign_ups where expires_at < now();
    insert into public.sign_ups (token_hash, sealed, invited, expires_at)
    values (hash, words, by_operator, now() + lifetime);
end $$;

-- A person has one name in all organizations; they alone give it, through a session of theirs
-- that is no other organization's to open.
drop function rename_person(uuid, text);
create function rename_person(session_id uuid, new_name text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update public.people p set name = new_name from public.sessions s
    where s.id = session_id and public.alive(s) and p.id = s.person_id
        and (s.method <> 'sso' or p.home_id = s.organization_id);
    return found;
end $$;

do $$
declare
    name text;
begin
    foreach name in array array[
        'open_operator_session(bytea, uuid, text, text, bytea)',
        'enrol_operator_factor(bytea, bigint, bytea[], bytea, text)',
        'use_operator_step(bytea, bigint, bytea, text)',
        'use_operator_code(bytea, bytea, bytea, text)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to operating';
    end loop;
    foreach name in array array[
        'set_platform_setting(bytea, text, text)',
        'set_quota(bytea, uuid, bigint, bigint, bigint, bigint, text)',
        'begin_sign_up(bytea, bytea, bytea, boolean, interval)', 'rename_person(uuid, text)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
    revoke all on function complete_operator_session(bytea, bytea, text) from public;
    alter function complete_operator_session(bytea, bytea, text) owner to operating;
    grant execute on function check_operator(bytea) to door;

    -- A temporary table or function of the caller's is found last, never instead of ours.
    for name in
        select p.oid::regprocedure::text from pg_proc p
        where p.pronamespace = 'public'::regnamespace
            and pg_get_userbyid(p.proowner) in ('owner', 'door', 'operating')
            and exists (select from unnest(p.proconfig) as setting
                where setting like 'search_path=%' and setting not like '%, pg_temp')
    loop
        execute 'alter function ' || name || ' set search_path = pg_catalog, public, pg_temp';
    end loop;
end $$;
