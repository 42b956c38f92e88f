"""The audit trail in sentences, for timelines and for the certificate of completion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.envelopes.roles import registry
from core.envelopes.roles.role import Role
from core.evidence.audit import Entry
from core.refusals import sentence

SENTENCES = {
    "EnvelopeCreated": sentence("%(actor)s began this envelope."),
    "DocumentAdded": sentence("%(actor)s added a document."),
    "DocumentPasswordGiven": sentence("%(actor)s entered the password of a document."),
    "DocumentAccepted": sentence("The document was checked: %(pages)s pages."),
    "DocumentRejected": sentence("The document could not be used."),
    "DocumentRemoved": sentence("%(actor)s removed a document."),
    "RecipientNamed": sentence("%(actor)s named %(recipient)s as %(role)s."),
    "SenderNamed": sentence("The sender was recorded."),
    "FieldsPlaced": sentence("%(actor)s placed %(count)s fields."),
    "EnvelopeSent": sentence("%(actor)s sent the envelope."),
    "RecipientInvited": sentence("%(recipient)s was invited by mail."),
    "RecipientReminded": sentence("%(actor)s had %(recipient)s reminded by mail."),
    "ReminderLost": sentence(
        "The reminder to %(recipient)s was not taken by the mail server. Remind them again."
    ),
    "MailBounced": sentence("Mail to %(recipient)s was refused by a mail server (%(code)s)."),
    "RecipientCorrected": sentence("%(actor)s corrected the name or address of %(recipient)s."),
    "RecipientSignedIn": sentence(
        "%(recipient)s was let in as the signed-in member who has the same address (%(method)s)."
    ),
    "ConsentAccepted": sentence("%(actor)s accepted the disclosure."),
    "RecipientDelivered": sentence("%(actor)s opened the documents."),
    "EnvelopeDelivered": sentence("The envelope was opened for the first time."),
    "SignatureAdopted": sentence("%(actor)s adopted a signature (%(method)s)."),
    "RecipientCompleted": sentence("%(actor)s finished."),
    "RecipientDeclined": sentence("%(actor)s declined."),
    "EnvelopeDeclined": sentence("The envelope was closed, because somebody declined."),
    "EnvelopeVoided": sentence("%(actor)s voided the envelope."),
    "EnvelopeExpired": sentence("The envelope expired."),
    "EnvelopeSigned": sentence("Everybody has signed."),
    "EnvelopeCompleted": sentence("The documents were sealed and everybody has a copy."),
    "ValuesErased": sentence("Personal values of the trail were erased."),
    "DetailsChanged": sentence("%(actor)s changed what is noted about the envelope."),
}

ADMINISTRATION = {
    "OrganizationFounded": sentence("%(actor)s opened this organization."),
    "SettingChanged": sentence("%(actor)s changed the setting “%(setting)s”."),
    "RoleChanged": sentence("%(actor)s changed the role of %(person)s."),
    "PersonRenamed": sentence("%(person)s changed their name."),
    "ValuesExported": sentence("%(actor)s asked for the values of %(envelopes)s envelopes."),
    "DocumentRead": sentence("%(actor)s read a document that somebody else sent."),
    "SsoIdentityConnected": sentence("%(person)s was connected with the single sign-on."),
    "SsoIdentityDisconnected": sentence(
        "%(actor)s disconnected %(person)s from the single sign-on."
    ),
    "SsoRefused": sentence("A sign-in through the single sign-on was refused: %(reason)s."),
    "DomainClaimed": sentence("%(actor)s added the domain %(domain)s."),
    "DomainVerified": sentence("The domain %(domain)s was found to be this organization's."),
    "DomainTakenElsewhere": sentence("The domain %(domain)s is used by another organization."),
    "DomainLost": sentence("The domain %(domain)s no longer carries its record and was let go."),
    "DomainRemoved": sentence("%(actor)s removed the domain %(domain)s."),
    "MemberInvited": sentence("%(actor)s invited somebody as %(role)s."),
    "InvitationWithdrawn": sentence("%(actor)s withdrew an invitation."),
    "EnvelopesTransferred": sentence("%(actor)s handed over %(count)s envelopes."),
    "TeamCreated": sentence("%(actor)s created a team."),
    "TeamRenamed": sentence("%(actor)s renamed a team."),
    "TeamDeleted": sentence("%(actor)s deleted a team."),
    "TeamMemberAdded": sentence("%(actor)s added %(person)s to a team."),
    "TeamMemberRemoved": sentence("%(actor)s took %(person)s out of a team."),
    "VisibilityChanged": sentence("%(actor)s changed who in the organization sees an envelope."),
    "EnvelopeShared": sentence("%(actor)s shared an envelope with %(person)s."),
    "SharingEnded": sentence("%(actor)s no longer shares an envelope with %(person)s."),
    "ShareLinkMade": sentence("%(actor)s made a link to read an envelope by."),
    "ShareLinkRevoked": sentence("%(actor)s revoked a link to read an envelope by."),
    "ApiKeyMade": sentence("%(actor)s made an API key (%(scopes)s)."),
    "ApiKeyRevoked": sentence("%(actor)s revoked an API key."),
    "OperatorAdded": sentence("%(actor)s added the operator %(name)s."),
    "OperatorDisabled": sentence("%(actor)s disabled the operator %(operator)s."),
    "OperatorReset": sentence("%(actor)s reset the password and second factor of %(operator)s."),
    "OperatorSignedIn": sentence("%(actor)s signed in (%(factor)s)."),
    "FounderInvited": sentence("%(actor)s invited %(email)s to open an organization."),
    "OrganizationSuspended": sentence("%(actor)s suspended the organization %(organization)s."),
    "SuspensionLifted": sentence("%(actor)s lifted the suspension of %(organization)s."),
    "LimitsSet": sentence("%(actor)s set the limits of %(organization)s: %(limits)s."),
    "DeadJobsRevived": sentence("%(actor)s gave %(count)s dead jobs another try (%(kind)s)."),
    "DeadJobsDismissed": sentence("%(actor)s dismissed %(count)s dead jobs (%(kind)s)."),
    "MailTested": sentence("%(actor)s sent a test mail to %(address)s."),
    "SmsTested": sentence("%(actor)s sent a test SMS to %(phone)s."),
    "AbuseReportNoted": sentence("%(actor)s marked a report about %(organization)s as %(status)s."),
    "HoldPlaced": sentence("%(actor)s placed a legal hold."),
    "HoldLifted": sentence("%(actor)s lifted a legal hold."),
    "EnvelopeDeleted": sentence("%(actor)s moved an envelope to the recycle bin."),
    "EnvelopeRestored": sentence("%(actor)s took an envelope out of the recycle bin."),
    "ExportRequested": sentence("%(actor)s asked for an export of everything."),
    "ExportDownloaded": sentence("%(actor)s downloaded an export."),
    "ExportDiscarded": sentence("%(actor)s threw an export away."),
    "OrganizationClosing": sentence("%(actor)s is closing the organization."),
    "OrganizationKept": sentence("%(actor)s keeps the organization open after all."),
    "PersonExportRequested": sentence("%(actor)s asked for an export about a person."),
    "PersonErasureAsked": sentence("%(actor)s asked to have a person erased."),
    "PersonErased": sentence(
        "A person was erased from %(envelopes)s envelopes; %(kept)s keep them."
    ),
    "LogValuesErased": sentence("Personal values of this log were erased."),
    "DocumentsErased": sentence("The documents of an envelope were erased (%(cause)s)."),
}


@dataclass(frozen=True, slots=True)
class Narrated:
    """`template % values` is the sentence; the template is what is translated."""

    template: str
    values: dict[str, str]

    def __str__(self) -> str:
        return self.template % self.values


def narrate_all(
    entries: Sequence[Entry], names: Mapping[str, str], unknown: str = "Countersign"
) -> list[Narrated]:
    """
    As narrate(), with the names that recipients had then: a correction may be to another.

    What recipients do is said in the words of their roles.
    """
    names, told = dict(names), []
    roles = roles_of(entries)
    for entry in reversed(entries):
        told.append(narrate(entry, names, unknown, roles))
        names |= earlier_names(entry)
    return told[::-1]


def earlier_names(entry: Entry) -> dict[str, str]:
    """What recipients were called before this entry, where it has changed that."""
    if entry.type != "RecipientCorrected":
        return {}
    old = {p.value for p in entry.personal if p.name == "old_name"}
    return {f"recipient:{entry.data['recipient_id']}": name for name in old}


def roles_of(entries: Iterable[Entry]) -> dict[str, Role]:
    """The role of each recipient, by id, as recorded when they were named."""
    named = (entry.data for entry in entries if entry.type == "RecipientNamed")
    return {data["recipient_id"]: registry.named(data["role"]) for data in named}


def narrate(
    entry: Entry,
    names: Mapping[str, str],
    unknown: str = "Countersign",
    roles: Mapping[str, Role] = MappingProxyType({}),
) -> Narrated:
    """
    One entry as a sentence. `names` maps actors, and recipients as "recipient:<id>", to names.

    Whoever is not in it is called `unknown`. `roles` are the recipients', by id.
    """
    data = entry.data
    values = {name: str(value) for name, value in data.items()}
    values["actor"] = names.get(entry.actor, unknown)
    values["recipient"] = names.get(f"recipient:{data.get('recipient_id')}", unknown)
    role = roles.get(data.get("recipient_id", ""))
    if entry.type == "RecipientNamed" and role:
        values["role"] = role.words.noun
    in_role = role.words.narrated.get(entry.type) if role else None
    if entry.type == "EnvelopeSigned" and any(r.acts and not r.signs for r in roles.values()):
        in_role = sentence("Everybody has finished.")
    return Narrated(in_role or SENTENCES[entry.type], values)
