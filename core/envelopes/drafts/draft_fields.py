"""Fields of a draft: where they are placed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.documents.document import DocumentStatus
from core.envelopes import groups as recipient_groups
from core.envelopes.drafts import draft_visibility, signed_documents
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, Outcome
from core.fields import field_name, properties
from core.fields.field import Field, check_box, check_fits, check_place, lies_on, with_default
from core.fields.logic import groups, rules
from core.fields.properties import DEFAULT
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line

FIELDS_LIMIT = 2_000
TOO_MANY_FIELDS = sentence("An envelope can have up to 2,000 fields. Remove some.")
# Each is read anew and takes memory while values are compared with it.
PATTERNS_LIMIT = 50
TOO_MANY_PATTERNS = sentence(
    "An envelope can have up to 50 different patterns. Use one of them again, or"
    " leave this one out."
)


Reader = Callable[[Field], Field]
"""Reads the value that a field begins with, as that of a signer is read. Raises Invalid(value=)."""


def place(envelope: Envelope, fields: Sequence[Field]) -> Outcome:
    """The whole list of fields, new. Raises Invalid or NotFound."""
    check_draft(envelope)
    if len(fields) > FIELDS_LIMIT:
        raise Invalid(fields=TOO_MANY_FIELDS)
    if len({f.id for f in fields}) < len(fields):
        raise Invalid(
            fields=sentence("A field is in the list twice. Reload the page and try again.")
        )
    if len(properties.patterns(f.properties for f in fields)) > PATTERNS_LIMIT:
        raise Invalid(pattern=TOO_MANY_PATTERNS)
    everyones = recipient_groups.shared(fields, envelope.recipients)
    kept = groups.shared(placed(envelope, f) for f in everyones)
    names: set[str] = set()
    for field in kept:
        field_name.check_free(field.properties, names)
        names |= field_name.taken([field.properties])
    for wrong in rules.problems(kept).values():
        raise Invalid(**wrong)
    return Outcome(replace(envelope, fields=kept))


def placed(envelope: Envelope, field: Field) -> Field:
    """Reads one field by itself. Raises Invalid or NotFound."""
    kept = as_kept(field)
    _check_field(envelope, kept)
    return kept


def misplaced(envelope: Envelope) -> tuple[Field, ...]:
    """Fields that lie off their page, as far as pages are known: they were placed before that."""
    known = {d.id: d for d in envelope.documents if d.status is DocumentStatus.READY}
    return tuple(
        f
        for f in envelope.fields
        if f.document_id in known and not lies_on(f, known[f.document_id])
    )


def as_kept(field: Field) -> Field:
    """Not filled in, each recipient once, the properties that its kind has. Raises Invalid."""
    kept = properties.read(field.kind.properties, field.properties)
    whose = () if field.kind.only_sender else tuple(sorted(set(field.recipient_ids)))
    return replace(
        field,
        recipient_ids=whose,
        label=cleaned(field.label),
        value="",
        filled_by=None,
        properties=with_default(field.kind, kept),
    )


def _check_field(envelope: Envelope, field: Field) -> None:
    _check_recipients(envelope, field)
    if len(field.label) > 100 or not is_line(field.label):
        raise Invalid(label=sentence("Enter a label of up to 100 characters."))
    _check_default(field)
    document = envelope.document(field.document_id)
    if why := draft_visibility.field_problem(document, field):
        raise Invalid(recipients=why)
    # As long as no one knows the pages, programs may say where fields will be: see `misplaced`.
    if document.status is DocumentStatus.PROCESSING:
        check_box(field)
    else:
        check_place(field, document)
        if why := signed_documents.field_problem(document, field):
            raise Invalid(place=why)


def as_typed(field: Field) -> Field:
    """No reader: the value that a field begins with stays as it was typed."""
    return field


def value_problem(field: Field, value: str, read: Reader = as_typed) -> str:
    """Why a field cannot begin with this value; "" if it can."""
    try:
        begun = read(replace(field, properties={**field.properties, DEFAULT.name: value}))
        _check_default(as_kept(begun))
    except Invalid as invalid:
        return next(iter(invalid.errors.values()))
    return ""


def _check_default(field: Field) -> None:
    """Raises Invalid where it could not be read in the field's box."""
    try:
        check_fits(field, DEFAULT.of(field.properties))
    except Invalid as invalid:
        raise Invalid(default=invalid.errors["value"]) from None


def _check_recipients(envelope: Envelope, field: Field) -> None:
    """Raises Invalid, NotFound."""
    if not all(envelope.recipient(id).role.has_fields for id in field.recipient_ids):
        wrong = sentence("Only a signer can have fields. Choose another recipient.")
        raise Invalid(recipients=wrong)
    whose = field.recipient_ids
    if field.kind.is_adopted and not recipient_groups.in_same(envelope.recipients, whose):
        wrong = sentence("Only one person can fill in a signature or initials. Choose who.")
        raise Invalid(recipients=wrong)
    if not field.recipient_ids and not field.kind.is_for_sender:
        wrong = sentence("You cannot fill this in yourself. Choose at least one person.")
        raise Invalid(recipients=wrong)
