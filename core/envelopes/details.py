"""What an organization notes about an envelope: its own number, its own fields, anything else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from core.envelopes import custom_field
from core.envelopes.custom_field import CustomField
from core.envelopes.drafts import draft_marks
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.lifecycle import DetailsChanged
from core.envelopes.refusals import DetailsMissing
from core.refusals import Invalid, sentence
from core.text import canonical_json
from core.text.printable import cleaned, is_line

EXTERNAL_ID_LIMIT = 200
KEY_LIMIT = 60
METADATA_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Details:
    """`values` are by the id of a custom field, `metadata` by keys of the organization's own."""

    external_id: str = ""
    values: Mapping[UUID, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)


def check(
    external_id: str,
    values: Mapping[UUID, str],
    metadata: Sequence[tuple[str, str]],
    fields: Sequence[CustomField],
) -> Details:
    """
    From what was typed; what belongs to no field is left out.

    Raises Invalid with errors named external_id, value-<id of a field>, key-N and text-N.
    """
    kept, errors = each(Details(), external_id, values, metadata, fields)
    if errors:
        raise Invalid(**errors)
    return kept


def each(
    old: Details,
    external_id: str,
    values: Mapping[UUID, str],
    metadata: Sequence[tuple[str, str]],
    fields: Sequence[CustomField],
) -> tuple[Details, dict[str, str]]:
    """
    The same, each for itself: what is wrong stays as it was in `old`, and is named.

    A wrong entry lets no other one be taken for removed.
    """
    errors: dict[str, str] = {}
    external_id = cleaned(external_id)
    if len(external_id) > EXTERNAL_ID_LIMIT or not is_line(external_id):
        errors["external_id"] = sentence("Enter one line of up to 200 characters.")
    kept = {}
    for field_ in fields:
        try:
            kept[field_.id] = custom_field.value(field_, values.get(field_.id, ""))
        except ValueError as wrong:
            errors[f"value-{field_.id}"] = str(wrong)
            kept[field_.id] = old.values.get(field_.id, "")
    wrong_entries = dict(_metadata_errors(metadata))
    places = enumerate(metadata)
    good = [pair for n, pair in places if not {f"key-{n}", f"text-{n}"} & set(wrong_entries)]
    pairs = {cleaned(key): cleaned(text) for key, text in good if cleaned(key)}
    if wrong_entries:
        pairs = {**old.metadata, **({} if "metadata" in wrong_entries else pairs)}
    new = Details(
        old.external_id if "external_id" in errors else external_id,
        {id: v for id, v in kept.items() if v},
        pairs,
    )
    return new, errors | wrong_entries


def missing(details: Details, fields: Sequence[CustomField]) -> tuple[str, ...]:
    """The names of required fields without a value."""
    return tuple(f.name for f in fields if f.required and not details.values.get(f.id))


def require(details: Details, fields: Sequence[CustomField]) -> None:
    """Before an envelope is sent. Raises DetailsMissing."""
    names = missing(details, fields)
    if names:
        raise DetailsMissing(names)


def change(
    envelope: Envelope, old: Details, new: Details, fields: Sequence[CustomField]
) -> Outcome:
    """Of a draft nothing is recorded; of what was sent, all that differs, before and after."""
    envelope = replace(envelope, typed_in=None)
    before, after = _told(old, fields), _told(new, fields)
    if envelope.sent_at is None or before == after:
        return Outcome(envelope)
    names = sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n))
    changed = DetailsChanged(
        count=len(names),
        old=canonical_json.text([[n, before.get(n, "")] for n in names]),
        new=canonical_json.text([[n, after.get(n, "")] for n in names]),
    )
    return Outcome(envelope, (changed,))


def mark_of(details: Details) -> str:
    """A short name for what is noted, as the page of a draft knows it."""
    values = sorted((str(id), text) for id, text in details.values.items())
    pairs = [*values, *sorted(details.metadata.items())]
    return draft_marks.mark(details.external_id, *(text for pair in pairs for text in pair))


def _told(details: Details, fields: Sequence[CustomField]) -> dict[str, str]:
    """Each value by the words it is known by."""
    names = {f.id: f.name for f in fields}
    told = {f"field: {names.get(id, id)}": text for id, text in details.values.items()}
    told |= {f"metadata: {key}": text for key, text in details.metadata.items()}
    return told | ({"external id": details.external_id} if details.external_id else {})


def _metadata_errors(metadata: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, (key, text) in enumerate(metadata):
        key, text = cleaned(key), cleaned(text)
        if not key and not text:
            continue
        if not key or len(key) > KEY_LIMIT or not is_line(key):
            yield f"key-{number}", sentence("Enter a name of up to 60 characters.")
        elif key in seen:
            yield f"key-{number}", sentence("This name is already taken. Choose another one.")
        if len(text) > custom_field.VALUE_LIMIT or not is_line(text):
            yield f"text-{number}", sentence("Enter one line of up to 500 characters.")
        seen.add(key)
    if len(seen) > METADATA_LIMIT:
        yield "metadata", sentence("You can add up to 20 more details. Remove some.")
