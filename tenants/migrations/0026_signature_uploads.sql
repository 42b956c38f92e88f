-- Pictures of signatures that browsers without a script sent as they are. The worker makes plain
-- ones of them, which their owner then looks at and adopts. Gone once that is done, or a day later.
create table signature_uploads (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    owner text not null, -- recipient:<id> or person:<id>
    envelope_id uuid,
    kind text not null check (kind in ('signature', 'initials')),
    field_id uuid, -- where the dialog was opened
    image bytea not null, -- under the organization's key
    state text not null default 'waiting' check (state in ('waiting', 'ready', 'refused')),
    problem text not null default '',
    uploaded_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on signature_uploads (organization_id, owner);

alter table signature_uploads enable row level security;
alter table signature_uploads force row level security;
create policy walls on signature_uploads to app using (organization_id =
    (select nullif(current_setting('app.organization_id', true), ''))::uuid);
grant select, insert, update, delete on signature_uploads to app;
