-- The head of an audit trail never goes back, whatever else changes in the same statement.

create or replace function check_envelope_move() returns trigger language plpgsql as $$
begin
    if new.head_sequence < old.head_sequence
        or new.head_sequence = old.head_sequence and new.head_hash <> old.head_hash then
        raise exception 'an audit trail only grows';
    end if;
    if old.status = new.status then
        return new;
    end if;
    if (old.status, new.status) in (
        ('draft', 'sent'), ('draft', 'voided'),
        ('sent', 'delivered'), ('sent', 'voided'), ('sent', 'expired'),
        ('delivered', 'signed'), ('delivered', 'declined'), ('delivered', 'voided'),
        ('delivered', 'expired'), ('signed', 'completed')
    ) then
        return new;
    end if;
    raise exception 'no envelope goes from % to %', old.status, new.status;
end $$;

create function check_admin_head() returns trigger language plpgsql as $$
begin
    if new.sequence < old.sequence
        or new.sequence = old.sequence and new.hash <> old.hash then
        raise exception 'an audit trail only grows';
    end if;
    return new;
end $$;
create trigger check_admin_head before update on admin_heads
    for each row execute function check_admin_head();
