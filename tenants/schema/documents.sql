-- The documents of an envelope and the images of their pages.

create table documents (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    -- A copied document has no files of its own: those of this one are its files too.
    files_of uuid,
    files_id uuid not null generated always as (coalesce(files_of, id)) stored,
    position int not null,
    name text not null,
    status text not null default 'processing',
    reason text not null default '',
    notes text[] not null default '{}',
    original_sha256 text not null,
    canonical_sha256 text not null default '',
    sealed_sha256 text not null default '',
    widths float8[] not null default '{}',
    heights float8[] not null default '{}',
    pages_rendered int not null default 0,
    password ciphertext,
    found jsonb not null default '[]', -- form fields the file brought along
    size bigint not null default 0, -- bytes as uploaded
    handling text not null default 'canonical',
    merge_fields text[] not null default '{}', -- that a typed page asks for
    merge_values ciphertext, -- by their names
    earlier jsonb, -- the digital signatures it brought along
    hidden_from uuid[] not null default '{}', -- recipients who are shown nothing of it
    supplement text not null default '' check (supplement in ('', 'view', 'accept')),
    replaces uuid, -- the document of the draft whose place it takes when it is ready
    awaited text not null default '', -- fields that are placed where texts stand
    carried jsonb, -- what became of the fields of the one that it replaced
    page_edits jsonb, -- its pages as they come out of the file, if they were edited
    edits_final boolean not null default false, -- it is a copy: they are not undone
    primary key (organization_id, id),
    unique (organization_id, envelope_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on documents (organization_id, files_id);
call build_walls('documents', 'select, insert, update, delete');

create table page_images (
    organization_id uuid not null,
    document_id uuid not null,
    width int not null,
    number int not null,
    height int not null,
    media_type text not null,
    lines ciphertext,
    primary key (organization_id, document_id, width, number),
    foreign key (organization_id, document_id) references documents (organization_id, id)
        on delete cascade
);
call build_walls('page_images', 'select, insert, update, delete');

-- Images of the sealed pages: what everyone sees once an envelope is completed. They are drawn
-- when someone first looks, and gone with what they show.
create table sealed_pages (
    organization_id uuid not null,
    document_id uuid not null,
    width int not null,
    number int not null,
    media_type text not null,
    lines ciphertext,
    primary key (organization_id, document_id, width, number),
    foreign key (organization_id, document_id) references documents (organization_id, id)
        on delete cascade
);
call build_walls('sealed_pages', 'select, insert, delete');
