-- Two people may share an address: both are offered the next time somebody is sent to.

alter table correspondents drop constraint correspondents_pkey;
alter table correspondents add primary key (organization_id, person_id, email_key, name_key);
