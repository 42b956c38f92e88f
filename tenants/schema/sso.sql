-- An organization's own sign-in: its connection to an OpenID provider, who is known by it. One
-- connection per organization. Its domains: those whose addresses are led there, and the hosts of
-- its signing pages.

create table directory.sso_connections (
    organization_id uuid primary key references organizations (id),
    id uuid not null, -- another one whenever issuer, client or secret change
    issuer text not null,
    client_id text not null,
    client_secret ciphertext not null, -- under the organization's key
    default_role text not null
        check (default_role in ('admin', 'sender', 'viewer', 'auditor')),
    groups_claim text not null default '',
    roles jsonb not null default '[]', -- [group, role] pairs in the order of the form
    enabled boolean not null default false
);
call build_walls('sso_connections', 'select, insert, update, delete');
call open_to('door', 'sso_connections', 'select (organization_id, issuer, enabled)');

create table directory.sso_identities (
    organization_id uuid not null references organizations (id),
    issuer text not null,
    subject text not null,
    person_id uuid not null references people (id),
    created_at timestamptz not null,
    used_at timestamptz, -- the last sign-in; none yet when it was only connected
    primary key (organization_id, issuer, subject),
    unique (organization_id, issuer, person_id)
);
create index on sso_identities (person_id);
call build_walls('sso_identities', 'select, insert, update, delete');
call open_to('door', 'sso_identities', 'select (organization_id, issuer, person_id)');

create table directory.domain_claims (
    organization_id uuid not null references organizations (id),
    use text not null check (use in ('sign_in', 'signing')),
    domain text not null,
    token text not null,
    verified_at timestamptz,
    last_checked_at timestamptz,
    failing_since timestamptz,
    primary key (organization_id, use, domain)
);
call build_walls('domain_claims', 'select, insert, update, delete');

create table directory.captured_domains (
    use text not null,
    domain text not null,
    organization_id uuid not null references organizations (id),
    primary key (use, domain)
);
call hide_behind('door', 'captured_domains');

create table directory.sso_attempts (
    state_hash bytea primary key,
    organization_id uuid not null references organizations (id),
    connection_id uuid not null,
    purpose text not null check (purpose in ('sign_in', 'connect', 'test', 'prove', 'identify')),
    person_id uuid, -- who is to be connected, or tries; the recipient who proves
    browser_hash bytea not null,
    sealed ciphertext not null, -- nonce, PKCE verifier, next page
    expires_at timestamptz not null
);
create index on sso_attempts (expires_at);
call hide_behind('door', 'sso_attempts');

create function directory.capture_domain(wanted_for text, wanted text) returns boolean
language plpgsql as $$
begin
    insert into captured_domains values (wanted_for, wanted, current_organization())
    on conflict (use, domain) do nothing;
    return exists (select from captured_domains d
        where (d.use, d.domain) = (wanted_for, wanted) and d.organization_id = current_organization());
end $$;

create function directory.release_domain(wanted_for text, wanted text) returns void
language sql as $$
    delete from captured_domains
    where (use, domain) = (wanted_for, wanted) and organization_id = current_organization()
$$;

create function directory.organization_of_domain(wanted text) returns uuid
language sql stable as $$
    select d.organization_id from captured_domains d
    join sso_connections c on c.organization_id = d.organization_id and c.enabled
    where (d.use, d.domain) = ('sign_in', wanted)
$$;

-- Whose signing pages this host serves.
create function directory.organization_of_host(host text) returns uuid
language sql stable as $$
    select d.organization_id from captured_domains d where (d.use, d.domain) = ('signing', host)
$$;

create function directory.begin_sso_attempt(
    hash bytea, organization uuid, connection uuid, what text, person uuid, browser bytea,
    contents bytea, lifetime interval
) returns void language sql as $$
    delete from sso_attempts where expires_at < now();
    insert into sso_attempts
    values (hash, organization, connection, what, person, browser, contents, now() + lifetime)
$$;

create function directory.take_sso_attempt(hash bytea)
returns table (organization_id uuid, connection_id uuid, purpose text, person_id uuid,
    browser_hash bytea, sealed bytea)
language sql as $$
    delete from sso_attempts a where a.state_hash = hash and a.expires_at > now()
    returning a.organization_id, a.connection_id, a.purpose, a.person_id, a.browser_hash, a.sealed
$$;

create function directory.enrol_sso_person(new_id uuid, name text, email text, hash bytea)
returns void
language sql as $$
    insert into people (id, name, email, email_hash, password_hash, home_id)
    values (new_id, name, email, hash, '', current_organization())
$$;

-- The organizations whose provider leads to this person.
create function directory.connected_organizations(person uuid) returns setof uuid
language sql stable as $$
    select i.organization_id from sso_identities i
    join sso_connections c
        on (c.organization_id, c.issuer) = (i.organization_id, i.issuer)
    where i.person_id = person
$$;

create function directory.end_sso_sessions(person uuid) returns void
language sql as $$
    delete from sessions where organization_id = current_organization()
        and method = 'sso' and (person is null or person_id = person)
$$;

-- Whoever came by an organization's provider stays in it.

create function directory.check_home() returns trigger
language plpgsql as $$
declare
    home uuid := (select p.home_id from people p where p.id = new.person_id);
begin
    if home is not null and home <> new.organization_id then
        raise exception 'this person is known in one organization only';
    end if;
    return new;
end $$;

create function directory.check_home_session() returns trigger
language plpgsql as $$
begin
    if new.method <> 'sso'
        and exists (select from people p where p.id = new.person_id and p.home_id is not null)
    then
        raise exception 'this person signs in through their organization only';
    end if;
    return new;
end $$;

create function directory.check_home_password() returns trigger language plpgsql as $$
begin
    raise exception 'this person signs in through their organization only';
end $$;

create trigger check_home before update of password_hash, home_id on people
    for each row when (old.home_id is not null) execute function check_home_password();
create trigger check_home before insert or update of organization_id, person_id on memberships
    for each row execute function check_home();
create trigger check_home before insert or update of person_id, method on sessions
    for each row execute function check_home_session();

call run_as('door', 'app',
    'capture_domain(text, text)', 'release_domain(text, text)', 'organization_of_domain(text)',
    'organization_of_host(text)',
    'begin_sso_attempt(bytea, uuid, uuid, text, uuid, bytea, bytea, interval)',
    'take_sso_attempt(bytea)', 'enrol_sso_person(uuid, text, text, bytea)',
    'connected_organizations(uuid)', 'end_sso_sessions(uuid)');
call run_as('door', '',
    'check_home()', 'check_home_session()');
