-- What recipients fill in.

create table fields (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    document_id uuid not null,
    position int not null,
    kind text not null,
    page int not null,
    x float8 not null,
    y float8 not null,
    width float8 not null,
    height float8 not null,
    required boolean not null,
    label text not null,
    properties jsonb not null,
    primary key (organization_id, id),
    unique (organization_id, envelope_id, id),
    foreign key (organization_id, envelope_id, document_id)
        references documents (organization_id, envelope_id, id) on delete cascade
);
call build_walls('fields', 'select, insert, update, delete');

-- Who may fill in a field: one, or the first of several. Without any the sender has.
create table field_recipients (
    organization_id uuid not null,
    envelope_id uuid not null,
    field_id uuid not null,
    recipient_id uuid not null,
    primary key (organization_id, field_id, recipient_id),
    foreign key (organization_id, envelope_id, field_id)
        references fields (organization_id, envelope_id, id) on delete cascade,
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on field_recipients (organization_id, envelope_id, recipient_id);
call build_walls('field_recipients', 'select, insert, update, delete');

-- What was filled in. No row is an empty field.
create table field_values (
    organization_id uuid not null,
    envelope_id uuid not null,
    field_id uuid not null,
    sealed ciphertext not null, -- under the organization's key
    filled_by uuid, -- the recipient; null: the sender
    filled_at timestamptz not null,
    primary key (organization_id, field_id),
    foreign key (organization_id, envelope_id, field_id)
        references fields (organization_id, envelope_id, id) on delete cascade
);
create index on field_values (organization_id, envelope_id);
call build_walls('field_values', 'select, insert, update, delete');
