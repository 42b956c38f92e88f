-- What an organization notes about its envelopes, and files of such values that members asked for.

-- A field that was removed keeps its row, so that removing one touches no envelope.
create table custom_fields (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    name text not null,
    kind text not null check (kind in ('text', 'number', 'date', 'choice')),
    choices text[] not null default '{}',
    required boolean not null,
    listed boolean not null,
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (organization_id, id)
);

-- `folded` is what is searched, whole or by its beginning, byte by byte.
create table envelope_values (
    organization_id uuid not null,
    envelope_id uuid not null,
    field_id uuid not null,
    value text not null,
    folded text collate "C" not null generated always as (lower(value)) stored,
    primary key (organization_id, envelope_id, field_id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade,
    foreign key (organization_id, field_id) references custom_fields (organization_id, id)
);
create index envelope_values_found on envelope_values
    (organization_id, field_id, folded, envelope_id);

-- The external id is the entry with an empty name, so that one index finds both.
create table envelope_metadata (
    organization_id uuid not null,
    envelope_id uuid not null,
    key text not null,
    value text not null,
    folded text collate "C" not null generated always as (lower(value)) stored,
    primary key (organization_id, envelope_id, key),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
create index envelope_metadata_found on envelope_metadata
    (organization_id, key, folded, envelope_id);

create table value_exports (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    format text not null check (format in ('csv', 'xlsx')),
    first date not null,
    last date not null,
    state text not null default 'waiting' check (state in ('waiting', 'ready', 'refused')),
    done int not null default 0,
    total int not null,
    object text not null default '',
    size bigint not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);
create index value_exports_of on value_exports (organization_id, person_id, created_at desc);
create index envelopes_sent on envelopes (organization_id, sent_at, id) where sent_at is not null;

do $$
declare
    name text;
begin
    foreach name in array array[
        'custom_fields', 'envelope_values', 'envelope_metadata', 'value_exports'
    ] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
    end loop;
end $$;
grant select, insert, update on custom_fields to app;
grant select, insert, update, delete on envelope_values, envelope_metadata, value_exports to app;
