-- What somebody received, and what waits for them, in the order of the list.

create index recipients_listed
    on recipients (organization_id, folded_email, box, listed_at desc, envelope_id desc)
    where status <> 'created';
create index recipients_listed_waiting
    on recipients (organization_id, folded_email, listed_at desc, envelope_id desc)
    where status in ('sent', 'delivered') and box = 'sent';
