"""The role of whoever signs on the device of a host, who meets them: no address is needed."""

from dataclasses import replace

from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.refusals import sentence

# What asks and reminds is for the host.
IN_PERSON_SIGNER = Role(
    name="in_person",
    acts=True,
    signs=True,
    has_fields=True,
    in_person=True,
    words=replace(
        SIGNER.words,
        choice=sentence("In person"),
        noun=sentence("in-person signer"),
        asks=sentence("%(sender)s asks you to host the signing of “%(envelope)s”"),
        asks_by=sentence("%(sender)s asks you to host the signing of “%(envelope)s” by %(date)s"),
        asks_this=sentence(
            "%(sender)s from %(organization)s asks you to meet a signer in person and hand over"
            " your device:"
        ),
        asks_named=sentence(
            "%(sender)s from %(organization)s asks you to meet a signer in person and hand over"
            " your device, for “%(envelope)s”."
        ),
        reminds=sentence("Reminder: please host the signing of “%(envelope)s”"),
        reminds_by=sentence("Reminder: please host the signing of “%(envelope)s” by %(date)s"),
        reminds_this=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " meet a signer in person:"
        ),
        reminds_named=sentence(
            "This is a friendly reminder: %(sender)s from %(organization)s is waiting for you to"
            " meet a signer in person, for “%(envelope)s”."
        ),
        open=sentence("Start"),
        narrated={
            **SIGNER.words.narrated,
            "recipient.reminded": sentence(
                "%(actor)s reminded the host of %(recipient)s by e-mail."
            ),
            "recipient.auto_reminded": sentence(
                "The host of %(recipient)s was reminded by e-mail, as scheduled."
            ),
        },
    ),
)
