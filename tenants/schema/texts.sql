-- SMS: whom an answer or a report is about is found before it is known whose data it is. Phones are
-- keyed hashes.

create table directory.texted_phones (
    phone_hash bytea not null,
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    at timestamptz not null default now(),
    primary key (phone_hash, organization_id, recipient_id)
);
create index on texted_phones (organization_id);
call hide_behind('door', 'texted_phones');

-- Who said STOP: carriers hold the number that we send from to it, whichever organization sends.
create table directory.stopped_phones (
    phone_hash bytea primary key,
    at timestamptz not null default now()
);
call hide_behind('door', 'stopped_phones');

-- Answers that were taken, by their ids: each counts once, so that none of them can be played again.
create table directory.taken_texts (
    id_hash bytea primary key,
    at timestamptz not null default now()
);
create index on taken_texts (at);
call hide_behind('door', 'taken_texts');

-- Of the current organization.
create function directory.note_texted(phone bytea, envelope uuid, recipient uuid) returns void
language sql as $$
    insert into texted_phones (phone_hash, organization_id, envelope_id, recipient_id)
    values (phone, current_organization(), envelope, recipient)
    on conflict (phone_hash, organization_id, recipient_id) do update set at = now()
$$;

create function directory.is_stopped(phone bytea) returns boolean language sql stable as $$
    select exists (select from stopped_phones s where s.phone_hash = phone)
$$;

-- The newest first; a number that hundreds of envelopes go to is no one's phone.
create function directory.texted(phone bytea)
returns table (organization_id uuid, envelope_id uuid, recipient_id uuid)
language sql stable as $$
    select t.organization_id, t.envelope_id, t.recipient_id
    from texted_phones t where t.phone_hash = phone order by t.at desc limit 50
$$;

-- False: it was taken before.
create function directory.take_text(id bytea) returns boolean language plpgsql as $$
begin
    delete from taken_texts t where t.at < now() - interval '1 year';
    insert into taken_texts (id_hash) values (id) on conflict do nothing;
    return found;
end $$;

create function directory.stop_texts(phone bytea) returns void language sql as $$
    insert into stopped_phones (phone_hash) values (phone) on conflict do nothing
$$;

create function directory.resume_texts(phone bytea) returns void language sql as $$
    delete from stopped_phones s where s.phone_hash = phone
$$;

call run_as('door', 'app',
    'note_texted(bytea, uuid, uuid)', 'is_stopped(bytea)', 'texted(bytea)', 'take_text(bytea)',
    'stop_texts(bytea)', 'resume_texts(bytea)');
