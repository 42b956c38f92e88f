-- What the envelope list is read from: boxes and keys to page by, words to search for, folders,
-- tags, saved views, and what is done to many envelopes at once.
--
-- Under row-level security only operators that cannot leak use an index: = and < on ids, texts and
-- times do; lower(), like, @@ and % do not. Hence plain columns, and look-ups by function.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

alter table envelopes add column box text not null generated always as (case
    when deleted_at is not null then 'deleted'
    when status = 'draft' then 'drafts'
    when status in ('sent', 'delivered', 'signed') then 'sent'
    when status = 'completed' then 'completed'
    else 'closed' end) stored;
create index envelopes_listed on envelopes (organization_id, box, status_at desc, id desc);
create index envelopes_listed_of_sender
    on envelopes (organization_id, sender_id, box, status_at desc, id desc);
create index envelopes_listed_to_all
    on envelopes (organization_id, box, status_at desc, id desc) where visibility = 'all';
create index envelopes_listed_to_team
    on envelopes (organization_id, team_id, box, status_at desc, id desc)
    where visibility = 'team';
drop index envelopes_organization_id_status_at_id_idx;
drop index envelopes_organization_id_status_status_at_id_idx;

-- Recipients and shares know where their envelope is listed, so that what somebody received is
-- paged through like everything else.
alter table recipients add column box text not null default 'drafts';
alter table recipients add column listed_at timestamptz;
alter table recipients add column reminded_at timestamptz;
alter table envelope_shares add column box text not null default 'drafts';
alter table envelope_shares add column listed_at timestamptz;
create index envelope_shares_listed
    on envelope_shares (organization_id, person_id, box, listed_at desc, envelope_id desc);

create function list_envelope() returns trigger language plpgsql as $$
begin
    update recipients set box = new.box, listed_at = new.status_at
    where organization_id = new.organization_id and envelope_id = new.id;
    update envelope_shares set box = new.box, listed_at = new.status_at
    where organization_id = new.organization_id and envelope_id = new.id;
    return null;
end $$;
create trigger list_envelope after update on envelopes for each row
    when (old.box <> new.box or old.status_at <> new.status_at)
    execute function list_envelope();

create function list_part() returns trigger language plpgsql as $$
begin
    select e.box, e.status_at into new.box, new.listed_at from envelopes e
    where e.organization_id = new.organization_id and e.id = new.envelope_id;
    new.box := coalesce(new.box, 'drafts');
    return new;
end $$;
create trigger list_part before insert on recipients for each row execute function list_part();
create trigger list_part before insert on envelope_shares
    for each row execute function list_part();

-- Folders and tags that were removed keep their row, so that removing one touches no envelope.
create table folders (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    parent_id uuid,
    owner_id uuid not null references people (id),
    name text not null,
    visibility text not null check (visibility in ('owner', 'team', 'all')),
    team_id uuid,
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, parent_id) references folders (organization_id, id),
    foreign key (organization_id, team_id) references teams (organization_id, id)
        on delete set null (team_id)
);
create index on folders (organization_id, parent_id);
alter table envelopes add column folder_id uuid;
alter table envelopes add foreign key (organization_id, folder_id)
    references folders (organization_id, id);

