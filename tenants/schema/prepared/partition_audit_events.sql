-- Splits audit_events into 4 partitions by the hash of the envelope. Not applied: an installation
-- with very many entries copies it to changes/ under the next number. A test applies it.
--
-- Grants are on the parent alone; every partition has forced walls of its own and no grant.

alter table audit_values drop constraint audit_values_organization_id_envelope_id_sequence_fkey;
drop trigger append_only on audit_events;
drop trigger append_only_always on audit_events;
alter table audit_events rename to whole_audit_events;
alter index audit_events_pkey rename to whole_audit_events_pkey;

create table audit_events (like whole_audit_events) partition by hash (envelope_id);
alter table audit_events add primary key (organization_id, envelope_id, sequence);
alter table audit_events add foreign key (organization_id, envelope_id)
    references envelopes (organization_id, id);
call build_walls('audit_events', 'select, insert');

do $$
declare
    part text;
begin
    for n in 0..3 loop
        part := 'audit_events_' || n;
        execute format('create table %I partition of audit_events'
            ' for values with (modulus 4, remainder %s)', part, n);
        call build_walls(part::regclass, app => '');
    end loop;
end $$;

-- Forced row-level security hides the rows from the owner, too: it is lifted while they are copied,
-- and the counts are compared.
do $$
declare
    name text;
    before bigint;
    after bigint;
begin
    foreach name in array array['whole_audit_events', 'audit_events', 'audit_events_0',
            'audit_events_1', 'audit_events_2', 'audit_events_3', 'audit_values', 'envelopes'] loop
        execute format('alter table %I no force row level security', name);
    end loop;
    insert into audit_events select * from whole_audit_events;
    select count(*) into before from whole_audit_events;
    select count(*) into after from audit_events;
    if before <> after then
        raise exception '% entries, but % were copied', before, after;
    end if;
    alter table audit_values add foreign key (organization_id, envelope_id, sequence)
        references audit_events (organization_id, envelope_id, sequence);
    foreach name in array array['audit_events', 'audit_events_0',
            'audit_events_1', 'audit_events_2', 'audit_events_3', 'audit_values', 'envelopes'] loop
        execute format('alter table %I force row level security', name);
    end loop;
end $$;
drop table whole_audit_events;

create trigger append_only before update or delete on audit_events
    for each row execute function refuse_change();
create trigger append_only_always before truncate on audit_events
    for each statement execute function refuse_change();
do $$
begin
    for n in 0..3 loop
        execute format('create trigger append_only_always before truncate on %I'
            ' for each statement execute function refuse_change()', 'audit_events_' || n);
    end loop;
end $$;
