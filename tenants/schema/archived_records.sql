-- What was completed elsewhere and is kept here as it came: never sent, signed or sealed by us.

create table archived_records (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    source text not null, -- the product it comes from
    source_id text not null default '', -- what it is called there
    sent_at timestamptz,
    completed_at timestamptz,
    imported_at timestamptz not null,
    imported_by uuid not null,
    primary key (organization_id, id)
);
create index on archived_records (organization_id, imported_at, id);
create index on archived_records (organization_id, source, source_id);
call build_walls('archived_records', 'select, insert, delete');

create table archived_parties (
    organization_id uuid not null,
    record_id uuid not null,
    position int not null,
    name text not null,
    email text not null,
    folded_email text collate "C" not null generated always as (lower(email)) stored,
    role text not null,
    status text not null,
    at timestamptz,
    primary key (organization_id, record_id, position),
    foreign key (organization_id, record_id)
        references archived_records (organization_id, id)
);
create index on archived_parties (organization_id, folded_email);
call build_walls('archived_parties', 'select, insert, update, delete');

create table archived_files (
    organization_id uuid not null,
    id uuid not null,
    record_id uuid not null,
    position int not null,
    kind text not null check (kind in ('document', 'certificate', 'attachment', 'trail')),
    name text not null,
    size bigint not null,
    sha256 text not null, -- of what was imported
    object text not null,
    primary key (organization_id, id),
    foreign key (organization_id, record_id)
        references archived_records (organization_id, id)
);
create index on archived_files (organization_id, record_id, position);
create index on archived_files (organization_id, object);
call build_walls('archived_files', 'select, insert, delete');

-- What an import from another product has made of each thing there, so that nothing comes twice.
create table imported_items (
    organization_id uuid not null,
    source text not null, -- which installation of which product
    kind text not null,
    source_id text not null,
    item_id uuid not null,
    imported_at timestamptz not null,
    primary key (organization_id, source, kind, source_id)
);
call build_walls('imported_items', 'select, insert, delete');
