"""The role of whoever approves or declines, without a signature."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

APPROVER = Role(
    name="approver",
    acts=True,
    words=RoleWords(
        choice=sentence("Approves"),
        noun=sentence("approver"),
        asks=sentence("Please approve “%(envelope)s”, sent by %(sender)s"),
        asks_this=sentence("%(sender)s of %(organization)s asks you to read and approve this:"),
        asks_named=sentence(
            "%(sender)s of %(organization)s asks you to read and approve “%(envelope)s”."
        ),
        reminds=sentence("Reminder: “%(envelope)s” waits for your approval"),
        reminds_this=sentence(
            "%(sender)s of %(organization)s kindly reminds you that this waits for your approval:"
        ),
        reminds_named=sentence(
            "%(sender)s of %(organization)s kindly reminds you: “%(envelope)s” waits for your"
            " approval."
        ),
        open=sentence("Read and approve"),
        until=sentence("You can approve it until %(date)s."),
        agree=sentence("I have read this and agree to approve electronically."),
        paper=sentence("I would rather have it on paper"),
        enter=sentence("Continue"),
        act=sentence("Approve"),
        act_as=sentence("Approve as %(name)s"),
        finishing=sentence(
            "By choosing “Approve” you approve the documents above. You sign nothing. If you do"
            " not approve them, decline and say why."
        ),
        decline=sentence("Decline to approve"),
        declining=sentence(
            "You approve nothing, and this envelope is closed for everybody. We tell %(sender)s"
            " your reason."
        ),
        have_done=sentence("You have approved."),
        have_declined=sentence("You declined to approve."),
        read_again=sentence("Read what you have approved"),
        help=sentence(
            "Read the pages. If you agree with them, choose Approve at the bottom of the screen."
            " If not, decline and say why: the sender reads your reason."
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
