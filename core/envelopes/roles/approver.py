"""The role of whoever approves or declines, without a signature."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

APPROVER = Role(
    name="approver",
    acts=True,
    words=RoleWords(
        choice=sentence("Approver"),
        noun=sentence("approver"),
        asks=sentence("%(sender)s asks you to approve “%(envelope)s”"),
        asks_by=sentence("%(sender)s asks you to approve “%(envelope)s” by %(date)s"),
        asks_this=sentence("%(sender)s from %(organization)s asks you to read and approve:"),
        asks_named=sentence(
            "%(sender)s from %(organization)s asks you to read and approve “%(envelope)s”."
        ),
        reminds=sentence("Reminder: please approve “%(envelope)s”"),
        reminds_by=sentence("Reminder: please approve “%(envelope)s” by %(date)s"),
        reminds_this=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " approve:"
        ),
        reminds_named=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " approve “%(envelope)s”."
        ),
        open=sentence("Read and approve"),
        until=sentence("Please decide by %(date)s. After that, the envelope is closed."),
        agree=sentence(
            "By choosing “Agree and continue”, you agree to read and approve electronically."
        ),
        paper=sentence("I would rather use paper"),
        enter=sentence("Agree and continue"),
        act=sentence("Approve"),
        act_now=sentence("Approve now"),
        act_as=sentence("Approve as %(name)s"),
        finishing=sentence(
            "By choosing “Approve”, you approve the documents above. You do not sign them. If"
            " you do not agree with them, decline."
        ),
        decline=sentence("Decline to approve"),
        declining=sentence(
            "If you decline, you do not approve anything. The envelope is closed for everyone,"
            " and we tell %(sender)s."
        ),
        have_done=sentence("You have approved."),
        have_declined=sentence("You declined to approve."),
        read_again=sentence("Read what you approved"),
        help=sentence(
            "Read the pages. If you agree with them, tap Approve at the bottom of the screen. If"
            " not, decline. The sender sees the reason, if you give one."
        ),
        done=sentence("approved"),
        has_done=sentence("%(name)s has approved"),
        has_not_done=sentence("%(name)s did not approve"),
        has_agreed=sentence("%(name)s agreed to approve electronically"),
        has_declined=sentence("%(name)s declined to approve"),
        finished_at=sentence("Approved"),
        narrated={
            "consent.accepted": sentence("%(actor)s agreed to approve electronically."),
            "recipient.completed": sentence("%(actor)s approved."),
            "recipient.declined": sentence("%(actor)s declined to approve."),
        },
    ),
)
