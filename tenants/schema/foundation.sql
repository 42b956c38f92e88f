-- What every table stands on. Applied first; the order of all files is in __init__.py.
--
-- The schema directory holds what is known before an organization is: people and where they belong,
-- organizations, sign-in, what a secret or a hash stands for, operators. The schema tenant holds
-- all that an organization owns. No foreign key leads from one to the other, so that the rows of an
-- organization can move to another cluster. The search path of the database has both, so that
-- statements name tables alone; a table is made in tenant where no schema is named.
--
-- Every tenant table leads with organization_id in its primary key, unique constraints and foreign
-- keys: foreign keys bypass row-level security, so a key on id alone would let one organization
-- probe and cascade into another.

create schema directory;
create schema tenant;
grant usage on schema directory, tenant to app, relay, backup, door, operating;
-- An owner of tables or functions has to be able to make them.
grant create on schema directory, tenant to door, operating;

-- What was applied: version 0 is these files, further ones are those in changes/.
create table directory.schema_versions (
    version int primary key,
    name text not null,
    fingerprint text not null,
    applied_at timestamptz not null default now()
);

create extension pg_trgm schema tenant;
create extension btree_gin schema tenant;

create function directory.current_organization() returns uuid language sql stable
    return (select nullif(current_setting('app.organization_id', true), ''))::uuid;

-- What was encrypted; tenants/encryption/header.py says how it begins. '' is a key that was destroyed.
create domain directory.ciphertext as bytea
    check (value = '' or length(value) > 15 and substring(value for 2) = 'CS');

-- The walls of a table: row-level security is enabled and forced; the role app sees the rows of its
-- organization (or those that `visible` says) and may do what `app` lists. Called for every table
-- that the application reads. A partition gets walls of its own and no grant: app => ''.
create procedure directory.build_walls(walled regclass, app text, visible text default
    'organization_id = (select nullif(current_setting(''app.organization_id'', true), ''''))::uuid')
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', walled);
    execute format('alter table %s force row level security', walled);
    execute format('create policy walls on %s to app using (%s)', walled, visible);
    if app <> '' then
        execute format('grant %s on %s to app', app, walled);
    end if;
end $$;

-- Opens a walled table to a role beside app: a policy for each command and its grant, for example
-- 'select (id, name), update (name)'. `condition` narrows the rows; without it, all are seen.
create procedure directory.open_to(
    role text, walled regclass, privileges text, condition text default 'true'
) language plpgsql as $$
declare
    command text;
begin
    for command in
        select (regexp_matches(regexp_replace(privileges, '\(.*?\)', '', 'g'), '\w+', 'g'))[1]
    loop
        if command = 'insert' then
            execute format('create policy %s_inserts on %s for insert to %I with check (%s)',
                role, walled, role, condition);
        else
            execute format('create policy %s_%ss on %s for %s to %I using (%s)',
                role, command, walled, command, role, condition);
        end if;
    end loop;
    execute format('grant %s on %s to %I', privileges, walled, role);
end $$;

-- A table that no one reads but the functions of one role. The role owns it, and has no login.
create procedure directory.hide_behind(role text, hidden regclass) language plpgsql as $$
begin
    execute format('alter table %s enable row level security', hidden);
    execute format('alter table %s force row level security', hidden);
    execute format('create policy %s on %s to %I using (true) with check (true)',
        role, hidden, role);
    execute format('alter table %s owner to %I', hidden, role);
end $$;

-- Functions that run with the rights of `role`, for `callers` alone ('' is for no one but other
-- functions of the role). A temporary table or function of the caller's is found last, never
-- instead of ours.
create procedure directory.run_as(role text, callers text, variadic signatures text[])
language plpgsql as $$
declare
    signature text;
begin
    foreach signature in array signatures loop
        execute format('alter function %s security definer'
            ' set search_path = pg_catalog, directory, tenant, pg_temp', signature);
        execute format('revoke all on function %s from public', signature);
        if callers <> '' then
            execute format('grant execute on function %s to %s', signature, callers);
        end if;
        execute format('alter function %s owner to %I', signature, role);
    end loop;
end $$;

revoke all on procedure build_walls(regclass, text, text), open_to(text, regclass, text, text),
    hide_behind(text, regclass), run_as(text, text, text[]) from public;

-- For tables whose rows are never changed.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is append-only';
end $$;
