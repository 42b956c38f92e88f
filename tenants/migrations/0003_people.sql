-- How people come in: what the platform itself is set to, invitations, sign-ups, links to read.

create table platform_settings (
    name text primary key,
    value text not null
);

create function platform_setting(wanted text) returns text
language sql stable security definer set search_path = pg_catalog, public as $$
    select value from public.platform_settings where name = wanted
$$;

create function set_platform_setting(wanted text, new_value text) returns void
language sql security definer set search_path = pg_catalog, public as $$
    insert into public.platform_settings (name, value) values (wanted, new_value)
    on conflict (name) do update set value = excluded.value
$$;

do $$
declare
    name text;
begin
    foreach name in array array['platform_settings'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy door on %I to door using (true) with check (true)', name);
        execute format('alter table %I owner to door', name);
    end loop;
    foreach name in array array['platform_setting(text)', 'set_platform_setting(text, text)'] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;
