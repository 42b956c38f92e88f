-- Webhooks: where other systems are told of events, what they are told, and what they answered.

create table webhook_endpoints (
    organization_id uuid not null,
    id uuid not null,
    url text not null,
    description text not null,
    events text[] not null, -- none are all
    ordering text not null check (ordering in ('envelope', 'none')),
    payload text not null check (payload in ('thin', 'full', 'docusign')),
    signing text not null check (signing in ('hmac', 'ed25519')),
    named_only boolean not null default false, -- of envelopes in envelope_notifications alone
    keys ciphertext not null, -- what signs: the latest, and the last while it still does
    state text not null check (state in ('enabled', 'paused', 'backed_off', 'disabled')),
    because text not null default '',
    -- How it fails since its last success.
    failing_since timestamptz,
    failing_on uuid[] not null default '{}',
    probe_at timestamptz,
    probes int not null default 0,
    succeeded_at timestamptz,
    -- The job that sends to it now: there is one at a time.
    drainer uuid,
    drain_attempt int not null default 0,
    drained_until timestamptz,
    version int not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (organization_id, id)
);
call build_walls('webhook_endpoints', 'select, insert, update, delete');

-- One event for one endpoint, written in the commit of the event. `id` is the event's, and the
-- webhook-id of every try. `data` holds ids only; what is sent is made at the first try.
create table webhook_deliveries (
    organization_id uuid not null,
    endpoint_id uuid not null,
    id uuid not null,
    place uuid not null default uuidv7(),
    event text not null,
    type text not null, -- of the entry in the trail or the log
    envelope_id uuid, -- none for what is of no envelope
    subject_id uuid not null, -- what it is in order with: envelope, template, bulk send
    sequence int not null,
    data jsonb not null,
    at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
    tries int not null default 0, -- of the schedule
    attempts int not null default 0, -- ever
    next_at timestamptz not null default now(),
    payload ciphertext,
    status int not null default 0, -- of the last answer
    failure text not null default '',
    tried_at timestamptz,
    took_ms int not null default 0,
    ended_at timestamptz,
    primary key (organization_id, endpoint_id, id),
    foreign key (organization_id, endpoint_id)
        references webhook_endpoints (organization_id, id) on delete cascade
);
create index webhook_order on webhook_deliveries
    (organization_id, endpoint_id, subject_id, sequence) where state = 'waiting';
create index webhook_due on webhook_deliveries (organization_id, endpoint_id, next_at)
    where state = 'waiting';
create index on webhook_deliveries (organization_id, endpoint_id, place);
create index on webhook_deliveries (organization_id, envelope_id);
create index webhook_ended on webhook_deliveries (organization_id, ended_at)
    where state <> 'waiting';
call build_walls('webhook_deliveries', 'select, insert, update, delete');

create table webhook_attempts (
    organization_id uuid not null,
    endpoint_id uuid not null,
    delivery_id uuid not null,
    number int not null,
    at timestamptz not null,
    took_ms int not null,
    status int not null,
    failure text not null,
    exchange ciphertext not null, -- headers of request and answer, the beginning of its body
    primary key (organization_id, endpoint_id, delivery_id, number),
    foreign key (organization_id, endpoint_id, delivery_id)
        references webhook_deliveries (organization_id, endpoint_id, id) on delete cascade
);
call build_walls('webhook_attempts', 'select, insert, update, delete');

-- Envelopes of which an endpoint is told that hears of no others.
create table envelope_notifications (
    organization_id uuid not null,
    envelope_id uuid not null,
    endpoint_id uuid not null,
    primary key (organization_id, envelope_id, endpoint_id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade,
    foreign key (organization_id, endpoint_id)
        references webhook_endpoints (organization_id, id) on delete cascade
);
create index on envelope_notifications (organization_id, endpoint_id);
call build_walls('envelope_notifications', 'select, insert, update, delete');
