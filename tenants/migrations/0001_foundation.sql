-- Every tenant table leads with organization_id in its primary key, unique constraints and foreign
-- keys: foreign keys bypass row-level security, so a key on id alone would let one organization
-- probe and cascade into another.

grant usage on schema public to app, relay, door, backup;
grant create on schema public to door;

create function current_organization() returns uuid language sql stable
    return (select nullif(current_setting('app.organization_id', true), ''))::uuid;

create table organizations (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    time_zone text not null default 'UTC',
    locale text not null default 'en',
    wrapped_key bytea not null,
    certificate bytea not null,
    private_key bytea not null,
    created_at timestamptz not null default now()
);

create table people (
    id uuid primary key,
    name text not null,
    email text not null,
    email_hash bytea not null unique,
    password_hash text not null,
    created_at timestamptz not null default now()
);

create table memberships (
    organization_id uuid not null references organizations (id),
    person_id uuid not null references people (id),
    role text not null check (role in ('owner', 'admin', 'sender', 'viewer', 'auditor')),
    created_at timestamptz not null default now(),
    primary key (organization_id, person_id)
);
create index on memberships (person_id);

create table envelopes (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    sender_id uuid not null references people (id),
    name text not null,
    message text not null default '',
    status text not null default 'draft',
    status_at timestamptz not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    expires_at timestamptz,
    certificate_sha256 text not null default '',
    head_sequence int not null default 0,
    head_hash text not null,
    version bigint not null default 1,
    primary key (organization_id, id)
);
create index on envelopes (organization_id, status_at desc, id desc);
create index on envelopes (organization_id, status, status_at desc, id desc);

