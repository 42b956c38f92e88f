"""Decides once which layers of a PDF show (optional content, ISO 32000-2, 8.11), as for viewing.

The canonical version has no layers any more, so no viewer decides again.
"""

from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from actors.pdf.intake.opening import OpenedPdf
from actors.pdf.mupdf_objects import entry, items, name_of, number_of

DEEPEST = 32
VIEW = "View"


def settle(opened: OpenedPdf) -> pymupdf.Document | None:
    """The document anew, with each group plainly on or off and annotations of hidden ones gone.

    None where there are no groups.
    """
    if not mupdf.pdf_is_dict(_properties(opened.document)):
        return None
    document = pymupdf.open(stream=opened.pdf, filetype="pdf")
    properties = _properties(document)
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    off = [group for group in items(entry(properties, "OCGs")) if not _is_on(properties, group)]
    states = States({number_of(group) for group in off})
    for number in range(document.page_count):
        _drop_hidden_annotations(states, mupdf.pdf_lookup_page_obj(pdf, number))
    hidden = mupdf.pdf_add_object(pdf, mupdf.pdf_new_dict(pdf, 2))
    mupdf.pdf_dict_puts(hidden, "Type", mupdf.pdf_new_name("OCG"))
    mupdf.pdf_dict_puts(hidden, "Name", mupdf.pdf_new_text_string("Hidden"))
    _replace_memberships(document, pdf, states, hidden)
    _configure(pdf, properties, [*off, hidden])
    return pymupdf.open(stream=document.tobytes(), filetype="pdf")


def states(pdf: mupdf.PdfDocument) -> "States":
    """Of a settled document, or of one without layers."""
    off = mupdf.pdf_dict_getp(mupdf.pdf_trailer(pdf), "Root/OCProperties/D/OFF")
    return States({number_of(group) for group in items(off)})


class States:
    """Which groups are off, by their object numbers."""

    def __init__(self, off: set[int]) -> None:
        self._off = off

    def hides(self, group: mupdf.PdfObj) -> bool:
        """Of a group, or of a membership of groups with its policy or expression (8.11.2.2)."""
        if number_of(group) in self._off:
            return True
        if name_of(entry(group, "Type")) != "OCMD":
            return False
        expression = entry(group, "VE")
        if mupdf.pdf_is_array(expression):
            return not self._holds(expression, DEEPEST)
        members = entry(group, "OCGs")
        groups = list(items(members)) if mupdf.pdf_is_array(members) else [members]
        shown = [number_of(one) not in self._off for one in groups if mupdf.pdf_is_dict(one)]
        policies = {"AllOn": all(shown), "AnyOff": not all(shown), "AllOff": not any(shown)}
        return bool(shown) and not policies.get(name_of(entry(group, "P")), any(shown))

    def _holds(self, expression: mupdf.PdfObj, depth: int) -> bool:
        """Of a visibility expression; what is no expression is a group."""
        if not mupdf.pdf_is_array(expression):
            return number_of(expression) not in self._off
        operator, *operands = items(expression)
        found = [depth > 0 and self._holds(operand, depth - 1) for operand in operands]
        if name_of(operator) == "Not":
            return not all(found)
        return any(found) if name_of(operator) == "Or" else all(found)


def _properties(document: pymupdf.Document) -> mupdf.PdfObj:
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    return mupdf.pdf_dict_getp(mupdf.pdf_trailer(pdf), "Root/OCProperties")


def _is_on(properties: mupdf.PdfObj, group: mupdf.PdfObj) -> bool:
    """When the document is opened: the default configuration, then what is automatic in it."""
    usual = entry(properties, "D")
    if not _is_meant_for_viewing(usual, group):
        return True
    number = number_of(group)
    shown = name_of(entry(usual, "BaseState")) != "OFF"
    if number in _numbers(entry(usual, "ON")):
        shown = True
    if number in _numbers(entry(usual, "OFF")):
        shown = False
    advice = [
        state
        for automatic in items(entry(usual, "AS"))
        if name_of(entry(automatic, "Event")) == VIEW
        and number in _numbers(entry(automatic, "OCGs"))
        for state in _advice(entry(group, "Usage"), entry(automatic, "Category"))
    ]
    return all(advice) if advice else shown


def _is_meant_for_viewing(usual: mupdf.PdfObj, group: mupdf.PdfObj) -> bool:
    """A group whose intent the configuration does not have is never hidden (8.11.2.3)."""
    wanted = _names(entry(usual, "Intent")) or {VIEW}
    return "All" in wanted or bool(wanted & (_names(entry(group, "Intent")) or {VIEW}))


def _advice(usage: mupdf.PdfObj, categories: mupdf.PdfObj) -> Iterator[bool]:
    """What a group's usage says of its state when it is viewed at its size (8.11.4.4)."""
    for category in _names(categories):
        found = entry(usage, category)
        state = name_of(entry(found, f"{category}State"))
        if state in ("ON", "OFF"):
            yield state == "ON"
        elif category == "Zoom" and mupdf.pdf_is_dict(found):
            least, most = entry(found, "min"), entry(found, "max")
            above = mupdf.pdf_to_real(least) <= 1.0
            yield above and (not most.m_internal or mupdf.pdf_to_real(most) > 1.0)


def _configure(pdf: mupdf.PdfDocument, properties: mupdf.PdfObj, off: list[mupdf.PdfObj]) -> None:
    usual, hidden = mupdf.pdf_new_dict(pdf, 1), mupdf.pdf_new_array(pdf, len(off))
    for group in off:
        mupdf.pdf_array_push(hidden, group)
    mupdf.pdf_array_push(entry(properties, "OCGs"), off[-1])
    mupdf.pdf_dict_puts(usual, "OFF", hidden)
    mupdf.pdf_dict_puts(properties, "D", usual)
    mupdf.pdf_dict_dels(properties, "Configs")


def _drop_hidden_annotations(states: States, page: mupdf.PdfObj) -> None:
    annotations = entry(page, "Annots")
    for index in reversed(range(mupdf.pdf_array_len(annotations))):
        if states.hides(entry(mupdf.pdf_array_get(annotations, index), "OC")):
            mupdf.pdf_array_delete(annotations, index)


def _replace_memberships(
    document: pymupdf.Document, pdf: mupdf.PdfDocument, states: States, hidden: mupdf.PdfObj
) -> None:
    """Let each membership depend on a group that is off, or on none."""
    for number in range(1, document.xref_length()):
        found = mupdf.pdf_new_indirect(pdf, number, 0)
        if name_of(entry(found, "Type")) == "OCMD":
            hides = states.hides(found)
            for name in ("VE", "P", "OCGs"):
                mupdf.pdf_dict_dels(found, name)
            if hides:
                mupdf.pdf_dict_puts(found, "OCGs", hidden)


def _numbers(groups: mupdf.PdfObj) -> set[int]:
    return {number_of(group) for group in items(groups)}


def _names(found: mupdf.PdfObj) -> set[str]:
    several = items(found) if mupdf.pdf_is_array(found) else [found]
    return {name_of(one) for one in several} - {""}
