"""What a sender chooses about one recipient, beside their row in the list of recipients."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from core.addresses.email_address import is_well_formed
from core.fields.logic import conditions
from core.refusals import Invalid, sentence
from core.text.languages import OWN_NAMES
from core.text.printable import cleaned, is_line, is_prose, storable

NOTE_LIMIT = 2_000
LANGUAGE_PROBLEM = sentence("Choose a language from the list.")
# Options that mean nothing for another person who takes over.
OF_THE_PERSON = (
    "note",
    "language",
    "phone",
    "channel",
    "birthdate",
    "embedded",
    "questions",
    "answers",
)
HOST_NAME_PROBLEM = sentence("Enter the host’s name, up to 120 characters.")
HOST_EMAIL_PROBLEM = sentence("Enter a complete e-mail address, such as name@example.com.")
CHANNELS = ("", "sms", "both")
CHANNEL_PROBLEM = sentence("Choose e-mail, SMS or both.")
PHONE_NEEDED = sentence("Enter the phone number that we send SMS to.")
NOTE_PROBLEM = sentence("Write a private message in plain text, up to 2,000 characters.")


@dataclass(frozen=True, slots=True)
class RecipientOptions:
    """
    Every option has a default, and only what differs from it is stored and recorded.

    `note` is a private message: it is in the mails to this recipient and no one else reads it.
    `proofs` are the names of the proofs of identity that are asked in addition to the link.
    `access_code` is a keyed hash of the code that the sender told them. `condition` is an
    expression over fields: when it does not hold once their turn has come, they are skipped.
    `language` is in which we write to them and they read our pages; "" leaves it to their browser.
    `phone` is a number as E.164 writes it, such as +491511234567.
    `channel` is how we write to them: "" by e-mail, "sms", or "both".
    `birthdate` is what an identity provider has to confirm, such as 1984-03-29.
    `questions` are for the recipient to answer, `answers` keyed hashes of what is right.
    `delegable`: they may hand their part over to another person.
    `group_id` and `group`: they are one of a group of that name, of which any one acts for all.
    `embedded`: they sign inside an application, so that no mail asks them to.
    `host_name` and `host_email` are who meets someone who signs in person and hands over a device;
    without them a member does so from the page of the envelope.
    `named_later`: an agent before them, or the signer of a witness, names the person.
    `particulars`: a witness gives name, address and occupation, printed under their signature.
    """

    note: str = ""
    proofs: tuple[str, ...] = ()
    access_code: str = ""
    condition: str = ""
    language: str = ""
    phone: str = ""
    channel: str = ""
    birthdate: str = ""
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    delegable: bool = False
    embedded: bool = False
    group_id: str = ""
    group: str = ""
    host_name: str = ""
    host_email: str = ""
    named_later: bool = False
    particulars: bool = False

    @property
    def sms_alone(self) -> bool:
        """No e-mail asks them to act or says that it is completed."""
        return self.channel == "sms"

    @property
    def for_successor(self) -> "RecipientOptions":
        """For another person who takes over: without what is about the one before."""
        unset: dict[str, Any] = {n: getattr(NONE, n) for n in OF_THE_PERSON}
        return replace(self, **unset)

    def as_json(self) -> dict[str, Any]:
        """The options that were chosen, by name."""
        named = ((f.name, getattr(self, f.name), f.default) for f in fields(self))
        return {n: list(v) if isinstance(v, tuple) else v for n, v, none in named if v != none}


NONE = RecipientOptions()
UNREADABLE = RecipientOptions(proofs=("unreadable",))


def read(stored: Mapping[str, Any]) -> RecipientOptions:
    """As `as_json` wrote them; a row that was changed into something else shows that it was."""
    try:
        given: dict[str, Any] = {
            n: tuple(v) if isinstance(v, list) else v for n, v in stored.items()
        }
        return RecipientOptions(**given)
    except (TypeError, AttributeError):
        return UNREADABLE


def checked(options: RecipientOptions) -> RecipientOptions:
    """As they are kept. Raises Invalid with the names of options."""
    note = storable(options.note, 10 * NOTE_LIMIT).strip()
    if len(note) > NOTE_LIMIT or not is_prose(note):
        raise Invalid(note=NOTE_PROBLEM)
    if options.language and options.language not in OWN_NAMES:
        raise Invalid(language=LANGUAGE_PROBLEM)
    if options.channel not in CHANNELS:
        raise Invalid(channel=CHANNEL_PROBLEM)
    if options.channel and not options.phone and not options.named_later:
        raise Invalid(phone=PHONE_NEEDED)
    host_name, host_email = cleaned(options.host_name), cleaned(options.host_email)
    if (host_name or host_email) and not (0 < len(host_name) <= 120 and is_line(host_name)):
        raise Invalid(host_name=HOST_NAME_PROBLEM)
    if host_name and not is_well_formed(host_email):
        raise Invalid(host_email=HOST_EMAIL_PROBLEM)
    return replace(
        options,
        note=note,
        condition=_condition(options.condition),
        host_name=host_name,
        host_email=host_email,
    )


def _condition(typed: str) -> str:
    try:
        return conditions.read_expression(typed)
    except Invalid as invalid:
        raise Invalid(condition=invalid.errors["value"]) from None
