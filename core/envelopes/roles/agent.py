"""The role of whoever names the people of later recipients whom the sender left open."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

AGENT = Role(
    name="agent",
    acts=True,
    names_others=True,
    words=RoleWords(
        choice=sentence("Agent"),
        noun=sentence("agent"),
        asks=sentence("%(sender)s asks you to name people for “%(envelope)s”"),
        asks_by=sentence("%(sender)s asks you to name people for “%(envelope)s” by %(date)s"),
        asks_this=sentence("%(sender)s from %(organization)s asks you to name who comes next for:"),
        asks_named=sentence(
            "%(sender)s from %(organization)s asks you to name who comes next for “%(envelope)s”."
        ),
        reminds=sentence("Reminder: please name people for “%(envelope)s”"),
        reminds_by=sentence("Reminder: please name people for “%(envelope)s” by %(date)s"),
        reminds_this=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " name who comes next for:"
        ),
        reminds_named=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " name who comes next for “%(envelope)s”."
        ),
        open=sentence("Start"),
        until=sentence("Please decide by %(date)s. After that, the envelope is closed."),
        agree=sentence(
            "By choosing “Agree and open”, you agree to receive the documents electronically."
        ),
        paper=sentence("I would rather use paper"),
        enter=sentence("Agree and open"),
        act=sentence("Finish"),
        act_now=sentence("Name people now"),
        act_as=sentence("Name people as %(name)s"),
        finishing=sentence("We ask these people when it is their turn."),
        decline=sentence("Decline to name anyone"),
        declining=sentence(
            "If you decline, no one else is asked. The envelope is closed for everyone, and we"
            " tell %(sender)s."
        ),
        have_done=sentence("You are done."),
        have_declined=sentence("You declined to name anyone."),
        read_again=sentence("Read the documents"),
        help=sentence(
            "Enter the name and the e-mail address of each person. What they are asked to do is"
            " already set by the sender. When you are done, tap Finish."
        ),
        done=sentence("named who comes next"),
        has_done=sentence("%(name)s has named who comes next"),
        has_not_done=sentence("%(name)s did not name anyone"),
        has_agreed=sentence("%(name)s agreed to receive it electronically"),
        has_declined=sentence("%(name)s declined to name anyone"),
        finished_at=sentence("Finished"),
        narrated={
            "consent.accepted": sentence("%(actor)s agreed to receive documents electronically."),
            "recipient.completed": sentence("%(actor)s finished their part."),
            "recipient.declined": sentence("%(actor)s declined to name anyone."),
        },
    ),
)
