-- API keys: what programs sign in with.

-- Of a secret nothing is kept but its SHA-256. A key that is revoked keeps its row: logs and
-- timelines go on naming it.
create table api_keys (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    secret_hash bytea,  -- none once it is revoked
    hint text not null, -- the end of the secret
    old_secret_hash bytea, -- works until then, beside the new one
    old_secret_ends_at timestamptz,
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
-- Its name comes after the other: what that one takes out, because it is the secret no more, is put
-- back until its time is over.
create trigger publish_token_of_old_secret
    after insert or delete or update of old_secret_hash, old_secret_ends_at on api_keys
    for each row execute function
        publish_token('api_key', 'old_secret_hash', 'old_secret_ends_at');
