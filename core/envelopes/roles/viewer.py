"""The role of whoever has to open the documents, and is asked for nothing else."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

VIEWER = Role(
    name="viewer",
    acts=True,
    must_open=True,
    words=RoleWords(
        choice=sentence("Must open it"),
        noun=sentence("viewer"),
        asks=sentence("Please read “%(envelope)s”, sent by %(sender)s"),
        asks_this=sentence("%(sender)s of %(organization)s asks you to open and read this:"),
        asks_named=sentence(
            "%(sender)s of %(organization)s asks you to open and read “%(envelope)s”."
        ),
        reminds=sentence("Reminder: please read “%(envelope)s”"),
        reminds_this=sentence(
            "%(sender)s of %(organization)s kindly reminds you to open and read this:"
        ),
        reminds_named=sentence(
            "%(sender)s of %(organization)s kindly reminds you to open and read “%(envelope)s”."
        ),
        open=sentence("Open and read"),
        until=sentence("You can open it until %(date)s."),
        agree=sentence("I have read this and agree to receive the documents electronically."),
        paper=sentence("I would rather have it on paper"),
        enter=sentence("Open the documents"),
        act=sentence("Open"),
        act_as=sentence("Open as %(name)s"),
        decline=sentence("Decline to open"),
        declining=sentence(
            "You will not see the documents, and this envelope is closed for everybody. We tell"
            " %(sender)s your reason."
        ),
        have_done=sentence("You have opened the documents."),
        have_declined=sentence("You declined to open the documents."),
        read_again=sentence("Read the documents"),
        help=sentence(
            "Open the documents and read them. You sign nothing and fill in nothing: the sender is"
            " told that you have opened them."
        ),
        done=sentence("has opened it"),
        has_done=sentence("%(name)s has opened it"),
        has_not_done=sentence("%(name)s did not open it"),
        has_agreed=sentence("%(name)s agreed to receive it electronically"),
        has_declined=sentence("%(name)s declined to open it"),
        finished_at=sentence("Opened"),
        narrated={
            "consent.accepted": sentence("%(actor)s agreed to receive documents electronically."),
            "recipient.completed": sentence("%(actor)s had nothing more to do."),
            "recipient.declined": sentence("%(actor)s declined to open the documents."),
        },
    ),
)
