-- What a request with an Idempotency-Key has made, written in the transaction of its effect. Programs
-- ask again within a day; later rows are swept when others are written. What is erased of an envelope
-- is erased of its answer.

create table idempotency_keys (
    organization_id uuid not null,
    api_key_id uuid not null,
    key_hash bytea not null,
    request_hash bytea not null,
    envelope_id uuid, -- null is seen by no one but its own transaction
    answer ciphertext, -- null once something of the envelope was erased
    created_at timestamptz not null default now(),
    primary key (organization_id, api_key_id, key_hash),
    foreign key (organization_id, api_key_id) references api_keys (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on idempotency_keys (organization_id, created_at);
create index on idempotency_keys (organization_id, envelope_id);
call build_walls('idempotency_keys', 'select, insert, update, delete');
