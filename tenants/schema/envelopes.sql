-- Envelopes, their recipients, who else may see them, and how they are filed.
--
-- Under row-level security only operators that cannot leak use an index: = and < on ids, texts and
-- times do; lower(), like, @@ and % do not. Hence plain columns, and look-ups by function.

-- Folders and tags that were removed keep their row, so that removing one touches no envelope.
create table folders (
    organization_id uuid not null,
    id uuid not null,
    parent_id uuid,
    owner_id uuid not null,
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
call build_walls('folders', 'select, insert, update, delete');

create table tags (
    organization_id uuid not null,
    id uuid not null,
    name text not null,
    hue int not null check (hue between 0 and 7),
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (organization_id, id)
);
create unique index on tags (organization_id, name) where removed_at is null;
call build_walls('tags', 'select, insert, update, delete');

create table envelopes (
    organization_id uuid not null,
    id uuid not null,
    sender_id uuid not null,
    name text not null,
    message text not null default '',
    status text not null default 'draft',
    status_at timestamptz not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    expires_at timestamptz,
    starts_at timestamptz, -- no one of the next step is invited before
    paused_at timestamptz, -- no one may act since
    fields_corrected_at timestamptz, -- when its sender changed fields since, last
    warned_at timestamptz, -- when those who had not finished were told that it expires soon
    certificate_sha256 text not null default '',
    head_sequence int not null default 0,
    head_hash text not null,
    version bigint not null default 1,
    -- Who may see it, and where it is listed.
    visibility text not null default 'owner' check (visibility in ('owner', 'team', 'all')),
    team_id uuid,
    -- The template that it began with, and which version of that.
    template_id uuid,
    template_version int not null default 0,
    bulk_send_id uuid, -- the bulk send that it was made by
    -- It is what this template holds, and never sent: envelopes are copied from it.
    content_of uuid,
    folder_id uuid,
    box text not null generated always as (
        case
            when content_of is not null then 'template'
            when deleted_at is not null then 'deleted'
            when status = 'draft' then 'drafts'
            when status in ('sent', 'delivered', 'signed') then 'sent'
            when status = 'completed' then 'completed'
            else 'closed'
        end
    ) stored,
    deleted_at timestamptz, -- in the recycle bin since
    erased_at timestamptz,
    erased_because text not null default ''
        check (erased_because in ('', 'bin', 'rule', 'person')),
    -- Which page typed last into a draft: what it sends again is no change of someone else.
    typed_in uuid,
    -- The actor for whom a job sends it when its pages are there; the code of why it could not.
    send_requested_by text not null default '',
    sending_problem text not null default '',
    -- Of a draft, in days: see core/envelopes/schedule.py.
    expire_days int not null default 120,
    remind_after int not null default 0,
    remind_every int not null default 0,
    proofs text[] not null default '{}', -- of identity, asked of all recipients of a draft
    confirming jsonb not null default '{}', -- how each signature is confirmed; nothing if it is not
    remind_most int not null default 10,
    warn_days int not null default 0,
    archive text[] not null default '{}', -- addresses that get the completed envelope
    steps jsonb not null default '[]', -- what was chosen for steps: see core/envelopes/steps.py
    primary key (organization_id, id),
    foreign key (organization_id, team_id) references teams (organization_id, id),
    foreign key (organization_id, folder_id) references folders (organization_id, id)
);
create index on envelopes (organization_id, team_id) where team_id is not null;
create index on envelopes (organization_id, sender_id);
create index envelopes_with_message on envelopes (organization_id, sender_id, sent_at desc)
    where sent_at is not null and message <> '';
create index envelopes_listed on envelopes (organization_id, box, status_at desc, id desc);
create index envelopes_listed_of_sender
    on envelopes (organization_id, sender_id, box, status_at desc, id desc);
create index envelopes_listed_to_all
    on envelopes (organization_id, box, status_at desc, id desc) where visibility = 'all';
create index envelopes_listed_to_team
    on envelopes (organization_id, team_id, box, status_at desc, id desc)
    where visibility = 'team';
-- What waits longest is read from here, however many envelopes there are.
create index envelopes_waiting on envelopes (organization_id, sent_at, id)
    where status in ('sent', 'delivered') and deleted_at is null;
create index envelopes_waiting_by_sender on envelopes (organization_id, sender_id, sent_at, id)
    where status in ('sent', 'delivered') and deleted_at is null;
create index envelopes_sent on envelopes (organization_id, sent_at, id) where sent_at is not null;
-- What the recycle bin and a rule walk through.
create index on envelopes (organization_id, deleted_at desc, id desc)
    where deleted_at is not null and erased_at is null;
create index on envelopes (organization_id, status, status_at, id) where erased_at is null;
call build_walls('envelopes', 'select, insert, update');

create table recipients (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    position int not null,
    name text not null,
    email text not null, -- '' until it is typed, and where the role needs none
    role text not null,
    role_name text not null default '', -- of a template: who it is, before anyone is named
    routing_order int not null,
    options jsonb not null default '{}', -- see core/envelopes/recipient_options.py
    status text not null default 'created',
    link_generation int not null default 1,
    sent_at timestamptz,
    delivered_at timestamptz,
    completed_at timestamptz,
    -- Recipients and shares know where their envelope is listed, so that what someone received is
    -- paged through like everything else.
    box text not null default 'drafts',
    listed_at timestamptz,
    reminded_at timestamptz,
    auto_reminders int not null default 0, -- sent by the schedule, without anyone asking
    folded_email text not null generated always as (lower(email)) stored,
    paper_asked_at timestamptz, -- when they asked for the documents on paper
    locked_at timestamptz, -- locked out after too many wrong codes
    handed_over_at timestamptz, -- the sender copied the link
    -- When a mail server refused mail to a recipient for good; cleared when they are corrected.
    bounced_at timestamptz,
    texts_failed_at timestamptz, -- no SMS reaches them, or they want none
    primary key (organization_id, id),
    unique (organization_id, envelope_id, id),
    foreign key (organization_id, envelope_id) references envelopes (organization_id, id)
);
create index on recipients (organization_id, lower(email)) where status in ('sent', 'delivered');
create index recipients_waiting on recipients (organization_id, folded_email, sent_at)
    where status in ('sent', 'delivered');
create index recipients_listed
    on recipients (organization_id, folded_email, box, listed_at desc, envelope_id desc)
    where status <> 'created';
create index recipients_listed_waiting
    on recipients (organization_id, folded_email, listed_at desc, envelope_id desc)
    where status in ('sent', 'delivered') and box = 'sent';
call build_walls('recipients', 'select, insert, update, delete');

create table envelope_shares (
    organization_id uuid not null,
    envelope_id uuid not null,
    person_id uuid not null,
    shared_by uuid not null,
    shared_at timestamptz not null,
    box text not null default 'drafts',
    listed_at timestamptz,
    primary key (organization_id, envelope_id, person_id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
create index on envelope_shares (organization_id, person_id);
create index envelope_shares_listed
    on envelope_shares (organization_id, person_id, box, listed_at desc, envelope_id desc);
call build_walls('envelope_shares', 'select, insert, update, delete');

create table share_links (
    organization_id uuid not null,
    id uuid not null,
    envelope_id uuid not null,
    token_hash bytea not null,
    shared_by uuid not null,
    shared_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
create index on share_links (organization_id, envelope_id);
create index on share_links (organization_id, shared_by);
call build_walls('share_links', 'select, insert, update, delete');
create trigger publish_token after insert or delete or update of token_hash on share_links
    for each row execute function publish_token('share_link', 'token_hash', '');

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
call build_walls('envelope_tags', 'select, insert, delete');

create table saved_views (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    name text not null,
    filters text not null, -- as they stand in the address of the list
    shared boolean not null default false,
    created_at timestamptz not null,
    primary key (organization_id, id)
);
create index on saved_views (organization_id, person_id);
create index on saved_views (organization_id) where shared;
call build_walls('saved_views', 'select, insert, update, delete');

create table bulk_actions (
    organization_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in (
        'void', 'remind', 'copy', 'move', 'tag', 'untag', 'delete', 'download')),
    arguments jsonb not null,
    total int not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (organization_id, id)
);
create index on bulk_actions (organization_id, person_id, created_at);
call build_walls('bulk_actions', 'select, insert, update, delete');

create table bulk_items (
    organization_id uuid not null,
    bulk_id uuid not null,
    position int not null,
    envelope_id uuid not null,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
    code text not null default '' check (code ~ '^[a-z_]*$'), -- of the error, if it was refused
    -- Whether the action changed it, and where it lay before it was moved: what undoing goes by.
    changed boolean not null default false,
    folder_before uuid,
    primary key (organization_id, bulk_id, position),
    foreign key (organization_id, bulk_id)
        references bulk_actions (organization_id, id) on delete cascade,
    foreign key (organization_id, envelope_id)
        references envelopes (organization_id, id) on delete cascade
);
create index on bulk_items (organization_id, envelope_id);
call build_walls('bulk_items', 'select, insert, update, delete');

-- What core decides, the database insists on: a state is left for these alone (the same pairs as
-- MOVES in core), and the head of an audit trail never goes back, whatever else changes.
create function check_envelope_move() returns trigger language plpgsql as $$
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

-- Recipients and shares are told when their envelope is listed elsewhere.
create function list_envelope() returns trigger language plpgsql as $$
begin
    update recipients set box = new.box, listed_at = new.status_at
    where organization_id = new.organization_id and envelope_id = new.id;
    update envelope_shares set box = new.box, listed_at = new.status_at
    where organization_id = new.organization_id and envelope_id = new.id;
    return null;
end $$;

create function list_part() returns trigger language plpgsql as $$
begin
    select e.box, e.status_at into new.box, new.listed_at from envelopes e
    where e.organization_id = new.organization_id and e.id = new.envelope_id;
    new.box := coalesce(new.box, 'drafts');
    return new;
end $$;

create trigger check_envelope_move before update on envelopes
    for each row execute function check_envelope_move();
create trigger list_envelope after update on envelopes for each row
    when (old.box <> new.box or old.status_at <> new.status_at)
    execute function list_envelope();
create trigger list_part before insert on recipients for each row execute function list_part();
create trigger list_part before insert on envelope_shares
    for each row execute function list_part();
