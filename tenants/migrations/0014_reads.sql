-- Who read what when: asked at every read of a document by somebody who did not send it.
create index on access_log (organization_id, envelope_id, actor, at);
