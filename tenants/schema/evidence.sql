-- What proves what happened: the audit trail, its erasable values, the sealed files.

create table audit_events (
    organization_id uuid not null,
    envelope_id uuid not null,
    sequence int not null,
    id uuid not null,
    type text not null,
    at timestamptz not null,
    text text not null, -- exactly what was hashed
    hash text not null,
    -- Every key has the envelope: the table can be split into partitions by its hash.
    primary key (organization_id, envelope_id, sequence),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
call build_walls('audit_events', 'select, insert');

create table subject_keys (
    organization_id uuid not null,
    envelope_id uuid not null, -- the organization's own id for its own log
    subject text not null, -- who it is about, by id; core/evidence/audit.py says who else
    id uuid not null,
    wrapped ciphertext not null, -- 256 bits under the organization's key
    primary key (organization_id, id),
    unique (organization_id, envelope_id, subject)
);
call build_walls('subject_keys', 'select, insert, delete');

-- The erasable part of both trails: what the hashed texts only commit to, and the salts. No
-- foreign key leads to the keys: values without one are what a backup without keys holds.
create table audit_values (
    organization_id uuid not null,
    envelope_id uuid not null,
    sequence int not null,
    event_id uuid not null,
    key_id uuid not null,
    sealed ciphertext not null,
    primary key (organization_id, envelope_id, sequence),
    foreign key (organization_id, envelope_id, sequence)
        references audit_events (organization_id, envelope_id, sequence)
);
create index on audit_values (organization_id, key_id);
call build_walls('audit_values', 'select, insert, delete');

create table access_log (
    organization_id uuid not null,
    id uuid not null default uuidv7(),
    envelope_id uuid not null,
    actor text not null,
    action text not null,
    at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
-- Who read what when: asked at every read of a document by someone who did not send it.
create index on access_log (organization_id, envelope_id, actor, at);
call build_walls('access_log', 'select, insert, delete');

create table sealed_files (
    organization_id uuid not null,
    envelope_id uuid not null,
    kind text not null check (kind in ('document', 'attachment', 'certificate', 'package', 'renewal')),
    document_id uuid not null, -- the envelope's own id for what is about all of it
    revision int not null default 1 check (revision > 0), -- the highest one is what is given out
    sha256 text not null,
    object text not null,
    size bigint not null,
    sealed_at timestamptz not null,
    erased_at timestamptz,
    primary key (organization_id, envelope_id, kind, document_id, revision),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
call build_walls('sealed_files', 'select, insert, update');
-- A file that was attached unchanged may lie with anyone: who has it learns nothing of us.
create trigger publish_sealed_file after insert or update of sha256 on sealed_files
    for each row when (new.kind <> 'attachment') execute function publish_sealed_file();

create table verifications (
    organization_id uuid not null,
    id uuid not null,
    file_name text not null,
    sha256 text not null,
    report jsonb,
    created_at timestamptz not null,
    primary key (organization_id, id)
);
call build_walls('verifications', 'select, insert, update, delete');

create trigger append_only before update or delete on audit_events
    for each row execute function refuse_change();
create trigger append_only_always before truncate on audit_events
    for each statement execute function refuse_change();
