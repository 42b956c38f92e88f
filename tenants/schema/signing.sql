-- Recipients' links, and the signatures that they adopted.

create table link_tokens (
    token_hash bytea primary key,
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    generation int not null,
    foreign key (organization_id, recipient_id) references recipients (organization_id, id)
);
create index on link_tokens (organization_id);
call hide_behind('door', 'link_tokens');

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
call build_walls('signatures', 'select, insert, update, delete');

-- Pictures of signatures that browsers without a script sent as they are. The worker makes plain
-- ones of them, which their owner then looks at and adopts. Gone once that is done, or a day later.
create table signature_uploads (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    owner text not null, -- recipient:<id> or person:<id>
    envelope_id uuid,
    kind text not null check (kind in ('signature', 'initials')),
    field_id uuid, -- where the dialog was opened
    image bytea not null, -- under the organization's key
    state text not null default 'waiting' check (state in ('waiting', 'ready', 'refused')),
    problem text not null default '',
    uploaded_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on signature_uploads (organization_id, owner);
call build_walls('signature_uploads', 'select, insert, update, delete');

create function link(hash bytea)
returns table (organization_id uuid, envelope_id uuid, recipient_id uuid, generation int)
language sql stable as $$
    select t.organization_id, t.envelope_id, t.recipient_id, t.generation
    from link_tokens t where t.token_hash = hash
$$;

create function issue_links(hashes bytea[], envelope uuid, recipients uuid[], generations int[])
returns void language sql as $$
    insert into link_tokens
    select h, current_organization(), envelope, r, g
    from unnest(hashes, recipients, generations) as t (h, r, g)
    on conflict (token_hash) do nothing
$$;

call run_as('door', 'app',
    'link(bytea)', 'issue_links(bytea[], uuid, uuid[], int[])');
