"""The role of whoever has to open the documents, and is asked for nothing else."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

VIEWER = Role(
    name="viewer",
    acts=True,
    must_open=True,
    words=RoleWords(
        choice=sentence("Viewer"),
        noun=sentence("viewer"),
        asks=sentence("%(sender)s asks you to read “%(envelope)s”"),
        asks_by=sentence("%(sender)s asks you to read “%(envelope)s” by %(date)s"),
        asks_this=sentence("%(sender)s from %(organization)s asks you to open and read:"),
        asks_named=sentence(
            "%(sender)s from %(organization)s asks you to open and read “%(envelope)s”."
        ),
        reminds=sentence("Reminder: please read “%(envelope)s”"),
        reminds_by=sentence("Reminder: please read “%(envelope)s” by %(date)s"),
        reminds_this=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " open and read:"
        ),
        reminds_named=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " open and read “%(envelope)s”."
        ),
        open=sentence("Open and read"),
        until=sentence(
            "Please open the documents by %(date)s. After that, the envelope is closed."
        ),
        agree=sentence(
            "By choosing “Agree and open”, you agree to receive the documents electronically."
        ),
        paper=sentence("I would rather use paper"),
        enter=sentence("Agree and open"),
        act=sentence("Open"),
        act_now=sentence("Read now"),
        act_as=sentence("Open as %(name)s"),
        decline=sentence("Decline to open"),
        declining=sentence(
            "If you decline, you will not see the documents. The envelope is closed for everyone,"
            " and we tell %(sender)s."
        ),
        have_done=sentence("You have opened the documents."),
        have_declined=sentence("You declined to open the documents."),
        read_again=sentence("Read the documents"),
        help=sentence(
            "Open the documents and read them. There is nothing to sign or fill in. We let the"
            " sender know when you have opened them."
        ),
        done=sentence("has opened it"),
        has_done=sentence("%(name)s has opened it"),
        has_not_done=sentence("%(name)s did not open it"),
        has_agreed=sentence("%(name)s agreed to receive it electronically"),
        has_declined=sentence("%(name)s declined to open it"),
        finished_at=sentence("Opened"),
        narrated={
            "consent.accepted": sentence("%(actor)s agreed to receive documents electronically."),
            "recipient.completed": sentence("%(actor)s finished their part."),
            "recipient.declined": sentence("%(actor)s declined to open the documents."),
        },
    ),
)
