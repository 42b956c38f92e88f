-- What happened in an organization, in one order, for programs that ask for it by cursor.

-- A row is written in the transaction of its event and numbered later, when programs read: a number
-- given before the commit could be seen after a higher one, by a cursor that has gone past it.
-- Within an envelope rows arrive in the order of its trail, for they are written under its lock.
create table stream_events (
    organization_id uuid not null,
    arrival bigint generated always as identity,
    number bigint,
    event_id uuid not null,
    envelope_id uuid,  -- none of what is about no envelope
    sequence int not null,
    type text not null, -- as webhooks name it
    data jsonb not null, -- ids alone
    at timestamptz not null,
    primary key (organization_id, arrival),
    unique (organization_id, number)
);
create index stream_events_unnumbered on stream_events (organization_id, arrival)
    where number is null;
call build_walls('stream_events', 'select, insert, update (number), delete');

-- The last number that was given, and the last one whose event was deleted.
create table event_streams (
    organization_id uuid not null primary key,
    last_number bigint not null default 0,
    deleted_number bigint not null default 0
);
call build_walls('event_streams', 'select, insert, update, delete');
call open_to('door', 'stream_events', 'select (organization_id, number)');
call open_to('door', 'event_streams', 'select (organization_id, last_number)');

-- Which of these organizations have events after these numbers: what those who wait are woken by.
create function directory.streams_ahead(organizations uuid[], numbers bigint[]) returns setof uuid
language sql stable as $$
    select a.id from unnest(organizations, numbers) a (id, number)
    where exists (select from event_streams s
            where s.organization_id = a.id and s.last_number > a.number)
        or exists (select from stream_events e where e.organization_id = a.id and e.number is null)
$$;
call run_as('door', 'app', 'streams_ahead(uuid[], bigint[])');
