-- Who a session is of and what they may do, in one statement: it is asked for at every request.

-- With the rights of whoever asks: it enters the session's organization, and its walls are those
-- of that organization until the statement ends.
create function identify(hash bytea) returns table (
    session_id uuid, organization_id uuid, method text, factors int, organization_name text,
    slug text, time_zone text, locale text, suspended_because text, closes_at timestamptz,
    person_id uuid, name text, email text, role text, second_factor boolean, password boolean,
    passkey boolean, sso boolean, session_minutes int, idle_minutes int, proofs boolean[]
) language plpgsql set search_path = pg_catalog, public as $$
declare
    known record;
begin
    select * into known from public.session(hash);
    if not found then
        return;
    end if;
    perform set_config('app.organization_id', known.organization_id::text, true);
    return query select known.id, o.id, known.method, known.factors, o.name, o.slug,
        coalesce(nullif(r.time_zone, ''), o.time_zone), coalesce(nullif(r.locale, ''), o.locale),
        case when o.suspended_at is not null then o.suspension_reason end, o.closes_at,
        p.id, p.name, p.email, m.role,
        s.second_factor, s.password, s.passkey, s.sso, s.session_minutes, s.idle_minutes,
        -- Which second factors there are is looked up only where it matters.
        case when s.second_factor or not (s.password and s.passkey and s.sso) then
            (select array[f.authenticator, f.passkeys > 0, exists (
                select from public.sso_identities i join public.sso_connections c
                on c.issuer = i.issuer where i.person_id = m.person_id)]
            from public.factors_of(m.person_id) f)
        end
    from public.memberships m join public.people p on p.id = m.person_id
    cross join public.organizations o
    left join public.sign_in_policies s on s.organization_id = o.id
    left join public.preferences r on r.person_id = m.person_id
    where m.person_id = known.person_id and o.id = known.organization_id;
end $$;
revoke all on function identify(bytea) from public;
grant execute on function identify(bytea) to app;
