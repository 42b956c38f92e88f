-- What is looked up by a hash before it is known whose it is: recipients' links, other secrets in
-- addresses, sealed files. The role door owns these tables; its functions take one hash and give
-- one organization.

create table directory.link_tokens (
    token_hash bytea primary key,
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    generation int not null
);
create index on link_tokens (organization_id);
call hide_behind('door', 'link_tokens');

-- A recipient's ceremony in one browser, whose cookie holds the session's secret. It goes with its
-- row, and says nothing any more once the link that it began with was replaced.
create table directory.recipient_sessions (
    token_hash bytea primary key,
    id uuid not null unique default uuidv7(),
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    generation int not null, -- of the link
    proofs jsonb not null default '{}', -- of identity, given in this session
    frame jsonb, -- of a ceremony inside a page of an application: core/signing/embedding.py
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index on recipient_sessions (organization_id, recipient_id, id);
create index on recipient_sessions (expires_at);
call hide_behind('door', 'recipient_sessions');

-- A ceremony that is opened once and soon, by whoever was handed its address: the page of an
-- application, or another device of the recipient. Kept for a day after it has expired, so that a
-- second use is told from a wrong address.
create table directory.hand_overs (
    token_hash bytea primary key,
    organization_id uuid not null,
    envelope_id uuid not null,
    recipient_id uuid not null,
    generation int not null, -- of the link
    kind text not null check (kind in ('embedded', 'device')),
    frame jsonb,
    proofs jsonb not null default '{}',
    session_expires_at timestamptz, -- of the session that was handed over
    used_at timestamptz,
    expires_at timestamptz not null
);
create index on hand_overs (organization_id);
create index on hand_overs (expires_at);
call hide_behind('door', 'hand_overs');

-- Other secrets: what each is for, and the id of the row that it stands for. The tables of the
-- organization say so by a trigger, publish_token(kind, column of the hash, column of its expiry).
create table directory.tokens (
    token_hash bytea primary key,
    organization_id uuid not null,
    kind text not null check (kind in (
        'invitation', 'share_link', 'brand', 'reply_to', 'api_key', 'direct_link', 'oauth_client',
        'oauth_code', 'oauth_access', 'oauth_refresh')),
    id uuid, -- none where the organization has one of the kind
    expires_at timestamptz -- where the database's clock decides
);
create index on tokens (organization_id);
call hide_behind('door', 'tokens');

-- Sealed files are recognized by their hash, also when their organization has erased them.
create table directory.sealed_file_hashes (
    sha256 text not null,
    organization_id uuid not null,
    envelope_id uuid not null,
    document_id uuid not null,
    primary key (sha256, organization_id, envelope_id, document_id)
);
call hide_behind('door', 'sealed_file_hashes');

create function directory.link(hash bytea)
returns table (organization_id uuid, envelope_id uuid, recipient_id uuid, generation int)
language sql stable as $$
    select t.organization_id, t.envelope_id, t.recipient_id, t.generation
    from link_tokens t where t.token_hash = hash
$$;

-- Those whose hash begins so: the code in a mail says no more of its link.
create function directory.mailed_links(beginning bytea)
returns table (
    token_hash bytea, organization_id uuid, envelope_id uuid, recipient_id uuid, generation int
) language sql stable as $$
    select t.token_hash, t.organization_id, t.envelope_id, t.recipient_id, t.generation
    from link_tokens t
    where t.token_hash >= beginning and t.token_hash <= beginning || decode(repeat('ff', 32), 'hex')
    limit 5
$$;

create function directory.issue_links(
    hashes bytea[], envelope uuid, recipients uuid[], generations int[]
) returns void language sql as $$
    insert into link_tokens
    select h, current_organization(), envelope, r, g
    from unnest(hashes, recipients, generations) as t (h, r, g)
    on conflict (token_hash) do nothing
$$;

-- False: there is no such link. Mail scanners open links, too: of a recipient's sessions the newest
-- 50 are kept.
create function directory.open_recipient_session(
    link_hash bytea, hash bytea, lifetime interval, given jsonb
) returns boolean language plpgsql as $$
declare
    opened recipient_sessions;
begin
    delete from recipient_sessions where expires_at < now();
    insert into recipient_sessions
        (token_hash, organization_id, envelope_id, recipient_id, generation, proofs, expires_at)
    select hash, t.organization_id, t.envelope_id, t.recipient_id, t.generation, given,
        now() + lifetime
    from link_tokens t where t.token_hash = link_hash
    returning * into opened;
    if not found then
        return false;
    end if;
    delete from recipient_sessions where token_hash in (select s.token_hash
        from recipient_sessions s where s.organization_id = opened.organization_id
            and s.recipient_id = opened.recipient_id
        order by s.id desc offset 50);
    return true;
end $$;

-- A visitor of a public form typed an address that may be another person's. Once someone acts who
-- came by the mailed link, the visitor sees no more of it. To open that link is not enough: mail
-- scanners do. A proof of identity counts for twelve hours in the browser in which it was given.
create function directory.recipient_session(hash bytea, acts boolean)
returns table (
    organization_id uuid, envelope_id uuid, recipient_id uuid, generation int, proofs text[],
    frame jsonb, ends_at timestamptz
) language plpgsql as $$
declare
    found_one recipient_sessions;
begin
    select * into found_one
    from recipient_sessions s where s.token_hash = hash and s.expires_at > now();
    if not found then
        return;
    end if;
    if acts and not found_one.proofs ? 'public_form' then
        delete from recipient_sessions s where s.organization_id = found_one.organization_id
            and s.recipient_id = found_one.recipient_id and s.proofs ? 'public_form';
    end if;
    return query select found_one.organization_id, found_one.envelope_id, found_one.recipient_id,
        found_one.generation, array(select key from jsonb_each_text(found_one.proofs)
            where case key when 'public_form' then false
                else value::timestamptz > now() - interval '12 hours' end), found_one.frame,
        found_one.expires_at;
end $$;

-- Of the current organization, for the page of an application.
create function directory.issue_embedding(
    hash bytea, envelope uuid, recipient uuid, link_generation int, lifetime interval, shown jsonb
) returns timestamptz language sql as $$
    delete from hand_overs where expires_at < now() - interval '1 day';
    insert into hand_overs (token_hash, organization_id, envelope_id, recipient_id, generation,
        kind, frame, expires_at)
    values (hash, current_organization(), envelope, recipient, link_generation, 'embedded', shown,
        now() + lifetime)
    returning expires_at
$$;

-- A session as it stands now, for another device; what it was asked and told goes along.
create function directory.issue_hand_over(hash bytea, session_hash bytea, lifetime interval)
returns boolean language plpgsql as $$
begin
    delete from hand_overs where expires_at < now() - interval '1 day';
    insert into hand_overs (token_hash, organization_id, envelope_id, recipient_id, generation,
        kind, proofs, session_expires_at, expires_at)
    select hash, s.organization_id, s.envelope_id, s.recipient_id, s.generation, 'device',
        s.proofs, s.expires_at, now() + lifetime
    from recipient_sessions s where s.token_hash = session_hash and s.expires_at > now()
        and s.organization_id = current_organization();
    return found;
end $$;

create function directory.hand_over(hash bytea)
returns table (organization_id uuid, envelope_id uuid, recipient_id uuid, generation int,
    kind text, frame jsonb, is_open boolean)
language sql stable as $$
    select h.organization_id, h.envelope_id, h.recipient_id, h.generation, h.kind, h.frame,
        h.used_at is null and h.expires_at > now()
    from hand_overs h where h.token_hash = hash
$$;

-- Of the current organization. False when someone else was faster, or time is over.
create function directory.take_hand_over(hash bytea, session_hash bytea, lifetime interval)
returns boolean language plpgsql as $$
declare
    taken hand_overs;
begin
    update hand_overs h set used_at = now()
    where h.token_hash = hash and h.used_at is null and h.expires_at > now()
        and h.organization_id = current_organization()
    returning * into taken;
    if not found then
        return false;
    end if;
    insert into recipient_sessions (token_hash, organization_id, envelope_id, recipient_id,
        generation, proofs, frame, expires_at)
    values (session_hash, taken.organization_id, taken.envelope_id, taken.recipient_id,
        taken.generation, taken.proofs, taken.frame,
        coalesce(taken.session_expires_at, now() + lifetime));
    return true;
end $$;

create function directory.keep_recipient_proof(hash bytea, recipient uuid, proof text)
returns void language sql as $$
    update recipient_sessions s set proofs = s.proofs || jsonb_build_object(proof, now())
    where s.token_hash = hash and s.organization_id = current_organization()
        and s.recipient_id = recipient
$$;

-- Of the current organization; how many there were.
create function directory.end_recipient_sessions(recipient uuid) returns int language sql as $$
    with ended as (delete from recipient_sessions s
        where s.organization_id = current_organization() and s.recipient_id = recipient
        returning 1)
    select count(*)::int from ended
$$;

create function directory.token(hash bytea, wanted text)
returns table (organization_id uuid, id uuid) language sql stable as $$
    select t.organization_id, t.id from tokens t
    where t.token_hash = hash and t.kind = wanted
        and (t.expires_at is null or t.expires_at > now())
$$;

create function directory.sealed_file(hash text)
returns table (organization_id uuid, envelope_id uuid, document_id uuid)
language sql stable as $$
    select f.organization_id, f.envelope_id, f.document_id
    from sealed_file_hashes f where f.sha256 = hash limit 1
$$;

create function directory.publish_token() returns trigger language plpgsql as $$
declare
    gone jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    come jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
    delete from tokens t where t.token_hash = (gone ->> tg_argv[1])::bytea
        and t.organization_id = (gone ->> 'organization_id')::uuid;
    if come ->> tg_argv[1] is not null then
        -- Whoever had the hash before keeps it: no one takes over what is another organization's.
        insert into tokens (token_hash, organization_id, kind, id, expires_at)
        values ((come ->> tg_argv[1])::bytea, (come ->> 'organization_id')::uuid, tg_argv[0],
            (come ->> 'id')::uuid, (come ->> tg_argv[2])::timestamptz)
        on conflict (token_hash) do nothing;
    end if;
    return null;
end $$;

create function directory.publish_sealed_file() returns trigger language plpgsql as $$
begin
    insert into sealed_file_hashes (sha256, organization_id, envelope_id, document_id)
    values (new.sha256, new.organization_id, new.envelope_id, new.document_id)
    on conflict do nothing;
    return null;
end $$;

call run_as('door', 'app',
    'link(bytea)', 'mailed_links(bytea)', 'issue_links(bytea[], uuid, uuid[], int[])',
    'open_recipient_session(bytea, bytea, interval, jsonb)', 'recipient_session(bytea, boolean)',
    'keep_recipient_proof(bytea, uuid, text)',
    'issue_embedding(bytea, uuid, uuid, int, interval, jsonb)',
    'issue_hand_over(bytea, bytea, interval)', 'hand_over(bytea)',
    'take_hand_over(bytea, bytea, interval)',
    'end_recipient_sessions(uuid)', 'token(bytea, text)', 'sealed_file(text)');
call run_as('door', '', 'publish_token()', 'publish_sealed_file()');
