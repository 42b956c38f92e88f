-- Taking along everything an organization has: a ZIP made step by step, kept in parts, for a week.

create table exports (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    person_id uuid not null,
    state text not null default 'making'
        check (state in ('making', 'ready', 'refused', 'discarded')),
    section text not null default 'data', -- what comes next, and after which key
    after text[] not null default '{}',
    files int not null default 0, -- written of this section
    done bigint not null default 0,
    total bigint not null,
    size bigint not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz, -- once it is ready
    primary key (organization_id, id),
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);
create index on exports (organization_id, person_id, created_at desc);

-- Where the bytes lie. A name of its own for each attempt, so that two workers never mix theirs.
create table export_parts (
    organization_id uuid not null,
    export_id uuid not null,
    number int not null,
    object text not null,
    primary key (organization_id, export_id, number),
    foreign key (organization_id, export_id) references exports (organization_id, id)
        on delete cascade
);

-- What the last part has to list: every file in the ZIP, and where it begins.
create table export_entries (
    organization_id uuid not null,
    export_id uuid not null,
    position bigint not null, -- its first byte
    name text not null,
    sha256 text not null,
    crc bigint not null,
    size bigint not null,
    packed_size bigint not null,
    method int not null,
    primary key (organization_id, export_id, position),
    foreign key (organization_id, export_id) references exports (organization_id, id)
        on delete cascade
);

do $$
declare
    name text;
begin
    foreach name in array array['exports', 'export_parts', 'export_entries'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
        execute format('grant select, insert, update, delete on %I to app', name);
    end loop;
end $$;
