-- Organizations: what each is called and set to, its branding, its limits, its own log.

create table directory.organizations (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    time_zone text not null default 'UTC',
    locale text not null default 'en',
    date_format text not null default 'YYYY-MM-DD',
    -- What a new envelope begins with, in days: see core/envelopes/schedule.py.
    expire_days int not null default 120,
    remind_after int not null default 0,
    remind_every int not null default 0,
    attach_megabytes int not null default 0, -- of copies in completion mails; 0: links alone
    proofs text[] not null default '{}', -- of identity, asked of every recipient at least
    confirm_signatures boolean not null default false, -- each by itself: 21 CFR Part 11
    signing_reasons text not null default '', -- to choose from then, one per line
    free_reasons boolean not null default true,
    remind_most int not null default 10,
    warn_days int not null default 0,
    archive text not null default '', -- addresses that get completed envelopes, one per line
    ask_location boolean not null default false, -- recipients are asked where they are
    copy_links boolean not null default false, -- senders may copy recipients' signing links
    -- Whether recipients may hand their part over: core/organizations/delegation.py.
    delegation text not null default 'chosen',
    wrapped_key ciphertext not null,
    certificate bytea not null,
    private_key ciphertext not null,
    created_at timestamptz not null default now(),
    suspended_at timestamptz,
    closes_at timestamptz,
    suspension_reason text not null default '',
    -- When its first steps were done or put away: core/organizations/first_steps.py.
    onboarded_at timestamptz
);
-- Verifications by strangers belong to no tenant: they live behind the same walls, in an
-- organization of the platform's own, whose key is derived from the master key.
insert into organizations (id, slug, name, wrapped_key, certificate, private_key)
values ('00000000-0000-0000-0000-000000000000', '-', 'Countersign', '', '', '');

create index organizations_created on organizations (created_at desc, id desc);
create index organizations_words on organizations
    using gin (to_tsvector('simple', name || ' ' || slug));
grant update (name, time_zone, locale, expire_days, remind_after, remind_every,
    remind_most, warn_days, copy_links, archive,
    date_format, attach_megabytes, delegation, ask_location, proofs, confirm_signatures,
    signing_reasons, free_reasons, closes_at, onboarded_at) on organizations to app;
call build_walls('organizations', 'select, insert', visible =>
    'id = (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid');
call open_to('door', 'organizations', 'select');
-- An organization ends when its time of grace is over: see end_organization in retention.sql.
call open_to('door', 'organizations',
    'update (wrapped_key, private_key, name, slug, suspension_reason)', 'closes_at <= now()');
call open_to('operating', 'organizations',
    'select (id, slug, name, created_at, suspended_at, suspension_reason, closes_at),'
    ' update (suspended_at, suspension_reason)');

-- Without a row the installation's defaults count; null in a row is without a limit.
create table directory.quotas (
    organization_id uuid primary key references organizations (id),
    envelopes_per_month bigint,
    storage_bytes bigint,
    api_calls_per_month bigint,
    members bigint,
    set_by text not null,
    set_at timestamptz not null default now()
);
call build_walls('quotas', 'select');
call open_to('door', 'quotas', 'select, insert, update');
call open_to('operating', 'quotas',
    'select (organization_id, envelopes_per_month, storage_bytes, api_calls_per_month, members)');

-- How an organization looks and speaks to its recipients.
create table branding (
    organization_id uuid primary key,
    token_hash bytea not null, -- of the secret in the public addresses of its logo and style
    version int not null default 1,
    settings jsonb not null default '{}',
    previous jsonb, -- what undoing goes back to
    logo_upload text not null default '', -- a picture that is looked at, or was refused
    logo_problem text not null default '',
    reply_to_asked text not null default '', -- an address that no one has proved to be theirs yet
    reply_to_by uuid,
    reply_to_hash bytea,
    reply_to_until timestamptz
);
call build_walls('branding', 'select, insert, update, delete');

-- The admin audit log: one chain per organization, of the same make as an envelope's.

create table admin_heads (
    organization_id uuid primary key,
    sequence int not null default 0,
    hash text not null
);
call build_walls('admin_heads', 'select, insert, update');

create table admin_events (
    organization_id uuid not null,
    sequence int not null,
    id uuid not null,
    type text not null,
    at timestamptz not null,
    actor text not null,
    text text not null, -- exactly what was hashed
    hash text not null,
    primary key (organization_id, sequence),
    unique (organization_id, id)
);
create index on admin_events (organization_id, type, sequence);
create index on admin_events (organization_id, actor, sequence);
call build_walls('admin_events', 'select, insert');

create table admin_values (
    organization_id uuid not null,
    envelope_id uuid not null, -- the organization's own id, as in subject_keys
    sequence int not null,
    event_id uuid not null,
    key_id uuid not null,
    sealed ciphertext not null,
    primary key (organization_id, sequence),
    foreign key (organization_id, sequence) references admin_events (organization_id, sequence)
);
create index on admin_values (organization_id, key_id);
call build_walls('admin_values', 'select, insert, delete');

create function directory.organization_by_slug(wanted text) returns uuid
language sql stable as $$
    select id from organizations where slug = wanted
$$;

create function directory.set_quota(
    session bytea, organization uuid, envelopes bigint, storage bigint, api_calls bigint,
    people bigint, who text
) returns void
language plpgsql as $$
begin
    perform check_operator(session);
    insert into quotas (organization_id, envelopes_per_month, storage_bytes,
        api_calls_per_month, members, set_by)
    values (organization, envelopes, storage, api_calls, people, who)
    on conflict (organization_id) do update set
        envelopes_per_month = excluded.envelopes_per_month,
        storage_bytes = excluded.storage_bytes,
        api_calls_per_month = excluded.api_calls_per_month,
        members = excluded.members, set_by = excluded.set_by, set_at = now();
end $$;

create function check_admin_head() returns trigger language plpgsql as $$
begin
    if new.sequence < old.sequence
        or new.sequence = old.sequence and new.hash <> old.hash then
        raise exception 'an audit trail only grows';
    end if;
    return new;
end $$;

create trigger publish_token after insert or delete or update of token_hash on branding
    for each row execute function publish_token('brand', 'token_hash', '');
create trigger publish_question
    after insert or delete or update of reply_to_hash, reply_to_until on branding
    for each row execute function publish_token('reply_to', 'reply_to_hash', 'reply_to_until');
create trigger check_admin_head before update on admin_heads
    for each row execute function check_admin_head();
create trigger append_only before update or delete on admin_events
    for each row execute function refuse_change();
create trigger append_only_always before truncate on admin_events
    for each statement execute function refuse_change();

call run_as('door', 'app',
    'organization_by_slug(text)', 'set_quota(bytea, uuid, bigint, bigint, bigint, bigint, text)');
