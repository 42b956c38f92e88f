"""The role of whoever signs."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

SIGNER = Role(
    name="signer",
    acts=True,
    signs=True,
    has_fields=True,
    words=RoleWords(
        choice=sentence("Signs"),
        noun=sentence("signer"),
        asks=sentence("%(sender)s asks you to sign “%(envelope)s”"),
        asks_this=sentence("%(sender)s of %(organization)s asks you to read and sign this:"),
        asks_named=sentence(
            "%(sender)s of %(organization)s asks you to read and sign “%(envelope)s”."
        ),
        reminds=sentence("Reminder: “%(envelope)s” waits for your signature"),
        reminds_this=sentence(
            "%(sender)s of %(organization)s kindly reminds you that this waits for your signature:"
        ),
        reminds_named=sentence(
            "%(sender)s of %(organization)s kindly reminds you: “%(envelope)s” waits for your"
            " signature."
        ),
        open=sentence("Read and sign"),
        until=sentence("You can sign until %(date)s."),
        agree=sentence("I have read this and agree to sign electronically."),
        paper=sentence("I would rather sign on paper"),
        enter=sentence("Continue"),
        act=sentence("Sign"),
        act_as=sentence("Sign as %(name)s"),
        finishing=sentence("By choosing “Finish” you sign the documents above electronically."),
        decline=sentence("Decline to sign"),
        declining=sentence(
            "Nothing will be signed, and this envelope is closed for everybody. We tell"
            " %(sender)s your reason."
        ),
        have_done=sentence("You have signed."),
        have_declined=sentence("You declined to sign."),
        read_again=sentence("Read what you have signed"),
        help=sentence(
            "Read the pages. The button at the bottom of the screen takes you from one place to"
            " the next. At the end you see everything once more, and choose Finish."
        ),
        done=sentence("signed"),
        has_done=sentence("%(name)s has signed"),
        has_not_done=sentence("%(name)s did not sign"),
        has_agreed=sentence("%(name)s agreed to sign electronically"),
        has_declined=sentence("%(name)s declined to sign"),
        finished_at=sentence("Signed"),
        narrated={
            "consent.accepted": sentence("%(actor)s agreed to sign electronically."),
            "recipient.completed": sentence("%(actor)s signed."),
            "recipient.declined": sentence("%(actor)s declined to sign."),
        },
    ),
)
