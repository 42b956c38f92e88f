-- How envelopes are searched.

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
call build_walls('envelope_words', 'select, insert, update, delete');
call open_to('door', 'envelope_words', 'select');

create table vocabulary (
    organization_id uuid not null,
    word text collate "C" not null,
    count int not null default 1, -- envelopes with the word; beyond 1 000 no one counts
    primary key (organization_id, word)
);
create index vocabulary_frequent on vocabulary (organization_id, count desc, word);
create index vocabulary_similar on vocabulary using gin (organization_id, word gin_trgm_ops);
call build_walls('vocabulary', 'select, insert, update, delete');
call open_to('door', 'vocabulary', 'select, delete');

-- Between which numbers the envelopes of a time are. Numbers follow creation, though not to the
-- second.
create function numbers_between(
    since timestamptz, until timestamptz, out lower bigint, out upper bigint
) language sql stable
set enable_indexscan = on as $$
    select coalesce(case when since is null then 0 else (
        select w.number - 1024 from envelope_words w
        where w.organization_id = current_organization() and w.created_at >= since
        order by w.created_at, w.number limit 1) end, 9223372036854775807),
    case when until is null then (
        select w.number + 1 from envelope_words w
        where w.organization_id = current_organization()
        order by w.number desc limit 1)
    else (
        select w.number + 1024 from envelope_words w
        where w.organization_id = current_organization() and w.created_at < until
        order by w.created_at desc, w.number desc limit 1) end
$$;

-- The newest envelopes that match, numbered below `before`. Looks through windows of 1 024,
-- 16 384 and 262 144 numbers, each a lexeme, the newest first and growing while little is found:
-- a word that all have costs one small window, a rare one a short list. A window with too many
-- matches is looked through in smaller ones. Nothing here depends on how many match in all.
create function found_envelopes(
    wanted tsquery, before bigint, most int, since timestamptz, until timestamptz
) returns table (envelope_id uuid, number bigint)
language plpgsql stable rows 60
set enable_seqscan = off set enable_indexscan = off as $$
declare
    whose constant uuid := current_organization();
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
    select n.upper, n.lower into upper, lower from numbers_between(since, until) n;
    if upper is null then return; end if;
    upper := least(upper, before);
    lower := greatest(lower, 0);
    while got < most and upper > lower loop
        at := (upper - 1) >> bits[level];
        select array_agg(s.envelope_id order by s.number desc),
            array_agg(s.number order by s.number desc)
        into ids, numbers from (
            select w.envelope_id, w.number from envelope_words w
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
language sql stable as $$
    select v.word, similarity(v.word, wanted) from vocabulary v
    where v.organization_id = current_organization() and v.word % wanted
    order by 2 desc, v.count desc, v.word limit most
$$;

-- Words that no envelope has any more. For when an envelope or a person is forgotten.
create function forget_words(gone text[]) returns void
language plpgsql as $$
declare
    whose constant uuid := current_organization();
    each text;
begin
    foreach each in array gone loop
        delete from vocabulary v where v.organization_id = whose and v.word = each
        and not exists (select from envelope_words w
            where w.words @@ (format('%L', 'o/' || whose)::tsquery && format('%L', each)::tsquery)
            and w.organization_id = whose);
    end loop;
end $$;

call run_as('door', 'app',
    'numbers_between(timestamptz, timestamptz)',
    'found_envelopes(tsquery, bigint, int, timestamptz, timestamptz)', 'similar_words(text, int)',
    'forget_words(text[])');
