-- Closing an organization: its keys are destroyed, then everything that says something. What proofs
-- need stays: the texts of the chains, which hold no name, and the hashes of what was sealed.

-- Keys, only when the time of grace is over. False when it is not, or was called off.
create function destroy_keys() returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    update public.organizations set wrapped_key = '', private_key = ''
    where id = public.current_organization() and closes_at <= now();
    return found;
end $$;

-- Links of recipients, some at a time; how many there were.
create function destroy_links(most int) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    n int;
begin
    delete from public.link_tokens where token_hash in (select t.token_hash
        from public.link_tokens t where t.organization_id = public.current_organization()
        and exists (select from public.organizations o
            where o.id = t.organization_id and o.wrapped_key = '')
        limit most);
    get diagnostics n = row_count;
    return n;
end $$;

-- The last of it: domains, sessions, and those people who belong nowhere else. Their rows stay for
-- the keys that name them, without anything that says who they were.
create function end_organization() returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    ended uuid := public.current_organization();
    alone uuid[];
begin
    if not exists (select from public.organizations where id = ended and wrapped_key = ''
            and closes_at <= now()) then
        return;
    end if;
    delete from public.captured_domains where organization_id = ended;
    delete from public.sso_attempts where organization_id = ended;
    delete from public.sessions where organization_id = ended;
    alone := array(select m.person_id from public.memberships m where m.organization_id = ended
        and not exists (select from public.memberships o
            where o.person_id = m.person_id and o.organization_id <> ended));
    delete from public.passkeys where person_id = any(alone);
    delete from public.authenticators where person_id = any(alone);
    delete from public.recovery_codes where person_id = any(alone);
    delete from public.password_resets where person_id = any(alone);
    delete from public.pending_sign_ins where person_id = any(alone);
    update public.people set name = '', email = '', password_hash = '',
        email_hash = sha256(uuid_send(id)) where id = any(alone);
    update public.organizations set name = 'Closed organization', slug = id::text,
        suspension_reason = '' where id = ended;
end $$;

create policy door_closes on organizations for update to door using (closes_at <= now());
grant update (wrapped_key, private_key, name, slug, suspension_reason) on organizations to door;
grant update (email, email_hash) on people to door;
grant execute on function current_organization() to door;
do $$
declare
    name text;
begin
    foreach name in array array['destroy_keys()', 'destroy_links(int)', 'end_organization()'] loop
        execute 'revoke all on function ' || name || ' from public';
        execute 'grant execute on function ' || name || ' to app';
        execute 'alter function ' || name || ' owner to door';
    end loop;
end $$;
create index on link_tokens (organization_id);

-- Of an organization that is closed no work is left but that of closing itself.
alter policy sweeping on outbox
    using (state = 'done' or exists (select from organizations where wrapped_key = ''));
grant delete on access_log, folders, tags, bulk_actions, bulk_items, summaries, branding,
    preferences, sign_in_policies, legal_holds, custom_fields to app;
