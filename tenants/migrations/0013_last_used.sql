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
