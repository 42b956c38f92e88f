-- What an operator tries: a mail, or an SMS.
alter table mail_tests add column channel text not null default 'mail'
    check (channel in ('mail', 'sms'));
