-- Which page typed last into a draft: what it sends again is no change of somebody else.

alter table envelopes add column typed_in uuid;
