-- Whom one writes to: contacts of a person, a team or the organization, lists of them that are
-- imported, and people one has sent to. Searched by folded keys: under row-level security only
-- plain comparisons use an index.

create table contacts (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null, -- who added it
    scope text not null check (scope in ('own', 'team', 'organization')),
    team_id uuid,
    -- Whose eyes it is for, as one value that an index can begin with. A team that is gone leaves
    -- its contacts to whoever added them.
    audience uuid not null generated always as (
        case scope
            when 'organization' then organization_id
            when 'team' then coalesce(team_id, person_id)
            else person_id
        end
    ) stored,
    name text not null,
    email text not null,
    company text not null default '',
    email_key text collate "C" not null,
    name_key text collate "C" not null,
    last_key text collate "C" not null, -- the last word of the name first
    changed_at timestamptz not null default now(),
    deleted_at timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, team_id)
        references teams (organization_id, id) on delete set null (team_id)
);
create index on contacts (organization_id, audience, email_key) where deleted_at is null;
create index on contacts (organization_id, audience, name_key, id) where deleted_at is null;
create index on contacts (organization_id, audience, last_key) where deleted_at is null;
create index on contacts (organization_id, team_id) where team_id is not null;
call build_walls('contacts', 'select, insert, update, delete');

create table correspondents (
    organization_id uuid not null,
    person_id uuid not null, -- who sent to them
    email_key text collate "C" not null,
    name_key text collate "C" not null,
    last_key text collate "C" not null,
    name text not null,
    email text not null,
    sent_at timestamptz not null,
    primary key (organization_id, person_id, email_key, name_key) -- two may share an address
);
create index on correspondents (organization_id, person_id, name_key);
create index on correspondents (organization_id, person_id, last_key);
create index on correspondents (organization_id, person_id, sent_at desc, email_key);
call build_walls('correspondents', 'select, insert, update, delete');

create table contact_imports (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    file_name text not null,
    scope text not null default 'own' check (scope in ('own', 'team', 'organization')),
    team_id uuid,
    header boolean not null default true,
    columns int[] not null default '{}', -- where name, e-mail address and company stand; -1 nowhere
    state text not null default 'read' check (state in ('read', 'running', 'done')),
    total int not null default 0,
    done int not null default 0,
    added int not null default 0,
    merged int not null default 0,
    faulty int not null default 0,
    created_at timestamptz not null default now(),
    -- How the letters of a list are to be read, where its file does not say; '' until chosen.
    encoding text not null default '',
    primary key (organization_id, id),
    foreign key (organization_id, team_id)
        references teams (organization_id, id) on delete set null (team_id)
);
create index on contact_imports (organization_id, person_id);
call build_walls('contact_imports', 'select, insert, update, delete');
