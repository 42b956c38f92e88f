-- How people prove who they are, and what an organization asks of them. What belongs to a person
-- as such is the door's: reached through functions that name one person or one hash.

create table sign_in_policies (
    organization_id uuid primary key references organizations (id),
    second_factor boolean not null default false, -- everybody has to have one
    password boolean not null default true,
    passkey boolean not null default true,
    sso boolean not null default true,
    session_minutes int not null default 720 check (session_minutes between 15 and 43200),
    idle_minutes int not null default 720 check (idle_minutes between 15 and 43200)
);
alter table sign_in_policies enable row level security;
alter table sign_in_policies force row level security;
create policy walls on sign_in_policies to app using (organization_id =
    (select nullif(current_setting('app.organization_id', true), ''))::uuid);
create policy door on sign_in_policies for select to door using (true);
grant select, insert, update on sign_in_policies to app;
grant select on sign_in_policies to door;

create table authenticators (
    person_id uuid primary key references people (id) on delete cascade,
    secret bytea not null, -- encrypted
    last_step bigint not null, -- of the last code accepted: no code counts twice
    created_at timestamptz not null default now()
);
create table recovery_codes (
    person_id uuid not null references people (id) on delete cascade,
    code_hash bytea not null,
    primary key (person_id, code_hash)
);
create table passkeys (
    id uuid primary key default uuidv7(),
    person_id uuid not null references people (id) on delete cascade,
    credential_id bytea not null unique,
    public_key bytea not null,
    sign_count bigint not null,
    name text not null,
    created_at timestamptz not null default now(),
    used_at timestamptz
);
create index on passkeys (person_id);
-- What an authenticator is asked to sign: once, for one purpose, by one browser.
create table challenges (
    token_hash bytea primary key,
    challenge bytea not null,
    purpose text not null,
    person_id uuid references people (id) on delete cascade,
    expires_at timestamptz not null
);
create index on challenges (expires_at);
-- Whoever gave the right password, and owes a second proof.
create table pending_sign_ins (
    token_hash bytea primary key,
    person_id uuid not null references people (id) on delete cascade,
    expires_at timestamptz not null
);
create index on pending_sign_ins (expires_at);
create index on pending_sign_ins (person_id);
create table password_resets (
    token_hash bytea primary key,
    person_id uuid not null references people (id) on delete cascade,
    expires_at timestamptz not null
);
create index on password_resets (expires_at);
create index on password_resets (person_id);
create index on sessions (expires_at);
create index on attempts (at);

-- Sessions end when they are too old or were left alone for too long, as the policy says now.

create or replace function open_session(
    hash bytea, person uuid, organization uuid, lifetime interval, how text, proofs int,
    network text, browser text
) returns void language sql security definer set search_path = pg_catalog, public as $$
    delete from public.sessions where expires_at < now() - interval '1 day';
    insert into public.sessions (token_hash, organization_id, person_id, expires_at, method,
        factors, address, user_agent)
    values (hash, organization, person, now() + coalesce(
        (select make_interval(mins => p.session_minutes) from public.sign_in_policies p
        where p.organization_id = organization), lifetime), how, proofs, network, browser)
$$;

create function alive(s sessions) returns boolean
language sql stable set search_path = pg_catalog, public as $$
    select s.expires_at > now() and not exists (
        select from public.sign_in_policies p where p.organization_id = s.organization_id
        and (s.created_at + make_interval(mins => p.session_minutes) <= now()
            or s.seen_at + make_interval(mins => p.idle_minutes) <= now()))
$$;

create or replace function session(hash bytea)
returns table (id uuid, organization_id uuid, person_id uuid, method text, factors int)
language sql security definer set search_path = pg_catalog, public as $$
    update public.sessions s set seen_at = now()
    where s.token_hash = hash and s.seen_at < now() - interval '1 minute' and public.alive(s);
    select s.id, s.organization_id, s.person_id, s.method, s.factors from public.sessions s
    where s.token_hash = hash and public.alive(s)
$$;

