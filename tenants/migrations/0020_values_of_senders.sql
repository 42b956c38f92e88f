-- A sender's own among a million: what is noted about an envelope knows whose the envelope is.

alter table envelope_values add column sender_id uuid;
alter table envelope_metadata add column sender_id uuid;

do $$
declare
    name text;
begin
    foreach name in array array['envelopes', 'envelope_values', 'envelope_metadata'] loop
        execute format('alter table %I no force row level security', name);
    end loop;
    update envelope_values v set sender_id = e.sender_id from envelopes e
    where (e.organization_id, e.id) = (v.organization_id, v.envelope_id);
    update envelope_metadata m set sender_id = e.sender_id from envelopes e
    where (e.organization_id, e.id) = (m.organization_id, m.envelope_id);
    foreach name in array array['envelopes', 'envelope_values', 'envelope_metadata'] loop
        execute format('alter table %I force row level security', name);
    end loop;
end $$;
alter table envelope_values alter column sender_id set not null;
alter table envelope_metadata alter column sender_id set not null;
create index envelope_values_found_of_sender on envelope_values
    (organization_id, field_id, sender_id, folded, envelope_id);
create index envelope_metadata_found_of_sender on envelope_metadata
    (organization_id, key, sender_id, folded, envelope_id);

create function note_sender() returns trigger language plpgsql as $$
begin
    new.sender_id := (select sender_id from envelopes e
        where e.organization_id = new.organization_id and e.id = new.envelope_id);
    return new;
end $$;
create trigger note_sender before insert on envelope_values
    for each row execute function note_sender();
create trigger note_sender before insert on envelope_metadata
    for each row execute function note_sender();

create function hand_notes_over() returns trigger language plpgsql as $$
begin
    update envelope_values set sender_id = new.sender_id
    where organization_id = new.organization_id and envelope_id = new.id;
    update envelope_metadata set sender_id = new.sender_id
    where organization_id = new.organization_id and envelope_id = new.id;
    return null;
end $$;
create trigger hand_notes_over after update of sender_id on envelopes for each row
    when (old.sender_id <> new.sender_id) execute function hand_notes_over();
