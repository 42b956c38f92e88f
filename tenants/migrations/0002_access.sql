-- Who may see what: teams, visibility, sharing; what an organization's own log is made of; and
-- sessions that say how somebody signed in.

alter table organizations add column suspended_at timestamptz;
alter table organizations add column closes_at timestamptz;
grant update (name, time_zone, locale, closes_at) on organizations to app;

create table teams (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    name text not null,
    created_at timestamptz not null default now(),
    primary key (organization_id, id),
    unique (organization_id, name)
);

create table team_members (
    organization_id uuid not null,
    team_id uuid not null,
    person_id uuid not null,
    primary key (organization_id, team_id, person_id),
    foreign key (organization_id, team_id) references teams (organization_id, id) on delete cascade,
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);
create index on team_members (organization_id, person_id);

alter table envelopes add column visibility text not null default 'owner'
    check (visibility in ('owner', 'team', 'all'));
alter table envelopes add column team_id uuid;
alter table envelopes add column template_id uuid;
alter table envelopes add column deleted_at timestamptz; -- in the recycle bin since
alter table envelopes add foreign key (organization_id, team_id)
    references teams (organization_id, id) on delete set null (team_id);

create table envelope_shares (
    organization_id uuid not null,
    envelope_id uuid not null,
    person_id uuid not null,
    shared_by uuid not null references people (id),
    shared_at timestamptz not null,
    primary key (organization_id, envelope_id, person_id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade,
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);
create index on envelope_shares (organization_id, person_id);

-- The admin audit log: one chain per organization, of the same make as an envelope's.

create table admin_heads (
    organization_id uuid primary key references organizations (id),
    sequence int not null default 0,
    hash text not null
);

create table admin_events (
    organization_id uuid not null references organizations (id),
    sequence int not null,
    id uuid not null,
    type text not null,
    at timestamptz not null,
    actor text not null,
    text text not null, -- exactly what was hashed
    hash text not null,
    primary key (organization_id, sequence),
    unique (organization_id, id)
);
create index on admin_events (organization_id, type, sequence);
create index on admin_events (organization_id, actor, sequence);

create table admin_values (
    organization_id uuid not null,
    event_id uuid not null,
    name text not null,
    salt bytea not null,
    value text not null,
    primary key (organization_id, event_id, name),
    foreign key (organization_id, event_id) references admin_events (organization_id, id)
);

create trigger append_only before update or delete on admin_events
    for each row execute function refuse_change();
create trigger append_only_always before truncate on admin_events
    for each statement execute function refuse_change();

do $$
declare
    name text;
begin
    foreach name in array array[
        'teams', 'team_members', 'envelope_shares', 'admin_heads', 'admin_events', 'admin_values'
    ] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
    end loop;
end $$;
grant select, insert, update, delete on teams, team_members, envelope_shares to app;
grant select, insert, update on admin_heads to app;
grant select, insert on admin_events to app;
grant select, insert, delete on admin_values to app;

-- Sessions: listed and ended by whose they are. `method` is password, passkey or sso.

drop function open_session(bytea, uuid, uuid, interval);
drop function session(bytea);
delete from sessions;
alter table sessions add column id uuid not null unique default uuidv7();
alter table sessions add column method text not null default 'password'
    check (method in ('password', 'passkey', 'sso'));
alter table sessions add column factors int not null default 1; -- proofs given at sign-in
alter table sessions add column address text not null default '';
alter table sessions add column user_agent text not null default '';
alter table sessions add column seen_at timestamptz not null default now();
create index on sessions (person_id);

create function open_session(
    hash bytea, person uuid, organization uuid, lifetime interval, how text, proofs int,
    network text, browser text
) returns void language sql security definer set search_path = pg_catalog, public as $$
    insert into public.sessions (token_hash, organization_id, person_id, expires_at, method,
        factors, address, user_agent)
    values (hash, organization, person, now() + lifetime, how, proofs, network, browser)
$$;

create function session(hash bytea)
returns table (id uuid, organization_id uuid, person_id uuid, method text, factors int)
language sql security definer set search_path = pg_catalog, public as $$
    update public.sessions s set seen_at = now()
    where s.token_hash = hash and s.expires_at > now() and s.seen_at < now() - interval '1 minute';
    select s.id, s.organization_id, s.person_id, s.method, s.factors from public.sessions s
    where s.token_hash = hash and s.expires_at > now()
$$;

create function memberships_of(person uuid)
returns table (organization_id uuid, slug text, name text, role text)
language sql stable security definer set search_path = pg_catalog, public as $$
    select o.id, o.slug, o.name, m.role
    from public.memberships m join public.organizations o on o.id = m.organization_id
    where m.person_id = person order by m.created_at, o.id
$$;

do $$
declare
    name text;
begin
    foreach name in array array[
        'open_session(bytea, uuid, uuid, interval, text, int, text, text)', 'session(bytea)',
        'memberships_of(uuid)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;
