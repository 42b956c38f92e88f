"""What an answer changed on the signing page besides itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from core.fields.field import Field
from tenants.ceremony import Ceremony
from webapp.text.times import shown_value
from webapp.text.translation import gettext, translated


@dataclass(frozen=True, slots=True)
class ChangedFields:
    """`own` and `filled` are drawn anew where they stand; `said` is read aloud."""

    own: tuple[Field, ...] = ()
    filled: tuple[Field, ...] = ()
    said: str = ""


def between(before: Ceremony, after: Ceremony, answered: UUID) -> ChangedFields:
    """
    Of two moments of one ceremony. The field that was answered is not drawn anew while someone may
    type in it, only if it is a box.
    """
    if not after.has_logic:
        return ChangedFields()
    was = {f.id: _look(f, before) for f in (*before.places, *before.filled)}
    own = tuple(
        f
        for f in after.places
        if was.get(f.id) != _look(f, after) and (f.id != answered or f.kind.absent_is_empty)
    )
    filled = tuple(f for f in after.filled if was.get(f.id) != _look(f, after))
    return ChangedFields(own, filled, " ".join(_said(before, own)))


def _look(field: Field, ceremony: Ceremony) -> tuple[object, ...]:
    """What else can be different; what its recipient types there they see themselves."""
    standing = ceremony.standing
    value = field.value if field.kind.formula or field.kind.is_button else ""
    if not field.recipient_ids:
        value = field.value
    problem = standing.problems.get(field.id, "")
    return field.is_hidden, field.required, value, problem, standing.asking.get(field.id, "")


def _said(before: Ceremony, own: tuple[Field, ...]) -> Iterator[str]:
    hidden = {f.id for f in before.places if f.is_hidden}
    shown = [f for f in own if f.id in hidden and not f.is_hidden]
    gone = [f for f in own if f.id not in hidden and f.is_hidden]
    if shown:
        yield gettext("New on the page: %(fields)s.", fields=_names(shown))
    if gone:
        yield gettext("No longer asked: %(fields)s.", fields=_names(gone))
    for field in own:
        if field.kind.formula and field.value and not field.is_hidden:
            value = shown_value(field)
            yield gettext("%(field)s: %(value)s.", field=_names([field]), value=value)


def _names(fields: list[Field]) -> str:
    return ", ".join(f.label or translated(f.kind.word) for f in fields[:5])
