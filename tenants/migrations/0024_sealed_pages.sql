-- Images of the sealed pages: what everybody sees once an envelope is completed. They are drawn
-- when somebody first looks, and gone with what they show.
create table sealed_pages (
    organization_id uuid not null,
    document_id uuid not null,
    width int not null,
    number int not null,
    media_type text not null,
    lines bytea,
    primary key (organization_id, document_id, width, number),
    foreign key (organization_id, document_id) references documents (organization_id, id)
        on delete cascade
);

alter table sealed_pages enable row level security;
alter table sealed_pages force row level security;
create policy walls on sealed_pages to app using (organization_id =
    (select nullif(current_setting('app.organization_id', true), ''))::uuid);
grant select, insert, delete on sealed_pages to app;
