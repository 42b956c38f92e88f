-- OAuth 2.0: clients of an organization, what members allowed them, and their tokens. Of secrets,
-- codes and tokens nothing is kept but SHA-256.

-- A client that is deleted keeps its row: logs and timelines go on naming it. Its id is looked up
-- by a hash like any secret; without one, because it is disabled, none of its tokens works.
create table oauth_clients (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    kind text not null check (kind in ('confidential', 'public', 'native')),
    lookup_hash bytea,
    secret_hash bytea,
    hint text not null default '', -- the end of the secret
    old_secret_hash bytea, -- works until then, beside the new one
    old_secret_ends_at timestamptz,
    redirect_uris text[] not null,
    scopes text[] not null,
    public_keys jsonb not null default '{"keys": []}', -- a JWK set, of which assertions are signed
    is_shared boolean not null default false, -- members of other organizations may allow it, too
    may_impersonate boolean not null default false, -- every member of this one, whom none asked
    acts_for uuid not null, -- the member for whom it acts by itself
    created_by uuid not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    disabled_at timestamptz,
    deleted_at timestamptz,
    primary key (organization_id, id)
);
call build_walls('oauth_clients', 'select, insert, update, delete');
create trigger publish_token after insert or delete or update of lookup_hash on oauth_clients
    for each row execute function publish_token('oauth_client', 'lookup_hash', '');

-- What a member has allowed a client, which may be another organization's.
create table oauth_consents (
    organization_id uuid not null,
    client_id uuid not null,
    person_id uuid not null,
    client_organization_id uuid not null,
    client_name text not null,
    scopes text[] not null,
    given_at timestamptz not null,
    last_used_at timestamptz,
    primary key (organization_id, client_id, person_id)
);
create index on oauth_consents (organization_id, person_id);
call build_walls('oauth_consents', 'select, insert, update, delete');

-- One authorization and all tokens that come of it: revoked together. A refresh token has two
-- parts: one that finds its row and stays, and one that is new at each use.
create table oauth_grants (
    organization_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('authorization_code', 'client_credentials', 'jwt_bearer')),
    client_id uuid not null,
    client_organization_id uuid not null,
    person_id uuid not null,
    scopes text[] not null,
    redirect_uri text,
    code_hash bytea,
    code_challenge text,
    code_expires_at timestamptz,
    code_used_at timestamptz,
    nonce text,
    signed_in_at timestamptz,
    refresh_lookup_hash bytea,
    refresh_hash bytea,
    created_at timestamptz not null,
    ends_at timestamptz not null, -- nothing of it works after that
    revoked_at timestamptz,
    primary key (organization_id, id)
);
create index on oauth_grants (organization_id, client_id, person_id);
create index on oauth_grants (organization_id, ends_at);
call build_walls('oauth_grants', 'select, insert, update, delete');
create trigger publish_code after insert or delete or update of code_hash on oauth_grants
    for each row execute function publish_token('oauth_code', 'code_hash', '');
create trigger publish_refresh_token
    after insert or delete or update of refresh_lookup_hash on oauth_grants
    for each row execute function publish_token('oauth_refresh', 'refresh_lookup_hash', '');

create table oauth_access_tokens (
    organization_id uuid not null,
    id uuid not null,
    grant_id uuid not null,
    token_hash bytea not null,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, grant_id) references oauth_grants on delete cascade
);
create index on oauth_access_tokens (organization_id, grant_id);
call build_walls('oauth_access_tokens', 'select, insert, update, delete');
create trigger publish_token after insert or delete or update of token_hash on oauth_access_tokens
    for each row execute function publish_token('oauth_access', 'token_hash', '');

-- Signed statements of clients that have an id: each is accepted once.
create table oauth_assertions (
    organization_id uuid not null,
    client_id uuid not null,
    id_hash bytea not null,
    expires_at timestamptz not null,
    primary key (organization_id, client_id, id_hash)
);
create index on oauth_assertions (organization_id, expires_at);
call build_walls('oauth_assertions', 'select, insert, update, delete');

-- What ID tokens are signed with: the platform's, so that one key set serves all organizations.
create table oauth_signing_keys (
    organization_id uuid not null,
    id uuid not null,
    private_key ciphertext not null, -- encrypted
    public_key jsonb not null, -- a JWK
    created_at timestamptz not null,
    signs_from timestamptz not null, -- published before, so that everyone knows it by then
    primary key (organization_id, id)
);
call build_walls('oauth_signing_keys', 'select, insert, delete');
