-- What was answered to a request with an Idempotency-Key, written in the transaction of its effect.
-- Programs ask again within a day; later rows are swept when others are written. `key_hash` is of who
-- asked and of their key, which is kept nowhere; without it the answer cannot be read. What is erased
-- of an envelope is erased of its answer.

create table idempotency_keys (
    organization_id uuid not null,
    key_hash bytea not null,
    request_hash bytea not null,
    subject_id uuid, -- the envelope or other thing that the answer tells of
    answer ciphertext, -- null once something of it was erased
    created_at timestamptz not null default now(),
    primary key (organization_id, key_hash)
);
create index on idempotency_keys (organization_id, created_at);
create index on idempotency_keys (organization_id, subject_id);
call build_walls('idempotency_keys', 'select, insert, update, delete');
