"""What POST envelopes makes: an envelope of its definition alone."""

from uuid import UUID

from core.api.refusals import InvalidRequest
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from core.refusals import Invalid
from tenants.use_cases.docusign import envelopes as made_whole
from tenants.use_cases.docusign.envelopes import Noted
from tenants.use_cases.envelopes import envelope_creation, sending
from tenants.use_cases.envelopes.envelope_creation import UploadedFile, WholeEnvelope
from tenants.use_cases.webhooks import endpoints
from webapp import current
from webapp.api.docusign.definitions import definition
from webapp.api.docusign.definitions.definition import ReadDefinition
from webapp.api.v1 import field_rules
from webapp.api.v1.envelopes import new_envelope
from webapp.text.translation import translated


def create(read: ReadDefinition) -> Envelope:
    """Its files are stored first, with no transaction open. Raises InvalidRequest, and refusals."""
    whole, files = prepared(read)
    if read.sent:
        sending.count(current.organization())
    with current.transaction() as tx:
        envelope_creation.announce(tx, files, current.now())
    envelope_creation.store(current.organization(), files)
    noted = noted_of(read)
    with current.transaction() as tx:
        return made_whole.create(tx, whole, names_of(read, whole), noted, current.now())


def noted_of(read: ReadDefinition) -> Noted:
    """Addresses are looked up here, with no transaction open. Raises Invalid."""
    for choices in read.told:
        endpoints.check_url(choices.url, current.settings())
    return Noted(read.custom, read.external, read.told)


def prepared(
    read: ReadDefinition, template: bool = False
) -> tuple[WholeEnvelope, list[UploadedFile]]:
    """
    Checked as our own API checks what it is asked for; of a template no one asks who its roles are.

    Raises InvalidRequest.
    """
    asked, places = definition.new_envelope(read)
    try:
        if not template:
            new_envelope.check(asked)
        elif wrong_fields := list(field_rules.errors(asked)):
            raise InvalidRequest(wrong_fields)
        files = [new_envelope.uploaded(document) for document in asked.documents]
    except InvalidRequest as wrong:
        raise definition.told(wrong, places) from None
    except Invalid as wrong:
        errors = [
            {"pointer": name, "code": "value_error", "detail": translated(why)}
            for name, why in wrong.errors.items()
        ]
        raise InvalidRequest(errors) from None
    return definition.asked_for(read, new_envelope.whole(asked, files)), files


def names_of(read: ReadDefinition, whole: WholeEnvelope) -> ProgramNames:
    """What the program calls each part of what is made of its definition."""
    people = list(zip(whole.recipients, read.recipients, strict=True))
    groups: dict[str, str] = {}
    options: dict[str, dict[str, str]] = {}
    meant = {
        (n, tab.properties.get("name")): tab.options
        for n, recipient in enumerate(read.recipients)
        for tab in recipient.tabs
        if tab.options
    }
    numbers: dict[UUID, int] = {person.id: n for n, (person, _) in enumerate(people)}
    anchored = [one.field for each in whole.awaited.values() for one in each.anchored]
    for field in (*whole.fields, *anchored):
        for id in field.recipient_ids:
            key = (numbers[id], field.properties.get("name"))
            if key in meant:
                options[str(field.id)] = meant[key]
    for recipient in read.recipients:
        groups |= {tab.properties["group"]: tab.group for tab in recipient.tabs if tab.group}
    return ProgramNames(
        documents={
            str(file.document_id): document.id
            for file, document in zip(whole.files, read.documents, strict=True)
        },
        recipients={str(person.id): read_.id for person, read_ in people},
        clients={str(person.id): read_.client for person, read_ in people if read_.client},
        labels=groups,
        options=options,
    )
