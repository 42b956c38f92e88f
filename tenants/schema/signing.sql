-- What recipients consented to, and the signatures that they adopted.

create table consents (
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    version text not null, -- of the disclosure
    sha256 text not null, -- of its text
    language text not null,
    at timestamptz not null,
    primary key (organization_id, recipient_id),
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on consents (organization_id, envelope_id);
call build_walls('consents', 'select, insert, update, delete');

-- Disclosures in the organization's own words: each version that was published stays.
create table disclosure_versions (
    organization_id uuid not null,
    purpose text not null check (purpose in ('signing', 'reading')),
    language text not null,
    number int not null check (number > 0),
    words jsonb, -- title and paragraphs; null: the standard text counts again
    published_at timestamptz not null,
    primary key (organization_id, purpose, language, number)
);
call build_walls('disclosure_versions', 'select, insert, delete');

-- Every text that someone accepted, exactly as it was shown and hashed.
create table disclosure_texts (
    organization_id uuid not null,
    sha256 text not null,
    version text not null,
    language text not null,
    text text not null,
    primary key (organization_id, sha256)
);
call build_walls('disclosure_texts', 'select, insert, delete');

-- Wrong tries in a row, and the code that was sent last: it is derived from its id.
create table proof_states (
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    proof text not null,
    failed int not null default 0,
    code_id uuid,
    sent_at timestamptz,
    undelivered boolean not null default false,
    primary key (organization_id, recipient_id, proof),
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on proof_states (organization_id, envelope_id);
call build_walls('proof_states', 'select, insert, update, delete');

-- The authenticator apps of recipients, by a keyed hash of their address. One that is used in two
-- envelopes is the same: no envelope is named.
create table recipient_authenticators (
    organization_id uuid not null,
    address bytea not null,
    sealed ciphertext not null, -- the secret
    step bigint not null, -- no code of it or of an earlier one counts any more
    enrolled_at timestamptz not null default now(),
    primary key (organization_id, address)
);
call build_walls('recipient_authenticators', 'select, insert, update, delete');

-- The passkeys of recipients, by the same hash. One works on the pages of one host only.
create table recipient_passkeys (
    organization_id uuid not null,
    address bytea not null,
    host text not null,
    credential_id bytea not null,
    public_key bytea not null,
    sign_count bigint not null,
    enrolled_at timestamptz not null,
    primary key (organization_id, address)
);
call build_walls('recipient_passkeys', 'select, insert, update, delete');

-- Supplemental documents that a recipient has viewed or accepted, as each of them asks.
create table acknowledgements (
    organization_id uuid not null,
    envelope_id uuid not null,
    document_id uuid not null,
    recipient_id uuid not null,
    at timestamptz not null,
    primary key (organization_id, document_id, recipient_id),
    foreign key (organization_id, envelope_id, document_id)
        references documents (organization_id, envelope_id, id) on delete cascade,
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on acknowledgements (organization_id, envelope_id);
call build_walls('acknowledgements', 'select, insert, update, delete');

-- Signatures that were confirmed, each by a proof of identity of its own.
create table confirmations (
    organization_id uuid not null,
    envelope_id uuid not null,
    field_id uuid not null,
    recipient_id uuid not null,
    content text not null, -- the mark of what was signed
    at timestamptz not null,
    primary key (organization_id, field_id),
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on confirmations (organization_id, envelope_id);
call build_walls('confirmations', 'select, insert, update, delete');

-- What a browser is about to confirm, and when it confirmed something last.
create table begun_confirmations (
    organization_id uuid not null,
    session bytea not null, -- the hash of its secret
    envelope_id uuid not null,
    recipient_id uuid not null,
    field_id uuid, -- null: nothing just now
    content text not null default '',
    reason ciphertext,
    asked text[] not null default '{}', -- proofs of identity
    given text[] not null default '{}',
    begun_at timestamptz,
    confirmed_at timestamptz,
    primary key (organization_id, session),
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on begun_confirmations (organization_id, envelope_id);
call build_walls('begun_confirmations', 'select, insert, update, delete');

-- Files that recipients attached to fields. What counts is what the field's value says, which the
-- trail tells; here is what is still being checked, and how large it is.
create table attachments (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    field_id uuid not null,
    recipient_id uuid not null,
    sha256 text not null,
    size bigint not null,
    name ciphertext not null,
    -- The file of the field that its recipient saw, if there was one: another one they are asked about.
    seen uuid,
    state text not null default 'checking'
        check (state in ('checking', 'waiting', 'kept', 'refused')),
    problem text not null default '',
    uploaded_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id) on delete cascade
);
create index on attachments (organization_id, envelope_id);
call build_walls('attachments', 'select, insert, update, delete');

create table signatures (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    position int not null,
    kind text not null check (kind in ('signature', 'initials', 'stamp', 'image')),
    method text not null check (method in ('drawn', 'typed', 'uploaded')),
    image_sha256 text not null,
    image ciphertext not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id, recipient_id)
        references recipients (organization_id, envelope_id, id)
);
create index on signatures (organization_id, envelope_id);
call build_walls('signatures', 'select, insert, update, delete');

-- Pictures of signatures that browsers without a script sent as they are. The worker makes plain
-- ones of them, which their owner then looks at and adopts. Gone once that is done, or a day later.
create table signature_uploads (
    organization_id uuid not null,
    id uuid not null,
    owner text not null, -- recipient:<id> or person:<id>
    envelope_id uuid,
    kind text not null check (kind in ('signature', 'initials', 'stamp', 'image')),
    field_id uuid, -- where the dialog was opened
    image ciphertext not null, -- under the organization's key
    state text not null default 'waiting' check (state in ('waiting', 'ready', 'refused')),
    problem text not null default '',
    uploaded_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on signature_uploads (organization_id, owner);
call build_walls('signature_uploads', 'select, insert, update, delete');

-- Whose pages may show the signing pages in a frame, where a signer may be led to afterwards, and
-- what the organization tells those who have finished.
create table embedding_settings (
    organization_id uuid primary key,
    origins text[] not null default '{}',
    return_addresses text[] not null default '{}',
    closing_words text not null default ''
);
call build_walls('embedding_settings', 'select, insert, update, delete');

-- A draft that its sender prepares inside a page of an application. The token in the address works
-- once; the session that it begins is for this one draft.
create table draft_views (
    organization_id uuid not null,
    token_hash bytea not null,
    envelope_id uuid not null,
    person_id uuid not null,
    actor text not null,
    origin text not null,
    return_to text not null,
    words text not null,
    sends boolean not null,
    session_hash bytea,
    expires_at timestamptz not null,
    primary key (organization_id, token_hash),
    unique (organization_id, session_hash),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
create index on draft_views (organization_id, envelope_id);
create index on draft_views (organization_id, expires_at);
call build_walls('draft_views', 'select, insert, update, delete');
