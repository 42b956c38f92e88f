-- What is kept, what is erased, and what may not be; exports of all that an organization has; and
-- the end of an organization.

create table legal_holds (
    organization_id uuid not null,
    id uuid not null,
    subject text not null check (subject in ('envelope', 'address', 'organization')),
    envelope_id uuid,
    address text not null default '',
    reason text not null,
    placed_by uuid not null,
    placed_at timestamptz not null,
    lifted_at timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on legal_holds (organization_id, envelope_id) where lifted_at is null;
call build_walls('legal_holds', 'select, insert, update, delete');

create table retention_rules (
    organization_id uuid not null,
    id uuid not null,
    template_id uuid,
    days int not null check (days between 0 and 36525),
    keep_certificate boolean not null default true,
    primary key (organization_id, id),
    unique nulls not distinct (organization_id, template_id)
);
call build_walls('retention_rules', 'select, insert, update, delete');

create table erasures (
    organization_id uuid not null,
    id uuid not null,
    asked_by uuid not null,
    address ciphertext, -- under the organization's key; null once it is done
    with_documents boolean not null,
    after uuid not null default '00000000-0000-0000-0000-000000000000',
    erased int not null default 0,
    kept int not null default 0,
    asked_at timestamptz not null,
    finished_at timestamptz,
    primary key (organization_id, id)
);
create index on erasures (organization_id, asked_at desc);
call build_walls('erasures', 'select, insert, update, delete');

create table exports (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    state text not null default 'making'
        check (state in ('making', 'ready', 'refused', 'discarded')),
    section text not null default 'data', -- what comes next, and after which key
    after text[] not null default '{}',
    files int not null default 0, -- written of this section
    done bigint not null default 0,
    total bigint not null,
    size bigint not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz, -- once it is ready
    -- An export of what is about one person alone: whose address, under the organization's key.
    address ciphertext,
    primary key (organization_id, id)
);
create index on exports (organization_id, person_id, created_at desc);
call build_walls('exports', 'select, insert, update, delete');

-- Where the bytes lie. A name of its own for each attempt, so that two workers never mix theirs.
create table export_parts (
    organization_id uuid not null,
    export_id uuid not null,
    number int not null,
    object text not null,
    primary key (organization_id, export_id, number),
    foreign key (organization_id, export_id) references exports (organization_id, id)
        on delete cascade
);
call build_walls('export_parts', 'select, insert, update, delete');

-- What the last part has to list: every file in the ZIP, and where it begins.
create table export_entries (
    organization_id uuid not null,
    export_id uuid not null,
    position bigint not null, -- its first byte
    name text not null,
    sha256 text not null,
    crc bigint not null,
    size bigint not null,
    packed_size bigint not null,
    method int not null,
    primary key (organization_id, export_id, position),
    foreign key (organization_id, export_id) references exports (organization_id, id)
        on delete cascade
);
call build_walls('export_entries', 'select, insert, update, delete');

-- Keys, only when the time of grace is over. False when it is not, or was called off.
create function directory.destroy_keys() returns boolean
language plpgsql as $$
begin
    update organizations set wrapped_key = '', private_key = ''
    where id = current_organization() and closes_at <= now();
    return found;
end $$;

-- Links of recipients, some at a time; how many there were.
create function directory.destroy_links(most int) returns int
language plpgsql as $$
declare
    n int;
begin
    delete from link_tokens where token_hash in (select t.token_hash
        from link_tokens t where t.organization_id = current_organization()
        and exists (select from organizations o
            where o.id = t.organization_id and o.wrapped_key = '')
        limit most);
    get diagnostics n = row_count;
    return n;
end $$;

-- The last of it: domains, sessions, and those people who belong nowhere else. Their rows stay for
-- the keys that name them, without anything that says who they were.
create function directory.end_organization() returns void
language plpgsql as $$
declare
    ended uuid := current_organization();
    alone uuid[];
begin
    if not exists (select from organizations where id = ended and wrapped_key = ''
            and closes_at <= now()) then
        return;
    end if;
    delete from captured_domains where organization_id = ended;
    delete from sso_attempts where organization_id = ended;
    delete from sessions where organization_id = ended;
    delete from tokens where organization_id = ended;
    delete from recipient_sessions where organization_id = ended;
    delete from hand_overs where organization_id = ended;
    delete from texted_phones where organization_id = ended;
    alone := array(select m.person_id from memberships m where m.organization_id = ended
        and not exists (select from memberships o
            where o.person_id = m.person_id and o.organization_id <> ended));
    delete from passkeys where person_id = any(alone);
    delete from authenticators where person_id = any(alone);
    delete from recovery_codes where person_id = any(alone);
    delete from password_resets where person_id = any(alone);
    delete from pending_sign_ins where person_id = any(alone);
    update people set name = '', email = '', password_hash = '',
        email_hash = sha256(uuid_send(id)) where id = any(alone);
    update organizations set name = 'Closed organization', slug = id::text,
        suspension_reason = '' where id = ended;
end $$;

call run_as('door', 'app',
    'destroy_keys()', 'destroy_links(int)', 'end_organization()');
