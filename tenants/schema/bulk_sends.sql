-- Bulk sends: a template sent once for each row of a table.

create index envelopes_of_bulk_send on envelopes (organization_id, bulk_send_id, status_at desc, id)
    where bulk_send_id is not null;

create table bulk_sends (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null, -- who began it, and whose its envelopes are
    template_id uuid not null,
    template_version int not null,
    content_id uuid not null, -- the envelope whose contents each row gets
    name text not null,
    file_name text not null,
    upload_id uuid not null, -- its file, which is kept for a day
    state text not null default 'reading' check (state in ('reading', 'unusable', 'read',
        'checking', 'checked', 'running', 'paused', 'cancelled', 'finished')),
    sheet text not null default '',
    encoding text not null default '', -- '' is the likeliest
    certain boolean not null default true, -- the file says its encoding, or someone has chosen it
    readings ciphertext, -- the ways to read its letters, with a few of its words, until one is chosen
    -- Why the table cannot be used, or why it paused by itself.
    problem text not null default '' check (problem ~ '^[a-z_]*$'),
    problem_number int not null default 0,
    mapping jsonb not null default '{}',
    header_row int not null default 0, -- the number of the row that names the columns; 0 is none
    total int not null default 0,
    checked int not null default 0,
    rate int not null default 0, -- rows in a minute; 0 without a limit
    -- Jobs of an earlier generation do nothing: a pause, a resumption and a cancellation raise it.
    generation int not null default 0,
    queued int not null default 0, -- rows that have a job in this generation
    queued_to int not null default 0, -- the number of the last one
    created_at timestamptz not null,
    begun_at timestamptz,
    resumed_at timestamptz, -- when this generation began
    ended_at timestamptz,
    forgotten_at timestamptz, -- its cells were deleted
    primary key (organization_id, id)
);
create index on bulk_sends (organization_id, person_id, created_at desc, id);
create index on bulk_sends (organization_id, created_at desc, id);
call build_walls('bulk_sends', 'select, insert, update, delete');

create table bulk_send_rows (
    organization_id uuid not null,
    bulk_send_id uuid not null,
    number int not null, -- in its file, from 1
    state text not null default 'new' check (state in
        ('new', 'wrong', 'ready', 'skipped', 'preparing', 'sent', 'failed', 'cancelled')),
    cells ciphertext, -- null once they were deleted
    problems ciphertext, -- what is wrong with it, or why it could not be sent
    -- SHA-256 of the folded addresses in it: what erasing a person finds it by.
    addresses bytea[] not null default '{}',
    repeats int, -- the number of an earlier row with the same people
    envelope_id uuid,
    primary key (organization_id, bulk_send_id, number),
    unique (organization_id, envelope_id),
    foreign key (organization_id, bulk_send_id)
        references bulk_sends (organization_id, id) on delete cascade
);
create index on bulk_send_rows (organization_id, bulk_send_id, state, number);
call build_walls('bulk_send_rows', 'select, insert, update, delete');
