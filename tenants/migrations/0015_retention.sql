-- What is kept, what is erased, and what may not be.

create table legal_holds (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    subject text not null check (subject in ('envelope', 'address', 'organization')),
    envelope_id uuid,
    address text not null default '',
    reason text not null,
    placed_by uuid not null references people (id),
    placed_at timestamptz not null,
    lifted_at timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on legal_holds (organization_id, envelope_id) where lifted_at is null;

create table retention_rules (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    template_id uuid,
    days int not null check (days between 0 and 36525),
    keep_certificate boolean not null default true,
    primary key (organization_id, id),
    unique nulls not distinct (organization_id, template_id)
);

alter table envelopes add column erased_at timestamptz;
alter table envelopes add column erased_because text not null default ''
    check (erased_because in ('', 'bin', 'rule'));
alter table sealed_files add column erased_at timestamptz;
-- What the recycle bin and a rule walk through.
create index on envelopes (organization_id, deleted_at desc, id desc)
    where deleted_at is not null and erased_at is null;
create index on envelopes (organization_id, status, status_at, id) where erased_at is null;

do $$
declare
    name text;
begin
    foreach name in array array['legal_holds', 'retention_rules'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
    end loop;
end $$;
grant select, insert, update on legal_holds to app;
grant select, insert, update, delete on retention_rules to app;
