-- The roles and the database of Countersign. Run it with psql as a superuser, as often as you like:
--   psql -v owner_password=… -v app_password=… -v relay_password=… -v backup_password=… -f roles.sql
-- owner migrates, app works and owns nothing, relay sees the outbox, backup reads past row-level
-- security, door has no login and owns only the look-ups that come before an organization is known,
-- operating has no login and owns only what operators may know of all organizations.
\set ON_ERROR_STOP on

select format('create role %I', name)
from unnest(array['owner', 'app', 'relay', 'backup', 'door', 'operating']) as name
where not exists (select from pg_roles where rolname = name) \gexec

alter role owner login nosuperuser nocreatedb nocreaterole password :'owner_password';
alter role app login nosuperuser nocreatedb nocreaterole password :'app_password';
alter role relay login nosuperuser nocreatedb nocreaterole password :'relay_password';
alter role backup login nosuperuser nocreatedb nocreaterole bypassrls password :'backup_password';
alter role door nologin nosuperuser nocreatedb nocreaterole;
alter role operating nologin nosuperuser nocreatedb nocreaterole;
grant door, operating to owner;

-- No request may hold a lock or a snapshot for long.
alter role app set transaction_timeout = '10s';
alter role app set idle_in_transaction_session_timeout = '5s';
alter role app set lock_timeout = '2s';
alter role relay set transaction_timeout = '10s';
alter role relay set idle_in_transaction_session_timeout = '5s';
alter role relay set lock_timeout = '2s';

select 'create database countersign owner owner'
where not exists (select from pg_database where datname = 'countersign') \gexec

revoke all on database countersign from public;
grant connect on database countersign to owner, app, relay, backup;

-- Nothing of ours is in these, and whoever may connect can leave things there.
select format('revoke all on database %I from public', datname)
from pg_database
where datname in ('postgres', 'template1') and pg_has_role(current_user, datdba, 'usage') \gexec

\connect countersign
-- Large objects have no walls: they belong to no organization.
select format('revoke execute on function %s from public', oid::regprocedure)
from pg_proc
where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^lo_|^loread$|^lowrite$'
    and pg_has_role(current_user, proowner, 'usage') \gexec

-- Nothing is in it: the tables are in the schemas directory and tenant, which statements leave out.
revoke all on schema public from public;
alter database countersign set search_path = tenant, directory;
grant pg_read_all_data to backup;
