"""The audit trail in sentences, for timelines and for the certificate of completion."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.audit import Entry
from core.refusals import sentence

SENTENCES = {
    "EnvelopeCreated": sentence("%(actor)s began this envelope."),
    "DocumentAdded": sentence("%(actor)s added a document."),
    "DocumentPasswordGiven": sentence("%(actor)s entered the password of a document."),
    "DocumentAccepted": sentence("The document was checked: %(pages)s pages."),
    "DocumentRejected": sentence("The document could not be used."),
    "DocumentRemoved": sentence("%(actor)s removed a document."),
    "RecipientNamed": sentence("%(actor)s named %(recipient)s as %(role)s."),
    "FieldsPlaced": sentence("%(actor)s placed %(count)s fields."),
    "EnvelopeSent": sentence("%(actor)s sent the envelope."),
    "RecipientInvited": sentence("%(recipient)s was invited by mail."),
    "ConsentAccepted": sentence("%(actor)s agreed to sign electronically."),
    "RecipientDelivered": sentence("%(actor)s opened the documents."),
    "EnvelopeDelivered": sentence("The envelope was opened for the first time."),
    "SignatureAdopted": sentence("%(actor)s adopted a signature (%(method)s)."),
    "RecipientCompleted": sentence("%(actor)s signed."),
    "RecipientDeclined": sentence("%(actor)s declined to sign."),
    "EnvelopeDeclined": sentence("The envelope was closed, because somebody declined."),
    "EnvelopeVoided": sentence("%(actor)s voided the envelope."),
    "EnvelopeExpired": sentence("The envelope expired."),
    "EnvelopeSigned": sentence("Everybody has signed."),
    "EnvelopeCompleted": sentence("The documents were sealed and everybody has a copy."),
}

ADMINISTRATION = {
    "OrganizationFounded": sentence("%(actor)s opened this organization."),
    "SettingChanged": sentence("%(actor)s changed the setting “%(setting)s”."),
    "RoleChanged": sentence("%(actor)s changed the role of %(person)s."),
    "DocumentRead": sentence("%(actor)s read a document that somebody else sent."),
}


@dataclass(frozen=True, slots=True)
class Narrated:
    """`template % values` is the sentence; the template is what is translated."""

    template: str
    values: dict[str, str]

    def __str__(self) -> str:
        return self.template % self.values


def narrate(entry: Entry, names: Mapping[str, str], unknown: str = "Countersign") -> Narrated:
    """
    One entry as a sentence. `names` maps actors, and recipients as "recipient:<id>", to names.

    Whoever is not in it is called `unknown`.
    """
    data = entry.data
    values = {name: str(value) for name, value in data.items()}
    values["actor"] = names.get(entry.actor, unknown)
    values["recipient"] = names.get(f"recipient:{data.get('recipient_id')}", unknown)
    return Narrated(SENTENCES[entry.type], values)
