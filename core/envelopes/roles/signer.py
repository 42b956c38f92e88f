"""The role of whoever signs."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

SIGNER = Role(
    name="signer",
    acts=True,
    signs=True,
    has_fields=True,
    words=RoleWords(
        choice=sentence("Signer"),
        noun=sentence("signer"),
        asks=sentence("%(sender)s asks you to sign “%(envelope)s”"),
        asks_by=sentence("%(sender)s asks you to sign “%(envelope)s” by %(date)s"),
        asks_this=sentence("%(sender)s from %(organization)s asks you to read and sign:"),
        asks_named=sentence(
            "%(sender)s from %(organization)s asks you to read and sign “%(envelope)s”."
        ),
        reminds=sentence("Reminder: please sign “%(envelope)s”"),
        reminds_by=sentence("Reminder: please sign “%(envelope)s” by %(date)s"),
        reminds_this=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " sign:"
        ),
        reminds_named=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " sign “%(envelope)s”."
        ),
        open=sentence("Read and sign"),
        until=sentence("Please sign by %(date)s. After that, signing is closed."),
        agree=sentence(
            "By choosing “Agree and continue”, you agree to read and sign electronically."
        ),
        paper=sentence("I would rather sign on paper"),
        enter=sentence("Agree and continue"),
        act=sentence("Sign"),
        act_now=sentence("Sign now"),
        act_as=sentence("Sign as %(name)s"),
        finishing=sentence("By choosing “Finish”, you sign the documents electronically."),
        decline=sentence("Decline to sign"),
        declining=sentence(
            "If you decline, you do not sign anything. Signing ends for everyone, and we tell"
            " %(sender)s."
        ),
        have_done=sentence("You have signed."),
        have_declined=sentence("You declined to sign."),
        read_again=sentence("Read what you signed"),
        help=sentence(
            "Read the pages, then tap the button at the bottom of the screen. It takes you from"
            " one field to the next. When everything is filled in, check it and tap Finish."
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
