"""The audit trail in sentences, for timelines and for the certificate of completion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.documents.events import DocumentAccepted
from core.envelopes.events.corrections import ExpiryChanged
from core.envelopes.events.lifecycle import EnvelopeSigned
from core.envelopes.events.recipients import (
    HostInvited,
    PersonNamed,
    RecipientCorrected,
    RecipientNamed,
)
from core.envelopes.roles import registry as roles_registry
from core.envelopes.roles.role import Role
from core.events import registry
from core.evidence.audit import Entry
from core.refusals import FilledSentence, sentence
from core.signing.events.attachments import AttachmentUploaded
from core.signing.events.location import LocationGiven
from core.signing.events.signatures import SignatureConfirmed
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.proofs import registry as proofs

NOT_NAMED_YET = sentence("someone who was named later")
ERASED_REASON = sentence("a reason that was erased")
ERASED_NAME = sentence("a name that was erased")
ERASED_PLACE = sentence("erased")
# The one value about a person that a sentence says, and what stands there once it was erased.
PERSONAL = {
    AttachmentUploaded.type: ("file_name", ERASED_NAME),
    HostInvited.type: ("host", ERASED_NAME),
    LocationGiven.type: ("location", ERASED_PLACE),
    RecipientMetInPerson.type: ("host", ERASED_NAME),
    SignatureConfirmed.type: ("reason", ERASED_REASON),
}
WORDS = {
    # of pictures and how they were made
    "signature": sentence("signature"),
    "initials": sentence("initials"),
    "stamp": sentence("stamp"),
    "image": sentence("image"),
    "drawn": sentence("drawn"),
    "typed": sentence("typed"),
    "uploaded": sentence("uploaded"),
    # how a member signed in
    "password": sentence("password"),
    "passkey": sentence("passkey"),
    "sso": sentence("single sign-on"),
    # how a host knew who someone was
    "known": sentence("known personally"),
    "passport": sentence("passport"),
    "id_card": sentence("ID card"),
    "driving_license": sentence("driving license"),
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
    if entry.type not in (RecipientCorrected.type, PersonNamed.type):
        return {}
    old = [p.value for p in entry.personal if p.name == "old_name"]
    if not old and entry.type == PersonNamed.type:
        old = [FilledSentence(NOT_NAMED_YET)]
    return {f"recipient:{entry.data['recipient_id']}": name for name in old}


def roles_of(entries: Iterable[Entry]) -> dict[str, Role]:
    """The role of each recipient, by id, as recorded when they were named."""
    named = (entry.data for entry in entries if entry.type == RecipientNamed.type)
    return {data["recipient_id"]: roles_registry.named(data["role"]) for data in named}


def narrate(
    entry: Entry,
    names: Mapping[str, str],
    unknown: str = "Countersign",
    roles: Mapping[str, Role] = MappingProxyType({}),
) -> Narrated:
    """
    One entry as a sentence. `names` maps actors, and recipients as "recipient:<id>", to names.

    A person who is not in it is called `unknown`. `roles` are the recipients', by id.
    """
    data = entry.data
    values = {name: str(value) for name, value in data.items()}
    values["actor"] = names.get(entry.actor, unknown)
    values["recipient"] = names.get(f"recipient:{data.get('recipient_id')}", unknown)
    if "successor_id" in data:
        values["successor"] = names.get(f"recipient:{data['successor_id']}", unknown)
    if entry.type in PERSONAL:
        name, erased = PERSONAL[entry.type]
        known = {p.name: p.value for p in entry.personal}
        values[name] = known.get(name, FilledSentence(erased))
    if entry.type == ExpiryChanged.type:
        values |= {name: data[name][: len("2026-12-31")] for name in ("old", "new")}
    if entry.type == SignatureConfirmed.type:
        nouns = {name: FilledSentence(proofs.noun(name)) for name in data["proofs"].split()}
        values["proofs"] = FilledSentence(", ".join(f"%({name})s" for name in nouns), **nouns)
    if "proof" in data:
        values["proof"] = FilledSentence(proofs.noun(data["proof"]))
    for word in ("method", "kind", "means"):
        if data.get(word) in WORDS:
            values[word] = FilledSentence(WORDS[data[word]])
    role = roles.get(data.get("recipient_id", ""))
    if entry.type == RecipientNamed.type and role:
        values["role"] = FilledSentence(role.words.noun)
    in_role = role.words.narrated.get(entry.type) if role else None
    if entry.type == EnvelopeSigned.type and any(r.acts and not r.signs for r in roles.values()):
        in_role = sentence("Everyone has finished.")
    if entry.type == DocumentAccepted.type and values["pages"] == "1":
        in_role = sentence("The document was checked: 1 page.")
    return Narrated(in_role or registry.event(entry.type).narration, values)
