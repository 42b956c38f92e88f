"""What is wrong with an uploaded PDF, or will not survive, as its catalog tells."""

import io
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject

from core.documents.refusals import TooComplex, XfaForm

MOST_FIELDS = 20_000
SIGNED = "signed"
SCRIPTS, ACTIONS = ("/JavaScript",), ("/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE")


def inspect(pdf: bytes) -> tuple[str, ...]:
    """The notes that the catalog, the form and the annotations of a readable PDF call for.

    SIGNED is one of them. Raises XfaForm, TooComplex, and whatever pypdf raises on broken files.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        return tuple(dict.fromkeys(_notes(reader)))
    except LimitReachedError as error:
        raise TooComplex from error


def _notes(reader: pypdf.PdfReader) -> Iterator[str]:
    catalog = reader.root_object
    form = _dictionary(catalog.get("/AcroForm"))
    if "/XFA" in form:
        if _is_nothing_without_xfa(reader):
            raise XfaForm
        yield "xfa_removed"
    if _is_signed(form):
        yield SIGNED
    names = _dictionary(catalog.get("/Names"))
    if "/EmbeddedFiles" in names or "/AF" in catalog:
        yield "attachments_removed"
    if "/JavaScript" in names:
        yield "scripts_removed"
    yield from _of_actions(catalog)
    if "/StructTreeRoot" in catalog:
        yield "structure_lost"
    for page in reader.pages:
        yield from _of_actions(page)
        for annotation in _array(page.get("/Annots")):
            yield from _of_annotation(_dictionary(annotation))


def _is_nothing_without_xfa(reader: pypdf.PdfReader) -> bool:
    """A dynamic form, whose pages a viewer lays out; a static one has its fields on its pages."""
    if reader.root_object.get("/NeedsRendering") == BooleanObject(True):
        return True
    annotations = (found for page in reader.pages for found in _array(page.get("/Annots")))
    return not any(_dictionary(found).get("/Subtype") == "/Widget" for found in annotations)


def _is_signed(form: DictionaryObject) -> bool:
    """Whether any signature field, at whatever depth, has a value."""
    waiting, seen = list(_array(form.get("/Fields"))), 0
    while waiting and seen < MOST_FIELDS:
        field = _dictionary(waiting.pop())
        seen += 1
        if field.get("/FT") == "/Sig" and _dictionary(field.get("/V")):
            return True
        waiting += [kid for kid in _array(field.get("/Kids")) if seen < MOST_FIELDS]
    return False


def _of_annotation(annotation: DictionaryObject) -> Iterator[str]:
    kind = annotation.get("/Subtype")
    if kind == "/FileAttachment":
        yield "attachments_removed"
    if kind == "/Widget":
        yield "form_flattened"
    elif kind not in ("/Link", "/Popup"):
        yield "annotations_flattened"
    if kind != "/Link" or "/A" in annotation:
        yield from _of_actions(annotation)


def _of_actions(holder: DictionaryObject) -> Iterator[str]:
    found = [holder.get("/OpenAction"), holder.get("/A")]
    found += list(_dictionary(holder.get("/AA")).values())
    kinds = [_dictionary(action).get("/S") for action in found]
    if any(kind in SCRIPTS for kind in kinds):
        yield "scripts_removed"
    if any(kind in ACTIONS for kind in kinds):
        yield "actions_removed"


def _dictionary(found: Any) -> DictionaryObject:
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(found: Any) -> ArrayObject:
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, ArrayObject) else ArrayObject()
