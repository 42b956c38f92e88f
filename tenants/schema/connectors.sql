-- Where copies of sealed documents are brought, and how far each envelope has come.

create table copy_targets (
    organization_id uuid not null primary key,
    kind text not null check (kind in ('s3', 'webdav')),
    address text not null,
    bucket text not null default '',
    region text not null default '',
    username text not null,
    secret ciphertext not null,
    pattern text not null
);
call build_walls('copy_targets', 'select, insert, update, delete');

create table copy_deliveries (
    organization_id uuid not null,
    envelope_id uuid not null,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    failure text not null default '', -- a word, of the last try
    changed_at timestamptz not null default now(),
    primary key (organization_id, envelope_id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on copy_deliveries (organization_id, changed_at);
call build_walls('copy_deliveries', 'select, insert, update, delete');
