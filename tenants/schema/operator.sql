-- The operator's portal: people of the platform, apart from members, and the few facts about
-- organizations that they see. The role operating has no login and reads columns of metadata only:
-- no document, no recipient, no field, no value of an audit trail is granted to it.

create table directory.operators (
    id uuid primary key,
    name text not null,
    email_hash bytea not null unique,
    password_hash text not null,
    totp_secret ciphertext, -- encrypted; null until the second factor is enrolled
    totp_step bigint not null default 0, -- the last one used: none is good twice
    recovery_codes bytea[] not null default '{}',
    disabled_at timestamptz,
    created_at timestamptz not null default now()
);
call hide_behind('operating', 'operators');

create table directory.operator_sessions (
    token_hash bytea primary key,
    operator_id uuid not null references operators (id) on delete cascade,
    factors int not null check (factors in (1, 2)),
    totp_secret ciphertext, -- encrypted; offered to someone who has no second factor yet
    address text not null,
    user_agent text not null,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index on operator_sessions (operator_id);
call hide_behind('operating', 'operator_sessions');

-- What the platform itself is set to.
create table directory.platform_settings (
    name text primary key,
    value text not null
);
call hide_behind('door', 'platform_settings');

create table directory.sign_ups (
    token_hash bytea primary key,
    sealed ciphertext not null,
    invited boolean not null,
    expires_at timestamptz not null
);
call hide_behind('door', 'sign_ups');

-- Mail that an operator sends to see what the mail server says. Rows of the platform's own only.
create table directory.mail_tests (
    organization_id uuid not null references organizations (id),
    id uuid not null,
    address ciphertext not null, -- encrypted
    step text not null default '' check (step in
        ('', 'connect', 'encrypt', 'login', 'sender', 'recipient', 'message')),
    delivered boolean,
    code int not null default 0,
    answer text not null default '',
    asked_at timestamptz not null,
    answered_at timestamptz,
    -- What an operator tries: a mail, or an SMS.
    channel text not null default 'mail' check (channel in ('mail', 'sms')),
    primary key (organization_id, id)
);
call build_walls('mail_tests', 'select, insert, update, delete');

-- What recipients tell the operator about senders. It outlives the envelope that it is about.
create table directory.abuse_reports (
    organization_id uuid not null,
    recipient_id uuid not null,
    envelope_id uuid not null,
    reason text not null check (reason in ('unknown', 'fraud', 'unwanted', 'offensive', 'other')),
    words text not null default '',
    address text not null default '', -- only when they want to be written to
    status text not null default 'open' check (status in ('open', 'looked_at', 'closed')),
    note text not null default '',
    reported_at timestamptz not null default now(),
    primary key (organization_id, recipient_id)
);
create index on abuse_reports (status, reported_at desc, recipient_id desc);
call hide_behind('operating', 'abuse_reports');

-- Who asks. The web process has to show the session of an operator who gave both factors; the
-- command line comes as owner or relay, which the web process never does.
create function directory.check_operator(shown bytea) returns uuid
language plpgsql stable as $$
declare
    found_id uuid;
begin
    select s.operator_id into found_id
    from operator_sessions s join operators o on o.id = s.operator_id
    where s.token_hash = shown and s.factors = 2 and s.expires_at > now()
        and s.seen_at > now() - interval '15 minutes' and o.disabled_at is null;
    if found_id is null and session_user not in ('owner', 'relay') then
        raise insufficient_privilege using message = 'no operator is signed in';
    end if;
    return found_id;
end $$;

create function directory.operator_credentials(hash bytea)
returns table (operator_id uuid, password_hash text, enrolled boolean)
language sql stable as $$
    select o.id, o.password_hash, o.totp_secret is not null
    from operators o where o.email_hash = hash and o.disabled_at is null
$$;

create function directory.open_operator_session(
    hash bytea, operator uuid, network text, browser text, secret bytea
) returns void language sql as $$
    delete from operator_sessions where expires_at < now();
    insert into operator_sessions
        (token_hash, operator_id, factors, expires_at, address, user_agent, totp_secret)
    select hash, o.id, 1, now() + interval '10 minutes', network, browser, secret
    from operators o where o.id = operator and o.disabled_at is null
$$;

create function directory.complete_operator_session(old bytea, new bytea, network text) returns void
language sql as $$
    with ended as (delete from operator_sessions where token_hash = old returning *)
    insert into operator_sessions
        (token_hash, operator_id, factors, expires_at, address, user_agent)
    select new, e.operator_id, 2, now() + interval '1 hour', network, e.user_agent from ended e
$$;

-- `secret` is shown only before both factors were given.
create function directory.operator_session(hash bytea)
returns table (operator_id uuid, name text, factors int, enrolled boolean, secret bytea)
language sql as $$
    update operator_sessions s set seen_at = now()
    where s.token_hash = hash and s.expires_at > now()
        and s.seen_at between now() - interval '15 minutes' and now() - interval '10 seconds';
    select s.operator_id, o.name, s.factors, o.totp_secret is not null,
        case when s.factors = 1 then coalesce(o.totp_secret, s.totp_secret) end
    from operator_sessions s join operators o on o.id = s.operator_id
    where s.token_hash = hash and s.expires_at > now()
        and s.seen_at > now() - interval '15 minutes' and o.disabled_at is null
$$;

create function directory.close_operator_session(hash bytea) returns void
language sql as $$
    delete from operator_sessions where token_hash = hash
$$;

-- Once: what was offered to this session becomes the second factor.
create function directory.enrol_operator_factor(
    hash bytea, step bigint, codes bytea[], new bytea, network text
) returns boolean
language plpgsql as $$
begin
    update operators o
    set totp_secret = s.totp_secret, totp_step = step, recovery_codes = codes
    from operator_sessions s
    where s.token_hash = hash and s.factors = 1 and s.expires_at > now()
        and o.id = s.operator_id and o.disabled_at is null
        and o.totp_secret is null and s.totp_secret is not null;
    if not found then
        return false;
    end if;
    perform complete_operator_session(hash, new, network);
    return true;
end $$;

create function directory.use_operator_step(hash bytea, step bigint, new bytea, network text)
returns boolean
language plpgsql as $$
begin
    update operators o set totp_step = step from operator_sessions s
    where s.token_hash = hash and s.factors = 1 and s.expires_at > now()
        and o.id = s.operator_id and o.disabled_at is null and o.totp_secret is not null
        and o.totp_step < step;
    if not found then
        return false;
    end if;
    perform complete_operator_session(hash, new, network);
    return true;
end $$;

create function directory.use_operator_code(hash bytea, code bytea, new bytea, network text)
returns boolean
language plpgsql as $$
begin
    update operators o set recovery_codes = array_remove(o.recovery_codes, code)
    from operator_sessions s
    where s.token_hash = hash and s.factors = 1 and s.expires_at > now()
        and o.id = s.operator_id and o.disabled_at is null and code = any (o.recovery_codes);
    if not found then
        return false;
    end if;
    perform complete_operator_session(hash, new, network);
    return true;
end $$;

create function directory.operator_names(session bytea) returns table (id uuid, name text)
language plpgsql stable as $$
begin
    perform check_operator(session);
    return query select o.id, o.name from operators o;
end $$;

create function directory.add_operator(new_id uuid, called text, hash bytea, password text)
returns boolean
language plpgsql as $$
begin
    insert into operators (id, name, email_hash, password_hash)
    values (new_id, called, hash, password) on conflict (email_hash) do nothing;
    return found;
end $$;

-- Ends the sessions, too. Null: there is no such operator.
create function directory.disable_operator(hash bytea) returns uuid
language plpgsql as $$
declare
    changed uuid;
begin
    update operators set disabled_at = now() where email_hash = hash returning id
    into changed;
    delete from operator_sessions where operator_id = changed;
    return changed;
end $$;

-- A new password and no second factor: the next sign-in enrols one. Enables again, too.
create function directory.reset_operator(hash bytea, password text) returns uuid
language plpgsql as $$
declare
    changed uuid;
begin
    update operators set password_hash = password, totp_secret = null, totp_step = 0,
        recovery_codes = '{}', disabled_at = null
    where email_hash = hash returning id into changed;
    delete from operator_sessions where operator_id = changed;
    return changed;
end $$;

create function directory.platform_setting(wanted text) returns text
language sql stable as $$
    select value from platform_settings where name = wanted
$$;

create function directory.set_platform_setting(session bytea, wanted text, new_value text)
returns void
language plpgsql as $$
begin
    perform check_operator(session);
    insert into platform_settings (name, value) values (wanted, new_value)
    on conflict (name) do update set value = excluded.value;
end $$;

create function directory.begin_sign_up(
    session bytea, hash bytea, words bytea, by_operator boolean, lifetime interval
) returns void
language plpgsql as $$
begin
    if by_operator then
        perform check_operator(session);
    end if;
    delete from sign_ups where expires_at < now();
    insert into sign_ups (token_hash, sealed, invited, expires_at)
    values (hash, words, by_operator, now() + lifetime);
end $$;

create function directory.sign_up(hash bytea) returns table (sealed bytea, invited boolean)
language sql stable as $$
    select s.sealed, s.invited from sign_ups s
    where s.token_hash = hash and s.expires_at > now()
$$;

-- True for one caller only, so that a link founds one organization.
create function directory.end_sign_up(hash bytea) returns boolean
language plpgsql as $$
begin
    delete from sign_ups where token_hash = hash and expires_at > now();
    return found;
end $$;

create type directory.overseen_organization as (
    id uuid, slug text, name text, created_at timestamptz, suspended_at timestamptz,
    suspension_reason text, closes_at timestamptz, members bigint, sent_this_month bigint,
    storage_bytes bigint
);

create function directory.figures_of_organization(organization uuid)
returns table (members bigint, sent_this_month bigint, storage_bytes bigint)
language sql stable as $$
    select
        (select count(*) from memberships m where m.organization_id = organization),
        coalesce((select sum(s.value) from summaries s
            where s.organization_id = organization and s.cube = 'total' and s.grain = 'month'
            and s.metric = 'sent' and s.day = date_trunc('month', now())::date), 0)::bigint
        + coalesce((select sum(d.value) from summary_deltas d
            where d.organization_id = organization and d.metric = 'sent'
            and d.day >= date_trunc('month', now())::date), 0)::bigint,
        coalesce((select sum(s.value) from summaries s
            where s.organization_id = organization and s.cube = 'total' and s.grain = 'now'
            and s.metric = 'storage'), 0)::bigint
        + coalesce((select sum(d.value) from summary_deltas d
            where d.organization_id = organization and d.metric = 'storage'), 0)::bigint
$$;

create function directory.overseen_organizations(
    session bytea, words text, state text, before_at timestamptz, before_id uuid, most int
) returns setof overseen_organization
language plpgsql stable as $$
declare
    wanted tsquery := (
        select string_agg(quote_literal(w) || ':*', ' & ')
        from unnest(tsvector_to_array(to_tsvector('simple', words))) as w)::tsquery;
begin
    perform check_operator(session);
    return query execute
        'select o.*, f.* from (select o.id, o.slug, o.name, o.created_at, o.suspended_at,'
        || ' o.suspension_reason, o.closes_at from organizations o where o.id'
        || ' <> ''00000000-0000-0000-0000-000000000000'''
        || case when wanted is null then ''
            else ' and to_tsvector(''simple'', o.name || '' '' || o.slug) @@ $1' end
        || case state
            when 'suspended' then ' and o.suspended_at is not null'
            when 'closing' then ' and o.closes_at is not null'
            when 'open' then ' and o.suspended_at is null and o.closes_at is null'
            else '' end
        || case when before_id is null then '' else ' and (o.created_at, o.id) < ($2, $3)' end
        || ' order by o.created_at desc, o.id desc limit $4) o'
        || ' cross join lateral figures_of_organization(o.id) f'
        || ' order by o.created_at desc, o.id desc'
        using wanted, before_at, before_id, most;
end $$;

create function directory.overseen_organization_of(session bytea, organization uuid)
returns setof overseen_organization
language plpgsql stable as $$
begin
    perform check_operator(session);
    return query select o.id, o.slug, o.name, o.created_at, o.suspended_at,
            o.suspension_reason, o.closes_at, f.*
        from organizations o cross join lateral figures_of_organization(o.id) f
        where o.id = organization and o.id <> '00000000-0000-0000-0000-000000000000';
end $$;

create function directory.overseen_names(session bytea, ids uuid[])
returns table (id uuid, name text)
language plpgsql stable as $$
begin
    perform check_operator(session);
    return query select o.id, o.name from organizations o where o.id = any (ids);
end $$;

create function directory.quota_of(session bytea, organization uuid)
returns table (envelopes_per_month bigint, storage_bytes bigint, api_calls_per_month bigint,
    members bigint)
language plpgsql stable as $$
begin
    perform check_operator(session);
    return query select q.envelopes_per_month, q.storage_bytes, q.api_calls_per_month, q.members
        from quotas q where q.organization_id = organization;
end $$;

create function directory.suspend_organization(session bytea, organization uuid, reason text)
returns boolean language plpgsql as $$
begin
    perform check_operator(session);
    update organizations set suspended_at = now(), suspension_reason = reason
    where id = organization and suspended_at is null
        and id <> '00000000-0000-0000-0000-000000000000';
    return found;
end $$;

create function directory.lift_suspension(session bytea, organization uuid) returns boolean
language plpgsql as $$
begin
    perform check_operator(session);
    update organizations set suspended_at = null, suspension_reason = ''
    where id = organization and suspended_at is not null;
    return found;
end $$;

create function directory.job_counts(session bytea, kinds text[])
returns table (kind text, due bigint, later bigint, running bigint, dead bigint,
    oldest_due timestamptz)
language plpgsql stable as $$
begin
    perform check_operator(session);
    return query select k,
        (select count(*) from (select from outbox j where j.kind = k and j.state = 'open'
            and j.due_at <= now() and (j.lease_until is null or j.lease_until < now())
            limit 10001) x),
        (select count(*) from (select from outbox j where j.kind = k and j.state = 'open'
            and j.due_at > now() limit 10001) x),
        (select count(*) from (select from outbox j where j.kind = k and j.state = 'open'
            and j.due_at <= now() and j.lease_until >= now() limit 10001) x),
        (select count(*) from (select from outbox j where j.kind = k and j.state = 'dead'
            limit 10001) x),
        (select j.due_at from outbox j where j.kind = k and j.state = 'open'
            and j.due_at <= now() and (j.lease_until is null or j.lease_until < now())
            order by j.due_at limit 1)
    from unnest(kinds) as k;
end $$;

create function directory.dead_jobs(session bytea, wanted text, most int)
returns table (organization_id uuid, id uuid, kind text, attempts int, finished_at timestamptz,
    last_error text)
language plpgsql stable as $$
begin
    perform check_operator(session);
    return query select j.organization_id, j.id, j.kind, j.attempts,
        coalesce(j.finished_at, j.created_at), j.last_error
    from outbox j where j.state = 'dead' and (wanted is null or j.kind = wanted)
    order by j.due_at, j.id limit most;
end $$;

-- `wanted` null: of any kind; `one` null: all of them. How many there were. A worker that still
-- holds the job from before it was given up must not finish it: the fence moves.
create function directory.revive_jobs(session bytea, wanted text, one uuid) returns int
language plpgsql as $$
declare
    changed int;
begin
    perform check_operator(session);
    update outbox j set state = 'open', attempts = j.attempts + 1, tries = 0, unheard = 0,
        due_at = now(), finished_at = null, published_until = null, lease_until = null
    where j.state = 'dead' and (wanted is null or j.kind = wanted) and (one is null or j.id = one);
    get diagnostics changed = row_count;
    return changed;
end $$;

create function directory.dismiss_jobs(session bytea, wanted text, one uuid) returns int
language plpgsql as $$
declare
    changed int;
begin
    perform check_operator(session);
    update outbox j set state = 'dismissed', finished_at = now()
    where j.state = 'dead' and (wanted is null or j.kind = wanted) and (one is null or j.id = one);
    get diagnostics changed = row_count;
    return changed;
end $$;

create function directory.report_abuse(
    envelope uuid, recipient uuid, why text, said text, reply_to text
) returns boolean language plpgsql as $$
begin
    insert into abuse_reports
        (organization_id, recipient_id, envelope_id, reason, words, address)
    values (current_organization(), recipient, envelope, why, said, reply_to)
    on conflict (organization_id, recipient_id) do nothing;
    return found;
end $$;

create function directory.has_reported_abuse(recipient uuid) returns boolean
language sql stable as $$
    select exists (select from abuse_reports r
        where r.organization_id = current_organization() and r.recipient_id = recipient)
$$;

create function directory.abuse_reports_of(
    session bytea, wanted text, organization uuid, before_at timestamptz, before_id uuid, most int
) returns table (organization_id uuid, recipient_id uuid, envelope_id uuid, reason text,
    words text, address text, status text, note text, reported_at timestamptz,
    organization_name text, suspended_at timestamptz)
language plpgsql stable as $$
begin
    perform check_operator(session);
    return query select r.organization_id, r.recipient_id, r.envelope_id, r.reason, r.words,
        r.address, r.status, r.note, r.reported_at, coalesce(o.name, ''), o.suspended_at
    from abuse_reports r left join organizations o on o.id = r.organization_id
    where (wanted is null or r.status = wanted)
        and (organization is null or r.organization_id = organization)
        and (before_id is null or (r.reported_at, r.recipient_id) < (before_at, before_id))
    order by r.reported_at desc, r.recipient_id desc limit most;
end $$;

create function directory.open_abuse_reports(session bytea) returns bigint
language plpgsql stable as $$
begin
    perform check_operator(session);
    return (select count(*) from abuse_reports r where r.status = 'open');
end $$;

create function directory.note_abuse_report(
    session bytea, organization uuid, recipient uuid, new_status text, new_note text
) returns boolean language plpgsql as $$
begin
    perform check_operator(session);
    update abuse_reports r set status = new_status, note = new_note
    where r.organization_id = organization and r.recipient_id = recipient;
    return found;
end $$;

call run_as('operating', 'door',
    'check_operator(bytea)');
call run_as('operating', 'app',
    'operator_credentials(bytea)', 'open_operator_session(bytea, uuid, text, text, bytea)',
    'operator_session(bytea)', 'close_operator_session(bytea)',
    'enrol_operator_factor(bytea, bigint, bytea[], bytea, text)',
    'use_operator_step(bytea, bigint, bytea, text)',
    'use_operator_code(bytea, bytea, bytea, text)', 'operator_names(bytea)',
    'overseen_organizations(bytea, text, text, timestamptz, uuid, int)',
    'overseen_organization_of(bytea, uuid)', 'overseen_names(bytea, uuid[])',
    'quota_of(bytea, uuid)', 'suspend_organization(bytea, uuid, text)',
    'lift_suspension(bytea, uuid)', 'job_counts(bytea, text[])',
    'report_abuse(uuid, uuid, text, text, text)', 'has_reported_abuse(uuid)',
    'abuse_reports_of(bytea, text, uuid, timestamptz, uuid, int)', 'open_abuse_reports(bytea)',
    'note_abuse_report(bytea, uuid, uuid, text, text)');
call run_as('operating', '',
    'complete_operator_session(bytea, bytea, text)', 'add_operator(uuid, text, bytea, text)',
    'disable_operator(bytea)', 'reset_operator(bytea, text)', 'figures_of_organization(uuid)');
call run_as('door', 'app',
    'platform_setting(text)', 'set_platform_setting(bytea, text, text)',
    'begin_sign_up(bytea, bytea, bytea, boolean, interval)', 'sign_up(bytea)',
    'end_sign_up(bytea)');
call run_as('operating', 'app, relay',
    'dead_jobs(bytea, text, int)', 'revive_jobs(bytea, text, uuid)',
    'dismiss_jobs(bytea, text, uuid)');