create function sessions_of(person uuid)
returns table (id uuid, organization_id uuid, organization_name text, method text, factors int,
    address text, user_agent text, created_at timestamptz, seen_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
    select s.id, s.organization_id, o.name, s.method, s.factors, s.address, s.user_agent,
        s.created_at, s.seen_at
    from public.sessions s join public.organizations o on o.id = s.organization_id
    where s.person_id = person and public.alive(s) order by s.seen_at desc, s.id limit 200
$$;

create function end_session(person uuid, session_id uuid) returns boolean
language sql security definer set search_path = pg_catalog, public as $$
    with gone as (delete from public.sessions s where s.person_id = person and s.id = session_id
        returning 1)
    select exists (select from gone)
$$;

create function end_other_sessions(person uuid, kept uuid) returns int
language sql security definer set search_path = pg_catalog, public as $$
    with gone as (delete from public.sessions s where s.person_id = person
        and s.id is distinct from kept returning 1)
    select count(*)::int from gone
$$;

-- Accounts

create function person_at(hash bytea) returns table (person_id uuid, name text, email text)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.name, p.email from public.people p where p.email_hash = hash
$$;

create function person(wanted uuid) returns table (person_id uuid, name text, email text)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.name, p.email from public.people p where p.id = wanted
$$;

create function password_of(person uuid) returns text
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.password_hash from public.people p where p.id = person
$$;

-- A new password leaves nothing standing that the old one may have opened.
create function set_password(person uuid, new_hash text, kept_session uuid) returns void
language sql security definer set search_path = pg_catalog, public as $$
    update public.people set password_hash = new_hash where id = person;
    delete from public.sessions s where s.person_id = person and s.id is distinct from kept_session;
    delete from public.password_resets r where r.person_id = person;
    delete from public.pending_sign_ins p where p.person_id = person;
$$;

-- The organizations that somebody may sign in to, with what each asks for; the oldest first.
create function admissions(person uuid)
returns table (organization_id uuid, role text, second_factor boolean, password boolean,
    passkey boolean, sso boolean, session_minutes int, idle_minutes int)
language sql stable security definer set search_path = pg_catalog, public as $$
    select m.organization_id, m.role, coalesce(p.second_factor, false), coalesce(p.password, true),
        coalesce(p.passkey, true), coalesce(p.sso, true), coalesce(p.session_minutes, 720),
        coalesce(p.idle_minutes, 720)
    from public.memberships m
    left join public.sign_in_policies p on p.organization_id = m.organization_id
    where m.person_id = person order by m.created_at, m.organization_id
$$;

create function factors_of(person uuid)
returns table (authenticator boolean, passkeys int, recovery_codes int)
language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (select from public.authenticators a where a.person_id = person),
        (select count(*)::int from public.passkeys k where k.person_id = person),
        (select count(*)::int from public.recovery_codes c where c.person_id = person)
$$;

create function authenticator(person uuid) returns table (secret bytea, last_step bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
    select a.secret, a.last_step from public.authenticators a where a.person_id = person
$$;

create function set_authenticator(person uuid, new_secret bytea, step bigint) returns void
language sql security definer set search_path = pg_catalog, public as $$
    insert into public.authenticators (person_id, secret, last_step)
    values (person, new_secret, step)
    on conflict (person_id) do update set secret = excluded.secret, last_step = excluded.last_step,
        created_at = now()
$$;

create function use_authenticator(person uuid, step bigint) returns boolean
language sql security definer set search_path = pg_catalog, public as $$
    with used as (update public.authenticators a set last_step = step
        where a.person_id = person and a.last_step < step returning 1)
    select exists (select from used)
$$;

create function remove_authenticator(person uuid) returns boolean
language sql security definer set search_path = pg_catalog, public as $$
    with gone as (delete from public.authenticators a where a.person_id = person returning 1)
    select exists (select from gone)
$$;

create function set_recovery_codes(person uuid, hashes bytea[]) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.recovery_codes c where c.person_id = person;
    insert into public.recovery_codes select person, h from unnest(hashes) h
$$;

create function use_recovery_code(person uuid, hash bytea) returns boolean
language sql security definer set search_path = pg_catalog, public as $$
    with used as (delete from public.recovery_codes c
        where c.person_id = person and c.code_hash = hash returning 1)
    select exists (select from used)
$$;

-- Passkeys

create function add_passkey(person uuid, credential bytea, key bytea, count bigint, called text)
returns uuid language sql security definer set search_path = pg_catalog, public as $$
    insert into public.passkeys (person_id, credential_id, public_key, sign_count, name)
    values (person, credential, key, count, called)
    on conflict (credential_id) do nothing returning id
$$;

create function passkey(credential bytea)
returns table (person_id uuid, public_key bytea, sign_count bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
    select k.person_id, k.public_key, k.sign_count from public.passkeys k
    where k.credential_id = credential
$$;

create function passkeys_of(person uuid)
returns table (id uuid, credential_id bytea, name text, created_at timestamptz, used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
    select k.id, k.credential_id, k.name, k.created_at, k.used_at from public.passkeys k
    where k.person_id = person order by k.id
$$;

-- The counter is compared again: of two who used the same copy at once, one is refused.
create function use_passkey(credential bytea, old_count bigint, new_count bigint) returns boolean
language sql security definer set search_path = pg_catalog, public as $$
    with used as (update public.passkeys k set sign_count = new_count, used_at = now()
        where k.credential_id = credential and k.sign_count = old_count returning 1)
    select exists (select from used)
$$;

create function rename_passkey(person uuid, passkey_id uuid, called text) returns boolean
language sql security definer set search_path = pg_catalog, public as $$
    with changed as (update public.passkeys k set name = called
        where k.person_id = person and k.id = passkey_id returning 1)
    select exists (select from changed)
$$;

create function remove_passkey(person uuid, passkey_id uuid) returns boolean
language sql security definer set search_path = pg_catalog, public as $$
    with gone as (delete from public.passkeys k
        where k.person_id = person and k.id = passkey_id returning 1)
    select exists (select from gone)
$$;

-- What is handed out once and taken back once

create function issue_challenge(
    hash bytea, asked bytea, wanted text, person uuid, lifetime interval
) returns void language sql security definer set search_path = pg_catalog, public as $$
    delete from public.challenges where expires_at < now();
    insert into public.challenges (token_hash, challenge, purpose, person_id, expires_at)
    values (hash, asked, wanted, person, now() + lifetime)
$$;

create function take_challenge(hash bytea, wanted text)
returns table (challenge bytea, person_id uuid)
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.challenges c
    where c.token_hash = hash and c.purpose = wanted and c.expires_at > now()
    returning c.challenge, c.person_id
$$;

create function open_pending_sign_in(hash bytea, person uuid, lifetime interval) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.pending_sign_ins where expires_at < now();
    insert into public.pending_sign_ins (token_hash, person_id, expires_at)
    values (hash, person, now() + lifetime)
$$;

create function pending_sign_in(hash bytea) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.person_id from public.pending_sign_ins p
    where p.token_hash = hash and p.expires_at > now()
$$;

create function close_pending_sign_in(hash bytea) returns uuid
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.pending_sign_ins p where p.token_hash = hash and p.expires_at > now()
    returning p.person_id
$$;

create function issue_password_reset(hash bytea, person uuid, lifetime interval) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.password_resets where expires_at < now();
    insert into public.password_resets (token_hash, person_id, expires_at)
    values (hash, person, now() + lifetime) on conflict (token_hash) do nothing
$$;

create function password_reset(hash bytea)
returns table (person_id uuid, name text, email text)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.name, p.email from public.password_resets r
    join public.people p on p.id = r.person_id where r.token_hash = hash and r.expires_at > now()
$$;

create function take_password_reset(hash bytea) returns uuid
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.password_resets r where r.token_hash = hash and r.expires_at > now()
    returning r.person_id
$$;

grant update (password_hash) on people to door;

do $$
declare
    name text;
begin
    foreach name in array array[
        'authenticators', 'recovery_codes', 'passkeys', 'challenges', 'pending_sign_ins',
        'password_resets'
    ] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy door on %I to door using (true) with check (true)', name);
        execute format('alter table %I owner to door', name);
    end loop;
    alter function alive(sessions) owner to door;
    revoke all on function alive(sessions) from public;
    foreach name in array array[
        'sessions_of(uuid)', 'end_session(uuid, uuid)', 'end_other_sessions(uuid, uuid)',
        'person_at(bytea)', 'person(uuid)', 'password_of(uuid)',
        'set_password(uuid, text, uuid)',
        'admissions(uuid)', 'factors_of(uuid)', 'authenticator(uuid)',
        'set_authenticator(uuid, bytea, bigint)', 'use_authenticator(uuid, bigint)',
        'remove_authenticator(uuid)', 'set_recovery_codes(uuid, bytea[])',
        'use_recovery_code(uuid, bytea)', 'add_passkey(uuid, bytea, bytea, bigint, text)',
        'passkey(bytea)', 'passkeys_of(uuid)', 'use_passkey(bytea, bigint, bigint)',
        'rename_passkey(uuid, uuid, text)', 'remove_passkey(uuid, uuid)',
        'issue_challenge(bytea, bytea, text, uuid, interval)', 'take_challenge(bytea, text)',
        'open_pending_sign_in(bytea, uuid, interval)', 'pending_sign_in(bytea)',
        'close_pending_sign_in(bytea)', 'issue_password_reset(bytea, uuid, interval)',
        'password_reset(bytea)', 'take_password_reset(bytea)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;
