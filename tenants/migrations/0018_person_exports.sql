-- An export of what is about one person alone: whose address, under the organization's key.
alter table exports add column address bytea;
