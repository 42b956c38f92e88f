-- Templates: what is sent again and again. What one holds is an envelope that is never sent.

create table templates (
    organization_id uuid not null,
    id uuid not null, -- that of the envelope in which it is prepared
    description text not null default '',
    version int not null default 0, -- the latest one that was published
    published_state bigint not null default 0, -- the version of the envelope that it is
    created_at timestamptz not null,
    archived_at timestamptz,
    deleted_at timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, id) references envelopes (organization_id, id)
);
call build_walls('templates', 'select, insert, update, delete');

-- Each version is an envelope of its own, which no one changes.
create table template_versions (
    organization_id uuid not null,
    template_id uuid not null,
    version int not null check (version > 0),
    content_id uuid not null,
    published_by uuid not null,
    published_at timestamptz not null,
    primary key (organization_id, template_id, version),
    foreign key (organization_id, template_id) references templates (organization_id, id)
        on delete cascade,
    foreign key (organization_id, content_id) references envelopes (organization_id, id)
);
create index on template_versions (organization_id, content_id);
call build_walls('template_versions', 'select, insert, delete');

create table favourite_templates (
    organization_id uuid not null,
    person_id uuid not null,
    template_id uuid not null,
    primary key (organization_id, person_id, template_id),
    foreign key (organization_id, template_id) references templates (organization_id, id)
        on delete cascade
);
create index on favourite_templates (organization_id, template_id);
call build_walls('favourite_templates', 'select, insert, delete');

create index envelopes_of_template on envelopes (organization_id, template_id, created_at desc)
    where template_id is not null;

-- A public form that starts an envelope from a template: closed until its owner opens it.
create table direct_links (
    organization_id uuid not null,
    id uuid not null,
    template_id uuid not null,
    token_hash bytea not null,
    role_name text not null, -- of whoever fills in the form
    questions jsonb not null default '[]',
    active boolean not null default false,
    max_uses int check (max_uses > 0),
    uses int not null default 0,
    expires_at timestamptz,
    immediate boolean not null default false, -- the visitor's address is not confirmed
    created_at timestamptz not null,
    primary key (organization_id, id),
    unique (organization_id, template_id),
    foreign key (organization_id, template_id) references templates (organization_id, id)
        on delete cascade
);
call build_walls('direct_links', 'select, insert, update, delete');
create trigger publish_token after insert or delete or update of token_hash on direct_links
    for each row execute function publish_token('direct_link', 'token_hash', '');
