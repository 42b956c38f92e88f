"""What is wrong with the fields of a request together: names, conditions, formulas and groups."""

from collections.abc import Iterator
from uuid import UUID

from core.fields import field_name, kinds, properties
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.logic import groups, rules
from core.refusals import Invalid
from webapp.api.v1.documentation import pointer
from webapp.api.v1.envelopes.envelope_models import NewContent
from webapp.api.v1.field_models import NewField
from webapp.text.translation import translated

Path = tuple[str | int, ...]


def errors(asked: NewContent) -> Iterator[dict[str, str]]:
    """Each with its pointer."""
    fields: list[Field] = []
    paths: dict[UUID, Path] = {}
    taken: set[str] = set()
    for number, (path, given) in enumerate(asked.each_field()):
        field = _field(number, given)
        fields.append(field)
        paths[field.id] = path
        try:
            field_name.check_free(field.properties, taken)
        except Invalid as invalid:
            yield _error(path, NAME.name, invalid.errors[NAME.name])
        taken |= field_name.taken([field.properties])
    for id, name, why in groups.contradictions(fields):
        yield _error(paths[id], name, why)
    for id, wrong in rules.problems(fields).items():
        for name, why in wrong.items():
            yield _error(paths[id], name, why)


def _field(number: int, given: NewField) -> Field:
    """Wherever it lies, and whoever it is for."""
    id, kind = UUID(int=number), kinds.named(given.kind)
    kept = properties.read(kind.properties, given.properties)
    return Field(id, id, (), kind, 1, 0, 0, 0, 0, label=given.label, properties=kept)


def _error(path: Path, name: str, why: str) -> dict[str, str]:
    place = pointer((*path, "properties", name))
    return {"pointer": place, "code": "value_error", "detail": translated(why)}
