"""
A new draft with the contents of others: their documents, recipients and fields.

Copying an envelope, using a template, composing several, each row of a bulk send: all are this.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from core.addresses.email_address import fold
from core.documents.document import Document, DocumentStatus
from core.documents.refusals import TooManyDocuments
from core.envelopes import steps
from core.envelopes.delivery.archive import ADDRESSES_LIMIT
from core.envelopes.drafts import copied_recipients, draft, draft_fields, draft_values
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from core.envelopes.drafts.draft_fields import Reader, as_typed
from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome
from core.envelopes.events.copying import DocumentsCopied, TemplateUsed
from core.envelopes.events.lifecycle import EnvelopeCreated
from core.envelopes.refusals import NothingToCopy, NotReadyToCopy
from core.envelopes.steps import RoutingStep
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.properties import DEFAULT
from core.organizations.confirming_rules import Confirming
from core.refusals import FilledSentence, Invalid, sentence
from core.signing.proofs import asked_proofs

NO_VALUES: Mapping[UUID, Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Copied:
    """
    The new draft, and which document and recipient of it is a copy of which: by their originals.

    `values`: what merge fields are filled in with, by the document of the draft, where the copy
    differs from its original.
    """

    outcome: Outcome
    documents: Mapping[UUID, UUID]
    people: Mapping[UUID, UUID]
    values: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filling:
    """
    What makes a copy one's own: people by the name of the role, values by the name of the field,
    and of the merge field.

    A role that no one is given stays as it is: open, or with its default person.
    """

    people: Mapping[str, RolePerson] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    merge_values: Mapping[str, str] = field(default_factory=dict)
    read: Reader = as_typed


def of_envelope(blank: Envelope, source: Envelope, new_id: Callable[[], UUID]) -> Copied:
    """Raises NothingToCopy, NotReadyToCopy."""
    copied, documents, people = _contents(blank, [source], Filling(), new_id)
    told = DocumentsCopied(source_id=source.id, **_hashes(copied.documents))
    return Copied(_begun(copied, told), documents, people)


def for_template(
    blank: Envelope, source: Envelope, word: Callable[[str], str], new_id: Callable[[], UUID]
) -> Copied:
    """
    The contents of a new template: who acts becomes a role, others stay as default people.

    `word` translates the name of a role. Raises NothingToCopy, NotReadyToCopy.
    """
    copied = of_envelope(blank, source, new_id)
    envelope = copied.outcome.envelope
    named = copied_recipients.as_roles(envelope.recipients, word)
    outcome = replace(copied.outcome, envelope=replace(envelope, recipients=named))
    return replace(copied, outcome=outcome)


def into(content: Envelope, source: Envelope, new_id: Callable[[], UUID]) -> Copied:
    """
    The contents of one envelope in the place of those of another, such as an older version.

    Raises NotADraft, NothingToCopy, NotReadyToCopy.
    """
    draft.check_draft(content)
    emptied = replace(content, name=source.name, message=source.message, recipients=(), fields=())
    copied, documents, people = _contents(emptied, [source], Filling(), new_id)
    told = DocumentsCopied(source_id=source.id, **_hashes(copied.documents))
    return Copied(Outcome(replace(copied, typed_in=None), (told,)), documents, people)


def of_templates(
    blank: Envelope,
    sources: Sequence[Envelope],
    versions: Mapping[UUID, int],
    filling: Filling,
    new_id: Callable[[], UUID],
    stored: Mapping[UUID, Mapping[str, str]] = NO_VALUES,
) -> Copied:
    """
    `sources` are the contents of templates, in their order; `versions` by the template's id;
    `stored` has what their documents are filled in with.

    Roles of one name are one recipient. Documents that are filled in with other values are made
    anew. Raises NotReadyToCopy, TooManyDocuments, Invalid, ValueTooLong.
    """
    first = next(iter(versions))
    begun = replace(blank, template_id=first, template_version=versions[first])
    copied, documents, people = _contents(begun, sources, filling, new_id)
    templates = {str(id): number for id, number in versions.items()}
    told = TemplateUsed(templates=templates, **_hashes(copied.documents))
    before = {documents[id]: values for id, values in stored.items() if id in documents}
    remade = draft_values.remake(copied, filling.merge_values, before, new_id)
    outcome = _begun(copied, told).then(lambda e: remade.outcome)
    return Copied(outcome, documents, people, remade.values)


def _begun(copied: Envelope, told: EnvelopeEvent) -> Outcome:
    return Outcome(copied, (EnvelopeCreated(name=copied.name), told))


def _contents(
    blank: Envelope, sources: Sequence[Envelope], filling: Filling, new_id: Callable[[], UUID]
) -> tuple[Envelope, dict[UUID, UUID], dict[UUID, UUID]]:
    """The envelope, and the new ids of documents and recipients."""
    for source in sources:
        _check_copyable(source)
    if sum(len(source.documents) for source in sources) > DOCUMENTS_LIMIT:
        raise TooManyDocuments
    people = {fold(name): person for name, person in filling.people.items()}
    known = {fold(r.role_name) for r in copied_recipients.roles(sources)}
    _check_known([n for n in filling.people if fold(n) not in known], "roles", NO_ROLE)
    documents = {d.id: new_id() for source in sources for d in source.documents}
    recipients, places = copied_recipients.copies(sources, people, new_id)
    fields = [_field(f, documents, places, new_id()) for source in sources for f in source.fields]
    copies = [_document(d, documents[d.id], places) for source in sources for d in source.documents]
    begun = replace(
        blank,
        name=blank.name or sources[0].name,
        message=blank.message or sources[0].message,
        schedule=sources[0].schedule,
        minimum_proofs=blank.minimum_proofs or sources[0].minimum_proofs,
        proofs=asked_proofs.ordered(*(source.proofs for source in sources)),
        least_confirming=blank.least_confirming,
        confirming=Confirming(any(source.confirming.required for source in sources)),
        archive=tuple(dict.fromkeys(a for s in (blank, *sources) for a in s.archive))[
            :ADDRESSES_LIMIT
        ],
        recipients=recipients,
        steps=steps.fitting(_steps(sources), recipients),
        documents=tuple(replace(d, position=n) for n, d in enumerate(copies, start=1)),
    )
    filled = _with_values(fields, filling.values, filling.read)
    # A version of a template is made here once, and no one changes it later.
    placed = draft_fields.place(replace(begun, content_of=None), filled).envelope
    return replace(placed, content_of=blank.content_of), documents, places


def _steps(sources: Sequence[Envelope]) -> tuple[RoutingStep, ...]:
    """Where several sources say something of one step, the first counts."""
    return tuple({s.order: s for source in reversed(sources) for s in source.steps}.values())


def _check_copyable(source: Envelope) -> None:
    if source.erased_at is not None:
        raise NothingToCopy
    ready = (d.status is DocumentStatus.READY and d.drawn for d in source.documents)
    if not all(ready) or any(d.replaces for d in source.documents):
        raise NotReadyToCopy


def _document(source: Document, id: UUID, people: Mapping[UUID, UUID]) -> Document:
    hidden = tuple(people[r] for r in source.hidden_from if r in people)
    copy = replace(source, id=id, files_of=source.files_id, sealed_sha256="", hidden_from=hidden)
    # Whoever copies it has seen the edited pages only.
    return replace(copy, carried=None, edits_final=source.edits_final or bool(source.page_edits))


def _field(
    source: Field, documents: Mapping[UUID, UUID], people: Mapping[UUID, UUID], id: UUID
) -> Field:
    return replace(
        source,
        id=id,
        document_id=documents[source.document_id],
        recipient_ids=tuple(sorted({people[r] for r in source.recipient_ids})),
        value="",
        filled_by=None,
    )


def _with_values(
    fields: Sequence[Field], values: Mapping[str, str], read: Reader
) -> tuple[Field, ...]:
    """Raises Invalid for a value of no field or of another kind, and for a name used twice."""
    names = [name for f in fields if (name := NAME.of(f.properties))]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise Invalid(fields=FilledSentence(TWICE, name=twice))
    fillable = {NAME.of(f.properties) for f in fields if DEFAULT in f.kind.properties} - {""}
    _check_known([name for name in values if name not in fillable], "values", NO_FIELD)
    return tuple(
        _read(f, values[NAME.of(f.properties)], read) if NAME.of(f.properties) in values else f
        for f in fields
    )


def _read(field: Field, value: str, read: Reader) -> Field:
    try:
        return read(replace(field, properties={**field.properties, DEFAULT.name: value}))
    except Invalid as invalid:
        raise Invalid(values=next(iter(invalid.errors.values()))) from None


def _check_known(strangers: Sequence[str], about: str, words: str) -> None:
    if strangers:
        raise Invalid(**{about: FilledSentence(words, name=strangers[0])})


def _hashes(documents: Iterable[Document]) -> dict[str, dict[str, str]]:
    documents = tuple(documents)
    return {
        "originals": {str(d.id): d.original_sha256 for d in documents},
        "canonicals": {str(d.id): d.canonical_sha256 for d in documents},
    }


NO_ROLE = sentence("The template has no role named “%(name)s”. Check the name.")
NO_FIELD = sentence(
    "The template has no field named “%(name)s” that can be filled in beforehand. Check the name."
)
TWICE = sentence(
    "Two of these templates have a field named “%(name)s”. Give it another name in one of them."
)
