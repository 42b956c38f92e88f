-- What programs that speak DocuSign's API call the parts of an envelope.

-- `names` are ids and labels that a program gave, by the ids that the parts have here.
create table program_names (
    organization_id uuid not null,
    envelope_id uuid not null,
    names jsonb not null,
    primary key (organization_id, envelope_id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
call build_walls('program_names', 'select, insert, update, delete');

-- Rows of bulk sends that programs keep until they send them.
create table bulk_lists (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    copies ciphertext not null, -- as they were given, in JSON
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (organization_id, id)
);
call build_walls('bulk_lists', 'select, insert, update, delete');