create table tags (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    name text not null,
    hue int not null check (hue between 0 and 7),
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (organization_id, id)
);
create unique index on tags (organization_id, name) where removed_at is null;
create table envelope_tags (
    organization_id uuid not null,
    envelope_id uuid not null,
    tag_id uuid not null,
    primary key (organization_id, envelope_id, tag_id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade,
    foreign key (organization_id, tag_id) references tags (organization_id, id)
);
create index on envelope_tags (organization_id, tag_id);

create table saved_views (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    name text not null,
    filters text not null, -- as they stand in the address of the list
    shared boolean not null default false,
    created_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);
create index on saved_views (organization_id, person_id);
create index on saved_views (organization_id) where shared;

create table bulk_actions (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('void', 'remind', 'move', 'tag', 'untag', 'download')),
    arguments jsonb not null,
    total int not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, person_id)
        references memberships (organization_id, person_id) on delete cascade
);
create index on bulk_actions (organization_id, person_id, created_at);
create table bulk_items (
    organization_id uuid not null,
    bulk_id uuid not null,
    position int not null,
    envelope_id uuid not null,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
    reason text not null default '',
    primary key (organization_id, bulk_id, position),
    foreign key (organization_id, bulk_id)
        references bulk_actions (organization_id, id) on delete cascade,
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
create index on bulk_items (organization_id, envelope_id);

-- What is searched: the words of an envelope in clear, and what it is filtered by, as lexemes of
-- one index. `number` counts an organization's envelopes in the order they were first indexed.
create table envelope_words (
    organization_id uuid not null,
    envelope_id uuid not null,
    number bigint not null,
    created_at timestamptz not null,
    version bigint not null,
    words tsvector not null,
    primary key (organization_id, envelope_id),
    unique (organization_id, number),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
) with (toast_tuple_target = 128); -- few bytes a row, so that many rows are looked through quickly
create index envelope_words_words on envelope_words using gin (words) with (fastupdate = off);
create index envelope_words_created on envelope_words (organization_id, created_at, number);

create table vocabulary (
    organization_id uuid not null references organizations (id),
    word text collate "C" not null,
    count int not null default 1, -- envelopes with the word; beyond 1 000 nobody counts
    primary key (organization_id, word)
);
create index vocabulary_frequent on vocabulary (organization_id, count desc, word);
create index vocabulary_similar on vocabulary using gin (organization_id, word gin_trgm_ops);

-- Between which numbers the envelopes of a time are. Numbers follow creation, but not to the second.
create function numbers_between(
    since timestamptz, until timestamptz, out lower bigint, out upper bigint
) language sql stable security definer set search_path = pg_catalog, public
set enable_indexscan = on as $$
    select coalesce(case when since is null then 0 else (
        select w.number - 1024 from public.envelope_words w
        where w.organization_id = public.current_organization() and w.created_at >= since
        order by w.created_at, w.number limit 1) end, 9223372036854775807),
    case when until is null then (
        select w.number + 1 from public.envelope_words w
        where w.organization_id = public.current_organization()
        order by w.number desc limit 1)
    else (
        select w.number + 1024 from public.envelope_words w
        where w.organization_id = public.current_organization() and w.created_at < until
        order by w.created_at desc, w.number desc limit 1) end
$$;

-- The newest envelopes that match, numbered below `before`. Looks through windows of 1 024,
-- 16 384 and 262 144 numbers, each a lexeme, the newest first and growing while little is found:
-- a word that all have costs one small window, a rare one a short list. A window with too many
-- matches is looked through in smaller ones. Nothing here depends on how many match in all.
create function found_envelopes(
    wanted tsquery, before bigint, most int, since timestamptz, until timestamptz
) returns table (envelope_id uuid, number bigint)
language plpgsql stable rows 60 security definer set search_path = pg_catalog, public
set enable_seqscan = off set enable_indexscan = off as $$
declare
    whose constant uuid := public.current_organization();
    bits constant int[] := array[10, 14, 18];
    most_at_once constant int := 3000;
    upper bigint;
    lower bigint;
    crowded bigint := null; -- the lower end of a large window that has too many
    level int := 1;
    walked int := case when until is null then 0 else -2 end; -- two of a size, then larger ones
    at bigint;
    ids uuid[];
    numbers bigint[];
    got int := 0;
begin
    select n.upper, n.lower into upper, lower from public.numbers_between(since, until) n;
    if upper is null then return; end if;
    upper := least(upper, before);
    lower := greatest(lower, 0);
    while got < most and upper > lower loop
        at := (upper - 1) >> bits[level];
        select array_agg(s.envelope_id order by s.number desc),
            array_agg(s.number order by s.number desc)
        into ids, numbers from (
            select w.envelope_id, w.number from public.envelope_words w
            where w.words @@ format('%L', format('w%s/%s/%s', level, whose, at))::tsquery
            and w.words @@ wanted -- by itself, so that GIN leaps over what is not in the window
            and w.organization_id is not distinct from whose and w.number + 0 < upper
            and (since is null or w.created_at >= since) and (until is null or w.created_at < until)
            limit most_at_once + 1
        ) s;
        if cardinality(ids) > most_at_once and level > 1 then
            crowded := at << bits[level];
            level := level - 1;
            continue;
        end if;
        return query select i, n from unnest(ids, numbers) with ordinality as t (i, n, place)
        order by place limit most - got;
        got := got + coalesce(cardinality(ids), 0);
        upper := at << bits[level];
        if crowded is null or upper <= crowded then
            crowded := null;
            walked := walked + 1;
            if walked in (2, 4) then level := least(level + 1, 3); end if;
        end if;
    end loop;
end $$;

-- The words of this organization that look most like one that it does not have.
create function similar_words(wanted text, most int) returns table (word text, likeness real)
language sql stable security definer set search_path = pg_catalog, public as $$
    select v.word, similarity(v.word, wanted) from public.vocabulary v
    where v.organization_id = public.current_organization() and v.word % wanted
    order by 2 desc, v.count desc, v.word limit most
$$;

-- Words that no envelope has any more. For when an envelope or a person is forgotten.
create function forget_words(gone text[]) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    whose constant uuid := public.current_organization();
    each text;
begin
    foreach each in array gone loop
        delete from public.vocabulary v where v.organization_id = whose and v.word = each
        and not exists (select from public.envelope_words w
            where w.words @@ (format('%L', 'o/' || whose)::tsquery && format('%L', each)::tsquery)
            and w.organization_id = whose);
    end loop;
end $$;

-- Indexing comes with every change: of an envelope's jobs that are done the last is enough.
create function forget_done_indexing(envelope uuid) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.outbox o where o.organization_id = public.current_organization()
    and o.envelope_id = envelope and o.kind = 'index_envelope' and o.state = 'done'
$$;

do $$
declare
    name text;
begin
    foreach name in array array[
        'folders', 'tags', 'envelope_tags', 'saved_views', 'bulk_actions', 'bulk_items',
        'envelope_words', 'vocabulary'
    ] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy walls on %I to app using (organization_id ='
            ' (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid)', name);
    end loop;
    foreach name in array array[
        'found_envelopes(tsquery, bigint, int, timestamptz, timestamptz)',
        'numbers_between(timestamptz, timestamptz)', 'similar_words(text, int)', 'forget_words(text[])', 'forget_done_indexing(uuid)'
    ] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;
create policy door on envelope_words for select to door using (true);
create policy door on vocabulary to door using (true);
create policy door_reads on outbox for select to door
    using (kind = 'index_envelope' and state = 'done');
create policy door_forgets on outbox for delete to door
    using (kind = 'index_envelope' and state = 'done');
grant select on envelope_words to door;
grant select, delete on vocabulary, outbox to door;
grant select, insert, update on folders, tags, bulk_actions, bulk_items to app;
grant select, insert, delete on envelope_tags to app;
grant select, insert, update, delete on saved_views, envelope_words, vocabulary to app;

-- What there is already: told to those who know where they are listed, and indexed by a job.
do $$
declare
    name text;
    listed bigint;
begin
    foreach name in array array['envelopes', 'recipients', 'envelope_shares', 'outbox'] loop
        execute format('alter table %I no force row level security', name);
    end loop;
    update recipients r set box = e.box, listed_at = e.status_at from envelopes e
    where (e.organization_id, e.id) = (r.organization_id, r.envelope_id);
    update envelope_shares s set box = e.box, listed_at = e.status_at from envelopes e
    where (e.organization_id, e.id) = (s.organization_id, s.envelope_id);
    select count(*) into listed from recipients where listed_at is null;
    if listed > 0 then
        raise exception 'some recipients were not listed';
    end if;
    insert into outbox (organization_id, kind, queue, arguments, priority, lease)
    select distinct organization_id, 'index_envelopes', 'slow', '{}'::jsonb, 5, interval '2 minutes'
    from envelopes;
    foreach name in array array['envelopes', 'recipients', 'envelope_shares', 'outbox'] loop
        execute format('alter table %I force row level security', name);
    end loop;
end $$;
