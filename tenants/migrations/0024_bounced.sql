-- When a mail server refused mail to a recipient for good; cleared when they are corrected.
alter table recipients add column bounced_at timestamptz;
