-- How people prove who they are, and what an organization asks of them. What belongs to a person
-- as such is owned by the role door: reached through functions that name one person or one hash.

create table directory.sign_in_policies (
    organization_id uuid primary key references organizations (id),
    second_factor boolean not null default false, -- everyone has to have one
    password boolean not null default true,
    passkey boolean not null default true,
    sso boolean not null default true,
    session_minutes int not null default 720 check (session_minutes between 15 and 43200),
    idle_minutes int not null default 720 check (idle_minutes between 15 and 43200)
);
call build_walls('sign_in_policies', 'select, insert, update, delete');
call open_to('door', 'sign_in_policies', 'select');

-- Sessions of members: listed and ended by whose they are.
create table directory.sessions (
    token_hash bytea primary key,
    organization_id uuid not null,
    person_id uuid not null references people (id),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    id uuid not null unique default uuidv7(),
    method text not null default 'password' check (method in ('password', 'passkey', 'sso')),
    factors int not null default 1, -- proofs given at sign-in
    address text not null default '',
    user_agent text not null default '',
    seen_at timestamptz not null default now(),
    foreign key (organization_id, person_id) references memberships (organization_id, person_id)
        on delete cascade
);
create index on sessions (person_id);
create index on sessions (expires_at);
call hide_behind('door', 'sessions');

-- Attempts are counted by the hash of what was tried.
create table directory.attempts (
    key bytea not null,
    at timestamptz not null default now()
);
create index on attempts (key, at);
create index on attempts (at);
call hide_behind('door', 'attempts');

create table directory.authenticators (
    person_id uuid primary key references people (id) on delete cascade,
    secret ciphertext not null, -- encrypted
    last_step bigint not null, -- of the last code accepted: no code counts twice
    created_at timestamptz not null default now()
);
call hide_behind('door', 'authenticators');

create table directory.recovery_codes (
    person_id uuid not null references people (id) on delete cascade,
    code_hash bytea not null,
    primary key (person_id, code_hash)
);
call hide_behind('door', 'recovery_codes');

