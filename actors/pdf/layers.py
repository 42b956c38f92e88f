"""Leaves out what the layers of a PDF (optional content, ISO 32000-2, 8.11) hide from readers."""

import io
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

PATHS = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s")
MARKS = (*PATHS, b"Do", b"sh", b"INLINE IMAGE", b"Tj", b"TJ", b"'", b'"')
"""The operators that leave something on the page; all others only change how."""

BEGIN, END = (b"BDC", b"BMC"), b"EMC"


def without_hidden(pdf: bytes) -> bytes | None:
    """The same document without content that is switched off; None where there is none."""
    if b"/OCProperties" not in pdf and b"/ObjStm" not in pdf:
        return None
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    if not _hidden_groups(reader.root_object):
        return None
    writer = pypdf.PdfWriter(clone_from=reader)
    hidden = _hidden_groups(writer.root_object)  # a clone numbers its objects anew
    _Layers(writer, hidden).leave_out()
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _hidden_groups(catalog: DictionaryObject) -> set[int]:
    """The object numbers of the groups that are off when the document is opened."""
    properties = _resolved(catalog.get("/OCProperties"))
    if not isinstance(properties, DictionaryObject):
        return set()
    usual = _resolved(properties.get("/D"))
    if not isinstance(usual, DictionaryObject):
        return set()
    off = _numbers(usual.get("/OFF"))
    if usual.get("/BaseState") == "/OFF":
        return (off | _numbers(properties.get("/OCGs"))) - _numbers(usual.get("/ON"))
    return off


def _numbers(references: Any) -> set[int]:
    found = _resolved(references)
    entries = found if isinstance(found, ArrayObject) else []
    return {entry.idnum for entry in entries if isinstance(entry, IndirectObject)}


def _resolved(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found


class _Layers:
    def __init__(self, writer: pypdf.PdfWriter, hidden: set[int]) -> None:
        self._writer, self._hidden = writer, hidden
        self._done: set[int] = set()

    def leave_out(self) -> None:
        for page in self._writer.pages:
            content = page.get_contents()
            if content is not None:
                stream = DecodedStreamObject()
                stream.set_data(self._cleaned(content, _resolved(page.get("/Resources"))))
                page[NameObject("/Contents")] = self._writer._add_object(stream)
            annotations = _resolved(page.get("/Annots"))
            if isinstance(annotations, ArrayObject):
                kept = [one for one in annotations if not self._is_hidden(_group(one))]
                page[NameObject("/Annots")] = ArrayObject(kept)

    def _cleaned(self, content: ContentStream, resources: Any) -> bytes:
        """The content without the marks it makes while a hidden layer is open."""
        resources = resources if isinstance(resources, DictionaryObject) else DictionaryObject()
        self._clean_forms(resources)
        nesting: list[bool] = []
        operations = []
        for operands, operator in content.operations:
            if operator in BEGIN:
                nesting.append(self._opens_hidden(operands, operator, resources))
            elif operator == END and nesting:
                nesting.pop()
            painted = _named(resources, "/XObject", operands) if operator == b"Do" else None
            if not self._is_hidden(_group(painted)) and not (any(nesting) and operator in MARKS):
                operations.append((operands, operator))
            elif operator in PATHS:
                operations.append(([], b"n"))
        content.operations = operations
        return content.get_data()

    def _opens_hidden(self, operands: Any, operator: bytes, resources: DictionaryObject) -> bool:
        if operator != b"BDC" or operands[0] != "/OC":
            return False
        return self._is_hidden(_named(resources, "/Properties", operands[1:]))

    def _clean_forms(self, resources: DictionaryObject) -> None:
        objects = _resolved(resources.get("/XObject"))
        for reference in objects.values() if isinstance(objects, DictionaryObject) else ():
            form = _resolved(reference)
            number = getattr(reference, "idnum", 0)
            if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
                continue
            if number not in self._done:
                self._done.add(number)
                content = ContentStream(form, self._writer)
                _refill(form, self._cleaned(content, _resolved(form.get("/Resources"))))

    def _is_hidden(self, group: Any) -> bool:
        """Of a group, or of a membership of groups with its policy."""
        if isinstance(group, IndirectObject) and group.idnum in self._hidden:
            return True
        found = _resolved(group)
        if not isinstance(found, DictionaryObject) or found.get("/Type") != "/OCMD":
            return False
        member = found.raw_get("/OCGs") if "/OCGs" in found else ArrayObject()
        several = _resolved(member)
        members = list(several) if isinstance(several, ArrayObject) else [member]
        states = [not self._is_hidden(one) for one in members]
        if not states:
            return False
        policies = {
            "/AllOn": all(states),
            "/AnyOff": not all(states),
            "/AllOff": not any(states),
        }
        return not policies.get(str(found.get("/P")), any(states))


def _group(holder: Any) -> Any:
    found = _resolved(holder)
    if isinstance(found, DictionaryObject) and "/OC" in found:
        return found.raw_get("/OC")
    return None


def _named(resources: DictionaryObject, kind: str, operands: Any) -> Any:
    """What the resources call by the first operand: a reference where there is one."""
    if not operands:
        return None
    if isinstance(operands[0], DictionaryObject):
        return operands[0]
    entries = _resolved(resources.get(kind))
    if isinstance(entries, DictionaryObject) and operands[0] in entries:
        return entries.raw_get(operands[0])
    return None


def _refill(form: StreamObject, content: bytes) -> None:
    for name in ("/Filter", "/DecodeParms"):
        form.pop(NameObject(name), None)
    form._data = content
