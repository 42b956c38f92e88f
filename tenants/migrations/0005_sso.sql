-- An organization's own sign-in: its connection to an OpenID provider, who is known by it, the
-- domains whose addresses are led there. One connection per organization.

create table sso_connections (
    organization_id uuid primary key references organizations (id),
    id uuid not null, -- another one whenever issuer, client or secret change
    issuer text not null,
    client_id text not null,
    client_secret bytea not null, -- under the organization's key
    default_role text not null
        check (default_role in ('admin', 'sender', 'viewer', 'auditor')),
    groups_claim text not null default '',
    roles jsonb not null default '[]', -- [group, role] pairs in the order of the form
    enabled boolean not null default false
);

create table sso_identities (
    organization_id uuid not null references organizations (id),
    issuer text not null,
    subject text not null,
    person_id uuid not null references people (id),
    created_at timestamptz not null,
    used_at timestamptz, -- the last sign-in; none yet when it was only connected
    primary key (organization_id, issuer, subject),
    unique (organization_id, issuer, person_id)
);

create table sso_domains (
    organization_id uuid not null references organizations (id),
    domain text not null,
    token text not null,
    verified_at timestamptz,
    last_checked_at timestamptz,
    failing_since timestamptz,
    primary key (organization_id, domain)
);

do $$
declare
    name text;
begin
    foreach name in array array['sso_connections', 'sso_identities', 'sso_domains'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
        execute format('grant select, insert, update, delete on %I to app', name);
    end loop;
end $$;
create policy door on sso_connections for select to door using (true);
create policy door on sso_identities for select to door using (true);
grant select (organization_id, issuer, enabled) on sso_connections to door;
grant select (organization_id, issuer, person_id) on sso_identities to door;
create index on sso_identities (person_id);

-- Whose a domain is, over all organizations; and sign-ins under way, found by the hash of their
-- state before it is known whose they are.

create table captured_domains (
    domain text primary key,
    organization_id uuid not null references organizations (id)
);
create table sso_attempts (
    state_hash bytea primary key,
    organization_id uuid not null references organizations (id),
    connection_id uuid not null,
    purpose text not null check (purpose in ('sign_in', 'connect', 'test')),
    person_id uuid, -- who is to be connected, or tries
    browser_hash bytea not null,
    sealed bytea not null, -- nonce, PKCE verifier, next page
    expires_at timestamptz not null
);
create index on sso_attempts (expires_at);

create function capture_domain(wanted text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    insert into public.captured_domains values (wanted, public.current_organization())
    on conflict (domain) do nothing;
    return exists (select from public.captured_domains d
        where d.domain = wanted and d.organization_id = public.current_organization());
end $$;

create function release_domain(wanted text) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.captured_domains
    where domain = wanted and organization_id = public.current_organization()
$$;

create function organization_of_domain(wanted text) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select d.organization_id from public.captured_domains d
    join public.sso_connections c on c.organization_id = d.organization_id and c.enabled
    where d.domain = wanted
$$;

create function begin_sso_attempt(
    hash bytea, organization uuid, connection uuid, what text, person uuid, browser bytea,
    contents bytea, lifetime interval
) returns void language sql security definer set search_path = pg_catalog, public as $$
    delete from public.sso_attempts where expires_at < now();
    insert into public.sso_attempts
    values (hash, organization, connection, what, person, browser, contents, now() + lifetime)
$$;

create function take_sso_attempt(hash bytea)
returns table (organization_id uuid, connection_id uuid, purpose text, person_id uuid,
    browser_hash bytea, sealed bytea)
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.sso_attempts a where a.state_hash = hash and a.expires_at > now()
    returning a.organization_id, a.connection_id, a.purpose, a.person_id, a.browser_hash, a.sealed
$$;

-- People who are known by one organization's provider only: they have no password, nobody finds
-- them by their address, and they never are anywhere else.

alter table people add column home_id uuid references organizations (id);

create function enrol_sso_person(new_id uuid, name text, email text, hash bytea) returns void
language sql security definer set search_path = pg_catalog, public as $$
    insert into public.people (id, name, email, email_hash, password_hash, home_id)
    values (new_id, name, email, hash, '', public.current_organization())
$$;

-- The organizations whose provider leads to this person.
create function connected_organizations(person uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select i.organization_id from public.sso_identities i
    join public.sso_connections c
        on (c.organization_id, c.issuer) = (i.organization_id, i.issuer)
    where i.person_id = person
$$;

create function check_home() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    home uuid := (select p.home_id from public.people p where p.id = new.person_id);
begin
    if home is not null and home <> new.organization_id then
        raise exception 'this person is known in one organization only';
    end if;
    return new;
end $$;

create function check_home_session() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if new.method <> 'sso'
        and exists (select from public.people p where p.id = new.person_id and p.home_id is not null)
    then
        raise exception 'this person signs in through their organization only';
    end if;
    return new;
end $$;

create function check_home_password() returns trigger language plpgsql as $$
begin
    raise exception 'this person signs in through their organization only';
end $$;
create trigger check_home before insert or update of organization_id, person_id on memberships
    for each row execute function check_home();
create trigger check_home before insert or update of person_id, method on sessions
    for each row execute function check_home_session();
create trigger check_home before update of password_hash, home_id on people
    for each row when (old.home_id is not null) execute function check_home_password();

create function end_sso_sessions(person uuid) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.sessions where organization_id = public.current_organization()
        and method = 'sso' and (person is null or person_id = person)
$$;

do $$
declare
    name text;
begin
    foreach name in array array['captured_domains', 'sso_attempts'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy door on %I to door using (true) with check (true)', name);
        execute format('alter table %I owner to door', name);
    end loop;
    foreach name in array array[
        'capture_domain(text)', 'release_domain(text)', 'organization_of_domain(text)',
        'begin_sso_attempt(bytea, uuid, uuid, text, uuid, bytea, bytea, interval)',
        'take_sso_attempt(bytea)', 'enrol_sso_person(uuid, text, text, bytea)',
        'end_sso_sessions(uuid)', 'connected_organizations(uuid)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
    foreach name in array array['check_home()', 'check_home_session()'] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;
