"""What a program calls the parts of an envelope that was made of templates it knows."""

from collections.abc import Sequence
from dataclasses import replace

from core.addresses.email_address import fold
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field_name import NAME

Named = tuple[Envelope, ProgramNames]


def of_templates(templates: Sequence[Named], made: Envelope) -> ProgramNames:
    """
    As in the templates: documents in their order, recipients by the names of their roles. What two
    templates call the same gets the next number that is free.
    """
    documents: dict[str, str] = {}
    recipients: dict[str, str] = {}
    found = ProgramNames()
    originals = [(t, d) for t, _ in templates for d in t.documents]
    known = {t.id: names for t, names in templates}
    for (template, original), document in zip(originals, made.documents, strict=False):
        called = known[template.id].of_document(template, original.id)
        documents[str(document.id)] = _free(called, documents.values())
    by_person = {_who(r): r for r in made.recipients}
    for template, names in templates:
        for number, recipient in enumerate(template.recipients, 1):
            copy = by_person.get(_who(recipient))
            if copy is None or str(copy.id) in recipients:
                continue
            called = names.recipients.get(str(recipient.id)) or str(number)
            recipients[str(copy.id)] = _free(called, recipients.values())
        found = replace(found, labels={**found.labels, **names.labels})
        options = {**found.options, **_options(template, names, made)}
        found = replace(found, options=options)
    return replace(found, documents=documents, recipients=recipients)


def _options(template: Envelope, names: ProgramNames, made: Envelope) -> dict[str, dict[str, str]]:
    meant = {
        NAME.of(f.properties): dict(names.options[str(f.id)])
        for f in template.fields
        if str(f.id) in names.options and NAME.of(f.properties)
    }
    return {
        str(f.id): meant[NAME.of(f.properties)]
        for f in made.fields
        if NAME.of(f.properties) in meant
    }


def _who(recipient: Recipient) -> tuple[object, ...]:
    if recipient.role_name:
        return (fold(recipient.role_name),)
    return (*recipient.person, recipient.role.name)


def _free(called: str, taken: object) -> str:
    there = set(taken)  # type: ignore[call-overload]
    if called not in there:
        return called
    return next(str(n) for n in range(1, 1_000) if str(n) not in there)
