-- How people come in and what is shown to them: what the platform itself is set to, invitations,
-- sign-ups, visits, links to read by.

create table platform_settings (
    name text primary key,
    value text not null
);

create function platform_setting(wanted text) returns text
language sql stable security definer set search_path = pg_catalog, public as $$
    select value from public.platform_settings where name = wanted
$$;

create function set_platform_setting(wanted text, new_value text) returns void
language sql security definer set search_path = pg_catalog, public as $$
    insert into public.platform_settings (name, value) values (wanted, new_value)
    on conflict (name) do update set value = excluded.value
$$;

-- An address that was invited to become a member; gone when it is used or withdrawn.

create table invitations (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    email text not null,
    email_hash bytea not null,
    role text not null check (role in ('owner', 'admin', 'sender', 'viewer', 'auditor')),
    invited_by uuid not null references people (id),
    invited_at timestamptz not null,
    expires_at timestamptz not null,
    token_hash bytea not null,
    primary key (organization_id, id),
    unique (organization_id, email_hash)
);
create index on invitations (token_hash);

create function invitation(hash bytea) returns table (organization_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select i.organization_id, i.id from public.invitations i where i.token_hash = hash
$$;

-- Who has an address, for somebody who has proved that it is theirs.

create function account(hash bytea) returns table (person_id uuid, belongs boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, exists (select from public.memberships m where m.person_id = p.id)
    from public.people p where p.email_hash = hash
$$;

-- Somebody who was removed everywhere begins anew.
create function enrol_again(person uuid, new_name text, new_hash text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    update public.people p set name = new_name, password_hash = new_hash
    where p.id = person
        and not exists (select from public.memberships m where m.person_id = person);
    return found;
end $$;

-- When a member was last here, which outlives their sessions.

create table visits (
    organization_id uuid not null,
    person_id uuid not null,
    seen_at timestamptz not null,
    primary key (organization_id, person_id),
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);

create function note_visit() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    insert into public.visits (organization_id, person_id, seen_at)
    values (new.organization_id, new.person_id, new.seen_at)
    on conflict (organization_id, person_id) do update
        set seen_at = greatest(visits.seen_at, excluded.seen_at);
    return null;
end $$;
create trigger note_visit after insert or update of seen_at on sessions
    for each row execute function note_visit();

-- Who left, as they were called then: logs and timelines go on naming them.

create table former_members (
    organization_id uuid not null references organizations (id),
    person_id uuid not null references people (id),
    name text not null,
    email text not null,
    heir_id uuid references people (id), -- to whom went what was theirs
    left_at timestamptz not null,
    primary key (organization_id, person_id)
);
create view known_people with (security_invoker = true) as
    select id, name, email from people
    union all
    select person_id, name, email from former_members f
    where not exists (select from memberships m where m.person_id = f.person_id);

-- Somebody of several organizations comes back to the one they used last.
create or replace function credentials(hash bytea)
returns table (person_id uuid, password_hash text, organization_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.password_hash, m.organization_id
    from public.people p join public.memberships m on m.person_id = p.id
    left join public.visits v
        on v.organization_id = m.organization_id and v.person_id = m.person_id
    where p.email_hash = hash order by v.seen_at desc nulls last, m.created_at limit 1
$$;

-- An organization that somebody asked to open: what they wrote, sealed, until they open the link.

create table sign_ups (
    token_hash bytea primary key,
    sealed bytea not null,
    invited boolean not null,
    expires_at timestamptz not null
);

create function begin_sign_up(hash bytea, words bytea, by_operator boolean, lifetime interval)
returns void language sql security definer set search_path = pg_catalog, public as $$
    delete from public.sign_ups where expires_at < now();
    insert into public.sign_ups (token_hash, sealed, invited, expires_at)
    values (hash, words, by_operator, now() + lifetime)
$$;

create function sign_up(hash bytea) returns table (sealed bytea, invited boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
    select s.sealed, s.invited from public.sign_ups s
    where s.token_hash = hash and s.expires_at > now()
$$;

-- True for one caller only, so that a link founds one organization.
create function end_sign_up(hash bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    delete from public.sign_ups where token_hash = hash and expires_at > now();
    return found;
end $$;

-- Links by which somebody without an account may read an envelope.

create table share_links (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    token_hash bytea not null,
    shared_by uuid not null,
    shared_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade,
    foreign key (organization_id, shared_by)
        references memberships (organization_id, person_id) on delete cascade
);
create index on share_links (token_hash);
create index on share_links (organization_id, envelope_id);
create index on share_links (organization_id, shared_by);
create index on envelopes (organization_id, team_id) where team_id is not null;
create index on envelopes (organization_id, sender_id);

create function share_link(hash bytea) returns table (organization_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select s.organization_id, s.id from public.share_links s where s.token_hash = hash
$$;

do $$
declare
    name text;
begin
    foreach name in array array['platform_settings', 'sign_ups'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy door on %I to door using (true) with check (true)', name);
        execute format('alter table %I owner to door', name);
    end loop;
    foreach name in array array['invitations', 'visits', 'share_links', 'former_members'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
        execute format('create policy door on %I to door using (true) with check (true)', name);
    end loop;
    foreach name in array array[
        'platform_setting(text)', 'set_platform_setting(text, text)', 'invitation(bytea)',
        'account(bytea)', 'enrol_again(uuid, text, text)',
        'begin_sign_up(bytea, bytea, boolean, interval)', 'sign_up(bytea)', 'end_sign_up(bytea)',
        'share_link(bytea)', 'note_visit()'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'alter function ' || name || ' owner to door';
        if name <> 'note_visit()' then
            execute 'grant execute on function ' || name || ' to app';
        end if;
    end loop;
end $$;
grant select, insert, update, delete on invitations, share_links to app;
grant select, insert, update, delete on former_members to app;
grant select on visits, known_people to app;
grant select on invitations, share_links to door;
grant select, insert, update on visits to door;
grant update (name, password_hash) on people to door;
