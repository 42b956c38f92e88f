-- Erasing what is known of one person, as an organization was asked to.

create table erasures (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    asked_by uuid not null references people (id),
    address bytea, -- under the organization's key; null once it is done
    with_documents boolean not null,
    after uuid not null default '00000000-0000-0000-0000-000000000000',
    erased int not null default 0,
    kept int not null default 0,
    asked_at timestamptz not null,
    finished_at timestamptz,
    primary key (organization_id, id)
);
create index on erasures (organization_id, asked_at desc);
alter table erasures enable row level security;
alter table erasures force row level security;
create policy walls on erasures to app using (organization_id =
    (select nullif(current_setting('app.organization_id', true), ''))::uuid);
grant select, insert, update, delete on erasures to app;

alter table envelopes drop constraint envelopes_erased_because_check;
alter table envelopes add constraint envelopes_erased_because_check
    check (erased_because in ('', 'bin', 'rule', 'person')) not valid;
