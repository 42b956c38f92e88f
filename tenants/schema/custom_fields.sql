-- What an organization notes about its envelopes, and files of such values that members asked for.

-- A field that was removed keeps its row, so that removing one touches no envelope.
create table custom_fields (
    organization_id uuid not null,
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
call build_walls('custom_fields', 'select, insert, update, delete');

-- `folded` is what is searched, whole or by its beginning, byte by byte.
create table envelope_values (
    organization_id uuid not null,
    envelope_id uuid not null,
    field_id uuid not null,
    value text not null,
    folded text collate "C" not null generated always as (lower(value)) stored,
    sender_id uuid not null, -- the envelope's: a sender's own are found among a million
    primary key (organization_id, envelope_id, field_id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade,
    foreign key (organization_id, field_id) references custom_fields (organization_id, id)
);
create index envelope_values_found on envelope_values
    (organization_id, field_id, folded, envelope_id);
create index envelope_values_found_of_sender on envelope_values
    (organization_id, field_id, sender_id, folded, envelope_id);
call build_walls('envelope_values', 'select, insert, update, delete');

-- The external id is the entry with an empty name, so that one index finds both.
create table envelope_metadata (
    organization_id uuid not null,
    envelope_id uuid not null,
    key text not null,
    value text not null,
    folded text collate "C" not null generated always as (lower(value)) stored,
    sender_id uuid not null,
    primary key (organization_id, envelope_id, key),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
create index envelope_metadata_found on envelope_metadata
    (organization_id, key, folded, envelope_id);
create index envelope_metadata_found_of_sender on envelope_metadata
    (organization_id, key, sender_id, folded, envelope_id);
call build_walls('envelope_metadata', 'select, insert, update, delete');

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
    primary key (organization_id, id)
);
create index value_exports_of on value_exports (organization_id, person_id, created_at desc);
call build_walls('value_exports', 'select, insert, update, delete');

create function note_sender() returns trigger language plpgsql as $$
begin
    new.sender_id := (select sender_id from envelopes e
        where e.organization_id = new.organization_id and e.id = new.envelope_id);
    return new;
end $$;

create function hand_notes_over() returns trigger language plpgsql as $$
begin
    update envelope_values set sender_id = new.sender_id
    where organization_id = new.organization_id and envelope_id = new.id;
    update envelope_metadata set sender_id = new.sender_id
    where organization_id = new.organization_id and envelope_id = new.id;
    return null;
end $$;

create trigger hand_notes_over after update of sender_id on envelopes for each row
    when (old.sender_id <> new.sender_id) execute function hand_notes_over();
create trigger note_sender before insert on envelope_values
    for each row execute function note_sender();
create trigger note_sender before insert on envelope_metadata
    for each row execute function note_sender();
