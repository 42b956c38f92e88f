-- How an organization looks and speaks to its recipients, and what each of its people prefers.

create table branding (
    organization_id uuid primary key references organizations (id),
    token_hash bytea not null, -- of the secret in the public addresses of its logo and style
    version int not null default 1,
    settings jsonb not null default '{}',
    previous jsonb, -- what undoing goes back to
    logo_upload text not null default '', -- a picture that is looked at, or was refused
    logo_problem text not null default '',
    reply_to_asked text not null default '', -- an address that nobody has proved to be theirs yet
    reply_to_by uuid,
    reply_to_hash bytea,
    reply_to_until timestamptz
);
create index on branding (token_hash);
create index on branding (reply_to_hash);

create table preferences (
    organization_id uuid not null,
    person_id uuid not null,
    locale text not null default '', -- "" is the organization's
    time_zone text not null default '',
    notifications jsonb not null default '{}',
    signature bytea, -- a PNG, encrypted
    signature_method text not null default '',
    primary key (organization_id, person_id),
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);

do $$
declare
    name text;
begin
    foreach name in array array['branding', 'preferences'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
    end loop;
end $$;
create policy door on branding for select to door using (true);
grant select (organization_id, token_hash, reply_to_hash, reply_to_until) on branding to door;
grant select, insert, update on branding, preferences to app;

create function branded_organization(hash bytea) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select organization_id from public.branding where token_hash = hash
$$;

create function reply_to_question(hash bytea) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select organization_id from public.branding
    where reply_to_hash = hash and reply_to_until > now()
$$;

-- A person has one name in all organizations; they alone give it, through a session of theirs.
grant update (name) on people to door;
create function rename_person(person uuid, new_name text) returns void
language sql security definer set search_path = pg_catalog, public as $$
    update public.people set name = new_name where id = person
$$;

do $$
declare
    name text;
begin
    foreach name in array array[
        'branded_organization(bytea)', 'reply_to_question(bytea)', 'rename_person(uuid, text)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;
