-- How the letters of an imported list are to be read, where its file does not say; '' until chosen.
alter table contact_imports add column encoding text not null default '';