create table recipients (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    position int not null,
    name text not null,
    email text not null,
    role text not null,
    routing_order int not null,
    status text not null default 'created',
    link_generation int not null default 1,
    sent_at timestamptz,
    delivered_at timestamptz,
    completed_at timestamptz,
    primary key (organization_id, id),
    unique (organization_id, envelope_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on recipients (organization_id, lower(email)) where status in ('sent', 'delivered');

create table documents (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    position int not null,
    name text not null,
    status text not null default 'processing',
    reason text not null default '',
    notes text[] not null default '{}',
    original_sha256 text not null,
    canonical_sha256 text not null default '',
    sealed_sha256 text not null default '',
    widths float8[] not null default '{}',
    heights float8[] not null default '{}',
    pages_rendered int not null default 0,
    password bytea,
    found jsonb not null default '[]', -- form fields the file brought along
    primary key (organization_id, id),
    unique (organization_id, envelope_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);

create table page_images (
    organization_id uuid not null,
    document_id uuid not null,
    width int not null,
    number int not null,
    height int not null,
    media_type text not null,
    lines bytea,
    primary key (organization_id, document_id, width, number),
    foreign key (organization_id, document_id) references documents (organization_id, id)
        on delete cascade
);

create table fields (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    document_id uuid not null,
    recipient_id uuid not null,
    position int not null,
    type text not null,
    page int not null,
    x float8 not null,
    y float8 not null,
    width float8 not null,
    height float8 not null,
    required boolean not null,
    label text not null,
    value text not null default '',
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id, document_id)
        references documents (organization_id, envelope_id, id) on delete cascade,
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on fields (organization_id, envelope_id);

create table signatures (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    position int not null,
    kind text not null check (kind in ('signature', 'initials')),
    method text not null check (method in ('drawn', 'typed', 'uploaded')),
    image_sha256 text not null,
    image bytea not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id)
);
create index on signatures (organization_id, envelope_id);

create table sealed_files (
    organization_id uuid not null,
    envelope_id uuid not null,
    document_id uuid not null, -- the envelope's own id for the certificate of completion
    sha256 text not null,
    object text not null,
    size bigint not null,
    sealed_at timestamptz not null,
    primary key (organization_id, envelope_id, document_id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on sealed_files (sha256);

create table audit_events (
    organization_id uuid not null,
    envelope_id uuid not null,
    sequence int not null,
    id uuid not null,
    type text not null,
    at timestamptz not null,
    text text not null, -- exactly what was hashed
    hash text not null,
    primary key (organization_id, envelope_id, sequence),
    unique (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);

-- The erasable part of the audit trail: what the hashed texts only commit to.
create table audit_values (
    organization_id uuid not null,
    event_id uuid not null,
    name text not null,
    envelope_id uuid not null,
    salt bytea not null,
    value text not null,
    primary key (organization_id, event_id, name),
    foreign key (organization_id, event_id) references audit_events (organization_id, id)
);
create index on audit_values (organization_id, envelope_id);

create table access_log (
    organization_id uuid not null references organizations (id),
    id uuid not null default uuidv7(),
    envelope_id uuid not null,
    actor text not null,
    action text not null,
    at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);

create table outbox (
    organization_id uuid not null references organizations (id),
    id uuid not null default uuidv7(),
    envelope_id uuid,
    kind text not null,
    queue text not null,
    arguments jsonb not null,
    priority smallint not null,
    state text not null default 'open' check (state in ('open', 'done', 'dead')),
    due_at timestamptz not null default now(),
    lease interval not null,
    attempts int not null default 0,
    published_until timestamptz,
    lease_until timestamptz,
    last_error text not null default '',
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    primary key (organization_id, id)
);
create index outbox_open on outbox (priority, due_at) where state = 'open';
create index on outbox (organization_id, envelope_id);

create table verifications (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    file_name text not null,
    sha256 text not null,
    report jsonb,
    created_at timestamptz not null,
    primary key (organization_id, id)
);

-- What is looked up before it is known whose it is: owned by a role of its own, reached only
-- through functions that take one hash.

create table link_tokens (
    token_hash bytea primary key,
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    generation int not null,
    foreign key (organization_id, recipient_id) references recipients (organization_id, id)
);
create table sessions (
    token_hash bytea primary key,
    organization_id uuid not null,
    person_id uuid not null references people (id),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    foreign key (organization_id, person_id) references memberships (organization_id, person_id)
        on delete cascade
);
create table attempts (
    key bytea not null,
    at timestamptz not null default now()
);
create index on attempts (key, at);

create function link(hash bytea)
returns table (organization_id uuid, envelope_id uuid, recipient_id uuid, generation int)
language sql stable security definer set search_path = pg_catalog, public as $$
    select t.organization_id, t.envelope_id, t.recipient_id, t.generation
    from public.link_tokens t where t.token_hash = hash
$$;

create function issue_links(hashes bytea[], envelope uuid, recipients uuid[], generations int[])
returns void language sql security definer set search_path = pg_catalog, public as $$
    insert into public.link_tokens
    select h, public.current_organization(), envelope, r, g
    from unnest(hashes, recipients, generations) as t (h, r, g)
    on conflict (token_hash) do nothing
$$;

create function credentials(hash bytea)
returns table (person_id uuid, password_hash text, organization_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.password_hash, m.organization_id
    from public.people p join public.memberships m on m.person_id = p.id
    where p.email_hash = hash order by m.created_at limit 1
$$;

create function enrol_person(new_id uuid, name text, email text, hash bytea, password_hash text)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    insert into public.people (id, name, email, email_hash, password_hash)
    values (new_id, name, email, hash, password_hash) on conflict (email_hash) do nothing;
    return (select p.id from public.people p where p.email_hash = hash);
end $$;

create function open_session(hash bytea, person uuid, organization uuid, lifetime interval)
returns void language sql security definer set search_path = pg_catalog, public as $$
    insert into public.sessions (token_hash, organization_id, person_id, expires_at)
    values (hash, organization, person, now() + lifetime)
$$;

create function session(hash bytea) returns table (organization_id uuid, person_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select s.organization_id, s.person_id from public.sessions s
    where s.token_hash = hash and s.expires_at > now()
$$;

create function close_session(hash bytea) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.sessions where token_hash = hash or expires_at < now() - interval '1 day'
$$;

create function count_attempt(attempted bytea, period interval) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    delete from public.attempts where at < now() - interval '1 day';
    insert into public.attempts (key) values (attempted);
    return (select count(*) from public.attempts where key = attempted and at > now() - period);
end $$;

create function forget_attempts(attempted bytea) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.attempts where key = attempted
$$;

create function organization_by_slug(wanted text) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select id from public.organizations where slug = wanted
$$;

create function sealed_file(hash text)
returns table (organization_id uuid, envelope_id uuid, document_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select f.organization_id, f.envelope_id, f.document_id
    from public.sealed_files f where f.sha256 = hash limit 1
$$;

do $$
declare
    name text;
begin
    foreach name in array array['link_tokens', 'sessions', 'attempts'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy door on %I to door using (true) with check (true)', name);
        execute format('alter table %I owner to door', name);
    end loop;
    foreach name in array array[
        'link(bytea)', 'issue_links(bytea[], uuid, uuid[], int[])', 'credentials(bytea)',
        'enrol_person(uuid, text, text, bytea, text)',
        'open_session(bytea, uuid, uuid, interval)', 'session(bytea)', 'close_session(bytea)',
        'count_attempt(bytea, interval)', 'forget_attempts(bytea)', 'organization_by_slug(text)',
        'sealed_file(text)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;

-- The walls.
do $$
declare
    name text;
begin
    foreach name in array array[
        'memberships', 'envelopes', 'recipients', 'documents', 'page_images', 'fields',
        'signatures', 'sealed_files', 'audit_events', 'audit_values', 'access_log', 'outbox',
        'verifications'
    ] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
    end loop;
end $$;

alter table organizations enable row level security;
alter table organizations force row level security;
create policy walls on organizations to app
    using (id = (select nullif(current_setting('app.organization_id', true), ''))::uuid);
create policy door on organizations for select to door using (true);

alter table people enable row level security;
alter table people force row level security;
create policy walls on people for select to app
    using (exists (select from memberships m where m.person_id = people.id));
create policy door on people to door using (true) with check (true);
create policy door on memberships for select to door using (true);
create policy door on sealed_files for select to door using (true);
create policy relay on outbox to relay using (true);

grant select, insert on organizations to app;
grant select on people to app;
grant select, insert, update, delete on memberships to app;
grant select, insert, update on envelopes, sealed_files, outbox, verifications to app;
grant select, insert, update, delete on recipients, documents, page_images, fields, signatures
    to app;
grant select, insert on audit_events, access_log to app;
grant select, insert, delete on audit_values to app;
grant delete on verifications to app;
grant select on organizations, memberships, sealed_files to door;
grant select, insert on people to door;
grant select, update (published_until) on outbox to relay;
grant execute on function current_organization() to app, door;

-- What core decides, the database insists on.

create function check_envelope_move() returns trigger language plpgsql as $$
begin
    if old.status = new.status then
        if new.head_sequence < old.head_sequence then
            raise exception 'an audit trail only grows';
        end if;
        return new;
    end if;
    if (old.status, new.status) in (
        ('draft', 'sent'), ('draft', 'voided'),
        ('sent', 'delivered'), ('sent', 'voided'), ('sent', 'expired'),
        ('delivered', 'signed'), ('delivered', 'declined'), ('delivered', 'voided'),
        ('delivered', 'expired'), ('signed', 'completed')
    ) then
        return new;
    end if;
    raise exception 'no envelope goes from % to %', old.status, new.status;
end $$;
create trigger check_envelope_move before update on envelopes
    for each row execute function check_envelope_move();

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is append-only';
end $$;
create trigger append_only before update or delete on audit_events
    for each row execute function refuse_change();
create trigger append_only_always before truncate on audit_events
    for each statement execute function refuse_change();

-- Verifications by strangers belong to no tenant: they live behind the same walls, in an
-- organization of the platform's own, whose key is derived from the master key.
alter table organizations no force row level security;
insert into organizations (id, slug, name, wrapped_key, certificate, private_key)
values ('00000000-0000-0000-0000-000000000000', '-', 'Countersign', '', '', '');
alter table organizations force row level security;
