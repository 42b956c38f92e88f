"""The kinds of fields: each module of this folder declares one as KIND."""

from importlib import import_module
from pkgutil import iter_modules

from core.fields.common_properties import COMMON
from core.fields.kind import FieldGroup, FieldKind
from core.fields.properties import SHARED

_GROUPS = list(FieldGroup)
_FOUND: list[FieldKind] = [
    import_module(f"{__name__}.{module.name}").KIND for module in iter_modules(__path__)
]
# In the order of the palette.
ALL = tuple(sorted(_FOUND, key=lambda kind: (_GROUPS.index(kind.group), kind.rank, kind.name)))
# Each property that a kind has, once: those that kinds share first, those of all kinds last.
_OWNED = dict.fromkeys(p for kind in ALL for p in kind.properties if p not in COMMON)
PROPERTIES = tuple(dict.fromkeys([*(p for p in SHARED if p in _OWNED), *_OWNED, *COMMON]))
ADOPTIONS = {kind.name: kind.adoption for kind in ALL if kind.adoption}
_BY_NAME = {kind.name: kind for kind in ALL}
_BY_FORM_FIELD = {form_field: kind for kind in ALL for form_field in kind.found_as}


def named(name: str) -> FieldKind:
    """Raises ValueError when there is no such kind."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise ValueError(f"no kind of field is called {name!r}") from None


def of_form_field(form_field: str) -> FieldKind:
    """The kind that stands for a form field of a PDF; text, where none says it does."""
    return _BY_FORM_FIELD.get(form_field) or _BY_FORM_FIELD["text"]
