-- People, the organizations they belong to, invitations and teams. A person is one row for all
-- organizations; a membership makes them visible in one.

create table directory.people (
    id uuid primary key,
    name text not null,
    email text not null,
    email_hash bytea not null unique,
    password_hash text not null,
    created_at timestamptz not null default now(),
    -- Whoever came by an organization's provider is known in that organization only.
    home_id uuid references organizations (id)
);

create table directory.memberships (
    organization_id uuid not null references organizations (id),
    person_id uuid not null references people (id),
    role text not null check (role in ('owner', 'admin', 'sender', 'viewer', 'auditor')),
    created_at timestamptz not null default now(),
    primary key (organization_id, person_id)
);
create index on memberships (person_id);
call build_walls('memberships', 'select, insert, update, delete');
call open_to('door', 'memberships', 'select');
call open_to('operating', 'memberships', 'select (organization_id)');
call build_walls('people', 'select',
    visible => 'exists (select from memberships m where m.person_id = people.id)');
call open_to('door', 'people',
    'select, insert, update (name, email, email_hash, password_hash)');

-- When a member was last here, which outlives their sessions.
create table directory.visits (
    organization_id uuid not null,
    person_id uuid not null,
    seen_at timestamptz not null,
    primary key (organization_id, person_id),
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);
call build_walls('visits', 'select');
call open_to('door', 'visits', 'select, insert, update');

create table former_members (
    organization_id uuid not null,
    person_id uuid not null,
    name text not null,
    email text not null,
    heir_id uuid, -- to whom went what was theirs
    left_at timestamptz not null,
    primary key (organization_id, person_id)
);
call build_walls('former_members', 'select, insert, update, delete');

-- Who left keeps the name that they had then: logs and timelines go on naming them.
create view known_people with (security_invoker = true) as
    select id, name, email from people
    union all
    select person_id, name, email from former_members f
    where not exists (select from memberships m where m.person_id = f.person_id);
grant select on known_people to app;

-- An address that was invited to become a member; gone when it is used or withdrawn.
create table invitations (
    organization_id uuid not null,
    id uuid not null,
    email text not null,
    email_hash bytea not null,
    role text not null check (role in ('owner', 'admin', 'sender', 'viewer', 'auditor')),
    invited_by uuid not null,
    invited_at timestamptz not null,
    expires_at timestamptz not null,
    token_hash bytea not null,
    primary key (organization_id, id),
    unique (organization_id, email_hash)
);
call build_walls('invitations', 'select, insert, update, delete');
create trigger publish_token after insert or delete or update of token_hash on invitations
    for each row execute function publish_token('invitation', 'token_hash', '');

-- A team that was deleted keeps its row until no envelope names it any more.
create table teams (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    created_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (organization_id, id)
);
create unique index on teams (organization_id, name) where removed_at is null;
call build_walls('teams', 'select, insert, update, delete');

create table team_members (
    organization_id uuid not null,
    team_id uuid not null,
    person_id uuid not null,
    primary key (organization_id, team_id, person_id),
    foreign key (organization_id, team_id) references teams (organization_id, id) on delete cascade
);
create index on team_members (organization_id, person_id);
call build_walls('team_members', 'select, insert, update, delete');

-- What a member prefers in one organization.
create table preferences (
    organization_id uuid not null,
    person_id uuid not null,
    locale text not null default '', -- "" is the organization's
    time_zone text not null default '',
    notifications jsonb not null default '{}',
    signature ciphertext, -- a PNG, encrypted
    signature_method text not null default '',
    primary key (organization_id, person_id)
);
call build_walls('preferences', 'select, insert, update, delete');

create function directory.account(hash bytea) returns table (person_id uuid, belongs boolean)
language sql stable as $$
    select p.id, exists (select from memberships m where m.person_id = p.id)
    from people p where p.email_hash = hash
$$;

create function directory.person_at(hash bytea)
returns table (person_id uuid, name text, email text)
language sql stable as $$
    select p.id, p.name, p.email from people p where p.email_hash = hash
$$;

create function directory.person(wanted uuid) returns table (person_id uuid, name text, email text)
language sql stable as $$
    select p.id, p.name, p.email from people p where p.id = wanted
$$;

create function directory.enrol_person(
    new_id uuid, name text, email text, hash bytea, password_hash text
) returns uuid language plpgsql as $$
begin
    insert into people (id, name, email, email_hash, password_hash)
    values (new_id, name, email, hash, password_hash) on conflict (email_hash) do nothing;
    return (select p.id from people p where p.email_hash = hash);
end $$;

-- Someone who was removed everywhere begins anew.
create function directory.enrol_again(person uuid, new_name text, new_hash text) returns boolean
language plpgsql as $$
begin
    update people p set name = new_name, password_hash = new_hash
    where p.id = person
        and not exists (select from memberships m where m.person_id = person);
    return found;
end $$;

-- A person has one name in all organizations; they alone give it, through a session of theirs that
-- is no other organization's to open.
create function directory.rename_person(session_id uuid, new_name text) returns boolean
language plpgsql as $$
begin
    update people p set name = new_name from sessions s
    where s.id = session_id and alive(s) and p.id = s.person_id
        and (s.method <> 'sso' or p.home_id = s.organization_id);
    return found;
end $$;

create function directory.memberships_of(person uuid)
returns table (organization_id uuid, slug text, name text, role text)
language sql stable as $$
    select o.id, o.slug, o.name, m.role
    from memberships m join organizations o on o.id = m.organization_id
    where m.person_id = person order by m.created_at, o.id
$$;

call run_as('door', 'app',
    'account(bytea)', 'person_at(bytea)', 'person(uuid)',
    'enrol_person(uuid, text, text, bytea, text)', 'enrol_again(uuid, text, text)',
    'rename_person(uuid, text)', 'memberships_of(uuid)');

-- People of whom any one may sign: an envelope takes the members along as its recipients. A group
-- that was deleted keeps its row, so that it can be restored.
create table signing_groups (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    created_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (organization_id, id)
);
create unique index on signing_groups (organization_id, lower(name)) where removed_at is null;
call build_walls('signing_groups', 'select, insert, update, delete');

create table signing_group_members (
    organization_id uuid not null,
    group_id uuid not null,
    id uuid not null,
    position int not null,
    name text not null,
    email text not null,
    primary key (organization_id, group_id, id),
    foreign key (organization_id, group_id)
        references signing_groups (organization_id, id) on delete cascade
);
create index on signing_group_members (organization_id, lower(email));
call build_walls('signing_group_members', 'select, insert, update, delete');
