"""The role of whoever signs as a witness, after those whose signatures they witness."""

from dataclasses import replace

from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.refusals import sentence

WITNESS = Role(
    name="witness",
    acts=True,
    signs=True,
    has_fields=True,
    witnesses=True,
    words=replace(
        SIGNER.words,
        choice=sentence("Witness"),
        noun=sentence("witness"),
        asks=sentence("%(sender)s asks you to sign “%(envelope)s” as a witness"),
        asks_by=sentence("%(sender)s asks you to sign “%(envelope)s” as a witness by %(date)s"),
        asks_this=sentence("%(sender)s from %(organization)s asks you to sign as a witness:"),
        asks_named=sentence(
            "%(sender)s from %(organization)s asks you to sign “%(envelope)s” as a witness."
        ),
        reminds=sentence("Reminder: please sign “%(envelope)s” as a witness"),
        reminds_by=sentence("Reminder: please sign “%(envelope)s” as a witness by %(date)s"),
        reminds_this=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " sign as a witness:"
        ),
        reminds_named=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " sign “%(envelope)s” as a witness."
        ),
        act_as=sentence("Sign as %(name)s, a witness"),
        finishing=sentence(
            "By choosing “Finish”, you sign as a witness, electronically, that you saw the"
            " signatures that were given before yours."
        ),
        have_done=sentence("You have signed as a witness."),
        done=sentence("signed as a witness"),
        has_done=sentence("%(name)s has signed as a witness"),
        has_not_done=sentence("%(name)s did not sign as a witness"),
        finished_at=sentence("Signed as a witness"),
        narrated={
            **SIGNER.words.narrated,
            "recipient.completed": sentence("%(actor)s signed as a witness."),
        },
    ),
)
