-- What audit entries say of people, under a key for each of them: who destroys the key erases,
-- also in copies of the values that were made before.

-- Rows that are there already were written in clear, and no migration knows the keys.
alter table audit_values no force row level security;
alter table admin_values no force row level security;
do $$
begin
    if exists (select from audit_values) or exists (select from admin_values) then
        raise exception 'This database holds audit entries of a version before the first release,'
            ' whose personal values cannot be encrypted now. Export what you need with that'
            ' version, then begin with an empty database.';
    end if;
end $$;
drop table audit_values, admin_values;

create table subject_keys (
    organization_id uuid not null references organizations (id),
    envelope_id uuid not null, -- the organization's own id for its own log
    subject text not null, -- who it is about, by id; core/audit.py says who else
    id uuid not null,
    wrapped bytea not null, -- 256 bits under the organization's key
    primary key (organization_id, id),
    unique (organization_id, envelope_id, subject)
);

-- The erasable part of both trails: what the hashed texts only commit to, and the salts. No
-- foreign key leads to the keys: values without one are what a backup without keys holds.
create table audit_values (
    organization_id uuid not null,
    event_id uuid not null,
    key_id uuid not null,
    sealed bytea not null,
    primary key (organization_id, event_id),
    foreign key (organization_id, event_id) references audit_events (organization_id, id)
);
create index on audit_values (organization_id, key_id);

create table admin_values (
    organization_id uuid not null,
    event_id uuid not null,
    key_id uuid not null,
    sealed bytea not null,
    primary key (organization_id, event_id),
    foreign key (organization_id, event_id) references admin_events (organization_id, id)
);
create index on admin_values (organization_id, key_id);

do $$
declare
    name text;
begin
    foreach name in array array['subject_keys', 'audit_values', 'admin_values'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
        execute format('grant select, insert, delete on %I to app', name);
    end loop;
end $$;