create table directory.passkeys (
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
call hide_behind('door', 'passkeys');

-- What an authenticator is asked to sign: once, for one purpose, by one browser.
create table directory.challenges (
    token_hash bytea primary key,
    challenge bytea not null,
    purpose text not null,
    person_id uuid references people (id) on delete cascade,
    expires_at timestamptz not null
);
create index on challenges (expires_at);
call hide_behind('door', 'challenges');

-- Whoever gave the right password, and owes a second proof.
create table directory.pending_sign_ins (
    token_hash bytea primary key,
    person_id uuid not null references people (id) on delete cascade,
    expires_at timestamptz not null
);
create index on pending_sign_ins (expires_at);
create index on pending_sign_ins (person_id);
call hide_behind('door', 'pending_sign_ins');

create table directory.password_resets (
    token_hash bytea primary key,
    person_id uuid not null references people (id) on delete cascade,
    expires_at timestamptz not null
);
create index on password_resets (expires_at);
create index on password_resets (person_id);
call hide_behind('door', 'password_resets');

-- Someone of several organizations comes back to the one they used last.
create function directory.credentials(hash bytea)
returns table (person_id uuid, password_hash text, organization_id uuid)
language sql stable as $$
    select p.id, p.password_hash, m.organization_id
    from people p join memberships m on m.person_id = p.id
    left join visits v
        on v.organization_id = m.organization_id and v.person_id = m.person_id
    where p.email_hash = hash order by v.seen_at desc nulls last, m.created_at limit 1
$$;

-- The password's hash of an account that is held until the transaction ends. `alone` is for what
-- changes how someone signs in; several may sign in at once, but none of them beside a change.
create function directory.hold_account(person uuid, alone boolean) returns text
language plpgsql as $$
declare
    found_hash text;
begin
    if alone then
        select p.password_hash into found_hash from people p where p.id = person
        for no key update;
    else
        select p.password_hash into found_hash from people p where p.id = person for share;
    end if;
    return found_hash;
end $$;

create function directory.password_of(person uuid) returns text
language sql stable as $$
    select p.password_hash from people p where p.id = person
$$;

-- A new password leaves nothing standing that the old one may have opened.
create function directory.set_password(person uuid, new_hash text, kept_session uuid) returns void
language sql as $$
    update people set password_hash = new_hash where id = person;
    delete from sessions s where s.person_id = person and s.id is distinct from kept_session;
    delete from password_resets r where r.person_id = person;
    delete from pending_sign_ins p where p.person_id = person;
$$;

-- The organizations that someone may sign in to, with what each asks for; the oldest first.
create function directory.admissions(person uuid)
returns table (organization_id uuid, role text, second_factor boolean, password boolean,
    passkey boolean, sso boolean, session_minutes int, idle_minutes int)
language sql stable as $$
    select m.organization_id, m.role, coalesce(p.second_factor, false), coalesce(p.password, true),
        coalesce(p.passkey, true), coalesce(p.sso, true), coalesce(p.session_minutes, 720),
        coalesce(p.idle_minutes, 720)
    from memberships m
    left join sign_in_policies p on p.organization_id = m.organization_id
    left join visits v
        on v.organization_id = m.organization_id and v.person_id = m.person_id
    where m.person_id = person
    order by v.seen_at desc nulls last, m.created_at, m.organization_id
$$;

create function directory.alive(s sessions) returns boolean
language sql stable as $$
    select s.expires_at > now() and not exists (
        select from sign_in_policies p where p.organization_id = s.organization_id
        and (s.created_at + make_interval(mins => p.session_minutes) <= now()
            or s.seen_at + make_interval(mins => p.idle_minutes) <= now()))
$$;

create function directory.open_session(
    hash bytea, person uuid, organization uuid, lifetime interval, how text, proofs int,
    network text, browser text
) returns boolean language plpgsql as $$
begin
    delete from sessions where expires_at < now() - interval '1 day';
    insert into sessions (token_hash, organization_id, person_id, expires_at, method,
        factors, address, user_agent)
    values (hash, organization, person, now() + coalesce(
        (select make_interval(mins => p.session_minutes) from sign_in_policies p
        where p.organization_id = organization), lifetime), how, proofs, network, browser);
    return true;
exception when foreign_key_violation then
    return false;
end $$;

create function directory.session(hash bytea)
returns table (id uuid, organization_id uuid, person_id uuid, method text, factors int)
language sql as $$
    update sessions s set seen_at = now()
    where s.token_hash = hash and s.seen_at < now() - interval '1 minute' and alive(s);
    select s.id, s.organization_id, s.person_id, s.method, s.factors from sessions s
    where s.token_hash = hash and alive(s)
$$;

-- With the rights of whoever asks: it enters the session's organization, and its walls are those
-- of that organization until the statement ends.
create function directory.identify(hash bytea) returns table (
    session_id uuid, organization_id uuid, method text, factors int, organization_name text,
    slug text, time_zone text, locale text, suspended_because text, closes_at timestamptz,
    person_id uuid, name text, email text, role text, second_factor boolean, password boolean,
    passkey boolean, sso boolean, session_minutes int, idle_minutes int, onboarding boolean,
    proofs boolean[]
) language plpgsql set search_path = pg_catalog, directory, tenant, pg_temp as $$
declare
    known record;
begin
    select * into known from session(hash);
    if not found then
        return;
    end if;
    perform set_config('app.organization_id', known.organization_id::text, true);
    return query select known.id, o.id, known.method, known.factors, o.name, o.slug,
        coalesce(nullif(r.time_zone, ''), o.time_zone), coalesce(nullif(r.locale, ''), o.locale),
        case when o.suspended_at is not null then o.suspension_reason end, o.closes_at,
        p.id, p.name, p.email, m.role,
        s.second_factor, s.password, s.passkey, s.sso, s.session_minutes, s.idle_minutes,
        o.onboarded_at is null,
        -- Which second factors there are is looked up only where it matters.
        case when s.second_factor or not (s.password and s.passkey and s.sso) then
            (select array[f.authenticator, f.passkeys > 0, exists (
                select from sso_identities i join sso_connections c
                on c.issuer = i.issuer where i.person_id = m.person_id)]
            from factors_of(m.person_id) f)
        end
    from memberships m join people p on p.id = m.person_id
    cross join organizations o
    left join sign_in_policies s on s.organization_id = o.id
    left join preferences r on r.person_id = m.person_id
    where m.person_id = known.person_id and o.id = known.organization_id;
end $$;
revoke all on function identify(bytea) from public;
grant execute on function identify(bytea) to app;

-- They may have been removed there meanwhile: then it goes on where it was.
create function directory.carry_session(old_hash bytea, new_hash bytea, organization uuid)
returns boolean language plpgsql as $$
declare
    old sessions;
begin
    delete from sessions s where s.token_hash = old_hash and alive(s)
    returning * into old;
    if not found then
        return false;
    end if;
    insert into sessions (token_hash, organization_id, person_id, created_at, expires_at,
        method, factors, address, user_agent)
    values (new_hash, organization, old.person_id, old.created_at, old.expires_at, old.method,
        old.factors, old.address, old.user_agent);
    return true;
exception when foreign_key_violation then
    return false;
end $$;

create function directory.sessions_of(person uuid)
returns table (id uuid, organization_id uuid, organization_name text, method text, factors int,
    address text, user_agent text, created_at timestamptz, seen_at timestamptz)
language sql stable as $$
    select s.id, s.organization_id, o.name, s.method, s.factors, s.address, s.user_agent,
        s.created_at, s.seen_at
    from sessions s join organizations o on o.id = s.organization_id
    where s.person_id = person and alive(s) order by s.seen_at desc, s.id limit 200
$$;

create function directory.end_session(person uuid, session_id uuid) returns boolean
language sql as $$
    with gone as (delete from sessions s where s.person_id = person and s.id = session_id
        returning 1)
    select exists (select from gone)
$$;

create function directory.end_other_sessions(person uuid, kept uuid) returns int
language sql as $$
    with gone as (delete from sessions s where s.person_id = person
        and s.id is distinct from kept returning 1)
    select count(*)::int from gone
$$;

create function directory.close_session(hash bytea) returns void
language sql as $$
    delete from sessions where token_hash = hash or expires_at < now() - interval '1 day'
$$;

create function directory.note_visit() returns trigger
language plpgsql as $$
begin
    insert into visits (organization_id, person_id, seen_at)
    values (new.organization_id, new.person_id, new.seen_at)
    on conflict (organization_id, person_id) do update
        set seen_at = greatest(visits.seen_at, excluded.seen_at);
    return null;
end $$;

create function directory.count_attempt(attempted bytea, period interval) returns int
language plpgsql as $$
begin
    delete from attempts where at < now() - interval '1 day';
    insert into attempts (key) values (attempted);
    return (select count(*) from attempts where key = attempted and at > now() - period);
end $$;

create function directory.forget_attempts(attempted bytea) returns void
language sql as $$
    delete from attempts where key = attempted
$$;

create function directory.factors_of(person uuid)
returns table (authenticator boolean, passkeys int, recovery_codes int)
language sql stable as $$
    select exists (select from authenticators a where a.person_id = person),
        (select count(*)::int from passkeys k where k.person_id = person),
        (select count(*)::int from recovery_codes c where c.person_id = person)
$$;

create function directory.authenticator(person uuid) returns table (secret bytea, last_step bigint)
language sql stable as $$
    select a.secret, a.last_step from authenticators a where a.person_id = person
$$;

create function directory.set_authenticator(person uuid, new_secret bytea, step bigint) returns void
language sql as $$
    insert into authenticators (person_id, secret, last_step)
    values (person, new_secret, step)
    on conflict (person_id) do update set secret = excluded.secret, last_step = excluded.last_step,
        created_at = now()
$$;

create function directory.use_authenticator(person uuid, step bigint) returns boolean
language sql as $$
    with used as (update authenticators a set last_step = step
        where a.person_id = person and a.last_step < step returning 1)
    select exists (select from used)
$$;

create function directory.remove_authenticator(person uuid) returns boolean
language sql as $$
    with gone as (delete from authenticators a where a.person_id = person returning 1)
    select exists (select from gone)
$$;

create function directory.set_recovery_codes(person uuid, hashes bytea[]) returns void
language sql as $$
    delete from recovery_codes c where c.person_id = person;
    insert into recovery_codes select person, h from unnest(hashes) h
$$;

create function directory.use_recovery_code(person uuid, hash bytea) returns boolean
language sql as $$
    with used as (delete from recovery_codes c
        where c.person_id = person and c.code_hash = hash returning 1)
    select exists (select from used)
$$;

create function directory.add_passkey(
    person uuid, credential bytea, key bytea, count bigint, called text
) returns uuid language sql as $$
    insert into passkeys (person_id, credential_id, public_key, sign_count, name)
    values (person, credential, key, count, called)
    on conflict (credential_id) do nothing returning id
$$;

create function directory.passkey(credential bytea)
returns table (person_id uuid, public_key bytea, sign_count bigint)
language sql stable as $$
    select k.person_id, k.public_key, k.sign_count from passkeys k
    where k.credential_id = credential
$$;

create function directory.passkeys_of(person uuid)
returns table (id uuid, credential_id bytea, name text, created_at timestamptz, used_at timestamptz)
language sql stable as $$
    select k.id, k.credential_id, k.name, k.created_at, k.used_at from passkeys k
    where k.person_id = person order by k.id
$$;

-- The counter is compared again: of two who used the same copy at once, one is refused.
create function directory.use_passkey(credential bytea, old_count bigint, new_count bigint)
returns boolean
language sql as $$
    with used as (update passkeys k set sign_count = new_count, used_at = now()
        where k.credential_id = credential and k.sign_count = old_count returning 1)
    select exists (select from used)
$$;

create function directory.rename_passkey(person uuid, passkey_id uuid, called text) returns boolean
language sql as $$
    with changed as (update passkeys k set name = called
        where k.person_id = person and k.id = passkey_id returning 1)
    select exists (select from changed)
$$;

create function directory.remove_passkey(person uuid, passkey_id uuid) returns boolean
language sql as $$
    with gone as (delete from passkeys k
        where k.person_id = person and k.id = passkey_id returning 1)
    select exists (select from gone)
$$;

create function directory.issue_challenge(
    hash bytea, asked bytea, wanted text, person uuid, lifetime interval
) returns void language sql as $$
    delete from challenges where expires_at < now();
    insert into challenges (token_hash, challenge, purpose, person_id, expires_at)
    values (hash, asked, wanted, person, now() + lifetime)
    on conflict (token_hash) do update set challenge = excluded.challenge,
        purpose = excluded.purpose, person_id = excluded.person_id,
        expires_at = excluded.expires_at
$$;

create function directory.take_challenge(hash bytea, wanted text)
returns table (challenge bytea, person_id uuid)
language sql as $$
    delete from challenges c
    where c.token_hash = hash and c.purpose = wanted and c.expires_at > now()
    returning c.challenge, c.person_id
$$;

create function directory.open_pending_sign_in(hash bytea, person uuid, lifetime interval)
returns void
language sql as $$
    delete from pending_sign_ins where expires_at < now();
    insert into pending_sign_ins (token_hash, person_id, expires_at)
    values (hash, person, now() + lifetime)
$$;

create function directory.pending_sign_in(hash bytea) returns uuid
language sql stable as $$
    select p.person_id from pending_sign_ins p
    where p.token_hash = hash and p.expires_at > now()
$$;

create function directory.close_pending_sign_in(hash bytea) returns uuid
language sql as $$
    delete from pending_sign_ins p where p.token_hash = hash and p.expires_at > now()
    returning p.person_id
$$;

create function directory.issue_password_reset(hash bytea, person uuid, lifetime interval)
returns void
language sql as $$
    delete from password_resets where expires_at < now();
    insert into password_resets (token_hash, person_id, expires_at)
    values (hash, person, now() + lifetime) on conflict (token_hash) do nothing
$$;

create function directory.password_reset(hash bytea)
returns table (person_id uuid, name text, email text)
language sql stable as $$
    select p.id, p.name, p.email from password_resets r
    join people p on p.id = r.person_id where r.token_hash = hash and r.expires_at > now()
$$;

create function directory.take_password_reset(hash bytea) returns uuid
language sql as $$
    delete from password_resets r where r.token_hash = hash and r.expires_at > now()
    returning r.person_id
$$;

create trigger note_visit after insert or update of seen_at on sessions
    for each row execute function note_visit();

call run_as('door', 'app',
    'credentials(bytea)', 'hold_account(uuid, boolean)', 'password_of(uuid)',
    'set_password(uuid, text, uuid)', 'admissions(uuid)',
    'open_session(bytea, uuid, uuid, interval, text, int, text, text)', 'session(bytea)',
    'carry_session(bytea, bytea, uuid)', 'sessions_of(uuid)', 'end_session(uuid, uuid)',
    'end_other_sessions(uuid, uuid)', 'close_session(bytea)', 'count_attempt(bytea, interval)',
    'forget_attempts(bytea)', 'factors_of(uuid)', 'authenticator(uuid)',
    'set_authenticator(uuid, bytea, bigint)', 'use_authenticator(uuid, bigint)',
    'remove_authenticator(uuid)', 'set_recovery_codes(uuid, bytea[])',
    'use_recovery_code(uuid, bytea)', 'add_passkey(uuid, bytea, bytea, bigint, text)',
    'passkey(bytea)', 'passkeys_of(uuid)', 'use_passkey(bytea, bigint, bigint)',
    'rename_passkey(uuid, uuid, text)', 'remove_passkey(uuid, uuid)',
    'issue_challenge(bytea, bytea, text, uuid, interval)', 'take_challenge(bytea, text)',
    'open_pending_sign_in(bytea, uuid, interval)', 'pending_sign_in(bytea)',
    'close_pending_sign_in(bytea)', 'issue_password_reset(bytea, uuid, interval)',
    'password_reset(bytea)', 'take_password_reset(bytea)');
call run_as('door', '',
    'alive(sessions)', 'note_visit()');
