-- API keys, and the answers that are kept for a while in case a program asks once more.

-- Of a secret nothing is kept but its SHA-256. A key that is revoked keeps its row: logs and
-- timelines go on naming it.
create table api_keys (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    secret_hash bytea,  -- none once it is revoked
    hint text not null, -- the end of the secret
    scopes text[] not null,
    created_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    primary key (organization_id, id)
);
call build_walls('api_keys', 'select, insert, update, delete');
create trigger publish_token after insert or delete or update of secret_hash on api_keys
    for each row execute function publish_token('api_key', 'secret_hash', '');

-- The answer to a request that carried an Idempotency-Key, written in the transaction of its
-- effect. Programs ask again within a day; later rows are swept when others are written.
create table idempotency_keys (
    organization_id uuid not null,
    api_key_id uuid not null,
    key text not null,
    request_hash bytea not null,
    status int not null default 0, -- of the answer; 0 is seen by nobody but its own transaction
    answer ciphertext,
    created_at timestamptz not null default now(),
    primary key (organization_id, api_key_id, key),
    foreign key (organization_id, api_key_id) references api_keys (organization_id, id)
);
create index on idempotency_keys (organization_id, created_at);
call build_walls('idempotency_keys', 'select, insert, update, delete');
