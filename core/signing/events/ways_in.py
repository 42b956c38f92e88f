"""How a recipient came to the signing page other than by a mailed link."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.events.event import personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientSignedIn(EnvelopeEvent):
    """
    A recipient was let in without a mailed link: as the member who has the same address.

    `method` is how they signed in (password, passkey, sso), `factors` how many proofs they gave.
    """

    type = "recipient.signed_in"
    narration = sentence(
        "%(recipient)s was identified as the person signed in with the same e-mail address"
        " (%(method)s)."
    )
    printed = True
    icon = "log-in"
    timeline = sentence("%(recipient)s was signed in to the account with this address")

    recipient_id: UUID
    person_id: UUID
    session_id: UUID
    method: str
    factors: int
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCameByForm(EnvelopeEvent):
    """A visitor of a direct link was let in at once, as the recipient whose address they typed."""

    type = "recipient.came_by_form"
    narration = sentence(
        "%(recipient)s continued directly from a public form. The e-mail address was not confirmed."
    )
    printed = True
    icon = "link"
    timeline = sentence(
        "%(recipient)s continued from the public form; the e-mail address was not confirmed"
    )

    recipient_id: UUID
    link_id: UUID
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCameEmbedded(EnvelopeEvent):
    """A recipient was let in inside a page of an application, which had said who they are."""

    type = "recipient.came_embedded"
    narration = sentence(
        "%(recipient)s came from the application “%(application)s”, which asserted their identity."
    )
    printed = True
    icon = "monitor"
    timeline = sentence("%(recipient)s opened the documents inside %(application)s")

    recipient_id: UUID
    key_id: UUID  # of the application's API key
    application: str
    origin: str
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientMetInPerson(EnvelopeEvent):
    """
    Their host met the recipient, made sure who they are and handed over their own device.

    `means`: "known" to the host, or the kind of identity document that they were shown
    (`MEANS` in core/signing/proofs/in_person.py); its number is not kept.
    """

    type = "recipient.met_in_person"
    narration = sentence(
        "%(host)s met %(recipient)s in person, confirmed their identity (%(means)s) and handed"
        " over the device."
    )
    printed = True
    icon = "users"
    timeline = sentence("%(host)s handed the device to %(recipient)s, in person")

    recipient_id: UUID
    means: str
    host: str = personal()
    address: str = personal()
    user_agent: str = personal()
