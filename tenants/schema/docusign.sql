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
