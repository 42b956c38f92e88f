"""An envelope of templates: whose roles are taken by people, with what a definition adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from core.addresses.email_address import fold
from core.docusign.copied_names import of_templates
from core.docusign.program_names import ProgramNames
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Envelope
from core.fields.anchoring.awaited_fields import AwaitedFields
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.properties import CHECKED, DEFAULT, READ_ONLY
from tenants.files import incoming_file
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.docusign import envelopes as noting
from tenants.use_cases.docusign import program_names
from tenants.use_cases.docusign import templates as usable
from tenants.use_cases.docusign.envelopes import Noted
from tenants.use_cases.envelopes import (
    drafting,
    envelope_creation,
    requested_sending,
    sending,
)
from tenants.use_cases.envelopes.envelope_creation import UploadedFile, WholeEnvelope
from tenants.use_cases.people import group_choice
from tenants.use_cases.templates import using
from webapp import current
from webapp.api.docusign import envelope_creation as making
from webapp.api.docusign import waiting
from webapp.api.docusign.asked import Asked, refuse
from webapp.api.docusign.definitions import definition, documents_asked, recipients_asked
from webapp.api.docusign.definitions.definition import ReadDefinition
from webapp.api.docusign.definitions.documents_asked import ReadDocument
from webapp.api.docusign.definitions.recipients_asked import ReadRecipient
from webapp.api.docusign.definitions.tabs_asked import ReadTab
from webapp.api.v1.document_models import NewDocument
from webapp.api.v1.envelopes import new_envelope

# In the place of a file that is there already.
NO_FILE = "AA=="


@dataclass
class ReadTemplateUse:
    """`people` take roles by their names, or their ids, or are added; `added` has the rest."""

    templates: list[UUID] = field(default_factory=list)
    places: dict[UUID, str] = field(default_factory=dict)
    added: ReadDefinition = field(default_factory=ReadDefinition)


def read(given: Asked) -> ReadTemplateUse | None:
    """None where a definition names no template. Leaves the rest of it in `given`."""
    template, roles = given.text("templateId"), given.each("templateRoles")
    composites = given.each("compositeTemplates")
    if not template and not composites:
        if roles:
            refuse(given.place("templateRoles"), "Give templateId with templateRoles.")
        return None
    found = ReadTemplateUse()
    if template:
        _name(found, template, "templateId")
    people = [recipients_asked.of_role(role) for role in roles]
    documents: list[Asked] = []
    for composite in composites:
        _composite(found, composite, people, documents)
    found.added = definition.contents(given)
    known = found.added.documents
    if documents and known:
        refuse(given.place("documents"), "Give documents in compositeTemplates alone.")
    if documents:
        found.added.documents = documents_asked.read(documents)
    found.added.recipients = [*people, *found.added.recipients]
    return found


def _name(found: ReadTemplateUse, text: str, place: str) -> None:
    try:
        id = UUID(text)
    except ValueError:
        refuse(place, "There is no template of this id.", "TEMPLATE_ID_INVALID")
    if id not in found.templates:
        found.templates.append(id)
        found.places[id] = place


def _composite(
    found: ReadTemplateUse, given: Asked, people: list[ReadRecipient], documents: list[Asked]
) -> None:
    given.pass_over("compositeTemplateId")
    given.only_off("pdfMetaDataTemplateSequence")
    servers = given.each("serverTemplates")
    for server in sorted(servers, key=lambda s: s.whole("sequence") or 0):
        _name(found, server.need("templateId"), server.place("templateId"))
        server.done()
    if document := given.part("document"):
        documents.append(document)
    inlines = given.each("inlineTemplates")
    for inline in sorted(inlines, key=lambda s: s.whole("sequence") or 0):
        people.extend(recipients_asked.each(inline.part("recipients")))
        documents.extend(inline.each("documents"))
        found.added.custom |= definition.custom_fields(inline.part("customFields"))
        envelope = inline.part("envelope")
        if envelope:
            refuse(envelope.path, "Give the subject and the rest outside of inlineTemplates.")
        inline.done()
    given.done()


def create(asked: ReadTemplateUse, now: datetime) -> Envelope:
    """Files are stored first; then all of it in one commit. Raises InvalidRequest, refusals."""
    added = asked.added
    if not asked.templates:
        return making.create(added)
    waiting.publish(asked.templates)
    files = [_uploaded(document) for document in added.documents]
    if added.sent:
        sending.count(current.organization())
    if files:
        with current.transaction() as tx:
            envelope_creation.announce(tx, files, now)
        envelope_creation.store(current.organization(), files)
    noted = making.noted_of(added)
    with current.transaction() as tx:
        return _make(tx, asked, files, noted, now)


def _uploaded(document: ReadDocument) -> UploadedFile:
    try:
        return new_envelope.uploaded(NewDocument.model_validate(document.members))
    except ValidationError as wrong:
        first = wrong.errors(include_input=False)[0]
        refuse(f"{document.path}.documentBase64", first["msg"])


def _make(
    tx: Transaction,
    asked: ReadTemplateUse,
    files: list[UploadedFile],
    noted: Noted,
    now: datetime,
) -> Envelope:
    added = asked.added
    templates = usable.named(tx, asked.templates)
    found = using.usable(tx, asked.templates)
    roles = {fold(role.role_name): role.role_name for role in found.roles}
    for person in added.recipients:
        _take_role(person, roles, templates)
    taken = [p for p in added.recipients if fold(p.role_name) in roles]
    people = {
        roles[fold(p.role_name)]: RolePerson(
            *(p.members["name"], p.members["email"]),
            group_choice.find(tx, _group(p)),
        )
        for p in taken
        if p.members["name"] or p.members["email"] or p.members.get("signing_group_id")
    }
    envelope_id = new_id()
    filling = Filling(people)
    made = using.use(tx, asked.templates, envelope_id, filling, now, added.name, added.message)
    called = of_templates(templates, made)
    by_role = {fold(r.role_name): r for r in made.recipients if r.role_name}
    values: list[tuple[UUID, ReadTab]] = []
    for person in taken:
        recipient = by_role[fold(person.role_name)]
        person.existing, person.id = recipient.id, called.of_recipient(recipient.id)
        mine = {_label(f): f for f in made.fields if recipient.id in f.recipient_ids}
        for tab in list(person.tabs):
            if known := mine.get(fold(tab.label)):
                values.append((known.id, tab))
                person.tabs.remove(tab)
            elif not tab.is_placed:
                refuse(tab.path, f"The template has no tab with the label “{tab.label}”.")
    whole, called = _additions(tx, asked, made, called, files)
    made = envelope_creation.extend(tx, envelope_id, whole, now)
    made = _options(tx, made, taken, now)
    if values:
        drafting.place_fields(
            tx, envelope_id, [_filled(made.field(id), t) for id, t in values], now
        )
    program_names.keep(tx, envelope_id, called)
    noting.note(tx, envelope_id, noted, now)
    if added.sent:
        return requested_sending.request(tx, envelope_id, now, added.starts_at)
    return tx.get_visible(envelope_id)


def _take_role(
    person: ReadRecipient, roles: dict[str, str], templates: Sequence[tuple[Envelope, ProgramNames]]
) -> None:
    """One who is called by the id that a role has in a template takes that role."""
    if fold(person.role_name) in roles:
        return
    if not person.members["name"] and not person.members["email"]:
        refuse(f"{person.path}.roleName", f"The template has no role “{person.role_name}”.")
    if not person.role_name and person.id:
        for template, names in templates:
            for number, recipient in enumerate(template.recipients, 1):
                called = names.recipients.get(str(recipient.id)) or str(number)
                if recipient.role_name and called == person.id:
                    person.members["role_name"] = recipient.role_name


def _additions(
    tx: Transaction,
    asked: ReadTemplateUse,
    made: Envelope,
    called: ProgramNames,
    files: Sequence[UploadedFile],
) -> tuple[WholeEnvelope, ProgramNames]:
    """What is added to the draft, as an envelope of its own; and what all of it is called."""
    added = asked.added
    there = [
        ReadDocument("", called.of_document(made, d.id), {"name": d.name, "content": NO_FILE}, d.id)
        for d in made.documents
    ]
    taken = {document.id for document in there}
    for document in added.documents:
        while document.id in taken:
            document.id = str(int(document.id) + 1) if document.id.isdigit() else f"{document.id}-2"
        taken.add(document.id)
    used = {called.of_recipient(r.id) for r in made.recipients}
    for n, person in enumerate(added.recipients, len(used) + 1):
        if person.existing is None and (not person.id or person.id in used):
            person.id = next(str(i) for i in range(n, n + 200) if str(i) not in used)
        used.add(person.id)
    everything = replace(added, name=made.name, message="", documents=[*there, *added.documents])
    new, _ = definition.new_envelope(everything)
    stand_ins = [
        UploadedFile(d.id, d.name, incoming_file.of_bytes(b"-"), d.id) for d in made.documents
    ]
    whole = new_envelope.whole(new, [*stand_ins, *files])
    ids = {
        whole.recipients[n].id: person.existing
        for n, person in enumerate(added.recipients)
        if person.existing
    }
    names = making.names_of(everything, _existing(whole, ids))
    mine = _existing(whole, ids)
    new_people = {r.id for r in mine.recipients if r.id not in ids.values()}
    return (
        replace(
            mine,
            files=list(files),
            recipients=[r for r in mine.recipients if r.id in new_people],
            readings={
                d.document_id: mine.readings[d.document_id]
                for d in files
                if d.document_id in mine.readings
            },
            secrets={id: secret for id, secret in mine.secrets.items() if id in new_people},
        ),
        _joined(called, names),
    )


def _existing(whole: WholeEnvelope, ids: Mapping[UUID, UUID]) -> WholeEnvelope:
    """With the ids of recipients who are there already."""

    def renamed(field: Field) -> Field:
        return replace(field, recipient_ids=tuple(ids.get(id, id) for id in field.recipient_ids))

    def awaited(each: AwaitedFields) -> AwaitedFields:
        anchored = tuple(replace(one, field=renamed(one.field)) for one in each.anchored)
        return replace(each, anchored=anchored)

    return replace(
        whole,
        recipients=[replace(r, id=ids.get(r.id, r.id)) for r in whole.recipients],
        fields=[renamed(f) for f in whole.fields],
        awaited={id: awaited(each) for id, each in whole.awaited.items()},
        readings={
            id: replace(r, hidden_from=[ids.get(h, h) for h in r.hidden_from])
            for id, r in whole.readings.items()
        },
    )


def _joined(one: ProgramNames, other: ProgramNames) -> ProgramNames:
    return ProgramNames(
        documents={**one.documents, **other.documents},
        recipients={**one.recipients, **other.recipients},
        clients={**one.clients, **other.clients},
        labels={**one.labels, **other.labels},
        options={**one.options, **other.options},
    )


def _options(
    tx: Transaction, made: Envelope, taken: Sequence[ReadRecipient], now: datetime
) -> Envelope:
    """What a definition says of those who take roles, besides who they are."""
    for person in taken:
        chosen, code = person.members["options"], person.members.get("access_code", "")
        if not chosen and not code:
            continue
        id = person.existing or UUID(int=0)
        before = made.recipient(id).options
        proofs = tuple(dict.fromkeys((*before.proofs, *chosen.get("proofs", ()))))
        options = replace(before, **{**chosen, "proofs": proofs})
        made = drafting.choose_options(tx, made.id, id, options, now, code)
    return made


def _filled(field: Field, tab: ReadTab) -> Field:
    """With the value that a definition gives it to begin with."""
    properties = dict(field.properties)
    for name in (DEFAULT.name, CHECKED.name, READ_ONLY.name):
        if name in tab.properties:
            properties[name] = tab.properties[name]
    return replace(field, properties=properties)


def _label(field: Field) -> str:
    return fold(field.label or NAME.of(field.properties))


def _group(person: ReadRecipient) -> UUID | None:
    given = person.members.get("signing_group_id")
    try:
        return UUID(given) if given else None
    except ValueError:
        refuse(f"{person.path}.signingGroupId", "There is no signing group of this id.")
