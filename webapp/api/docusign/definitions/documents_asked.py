"""The documents of a definition: files in base64, and what is said of them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from webapp.api.docusign.asked import Asked, refuse
from webapp.api.docusign.definitions import tabs_asked
from webapp.api.docusign.definitions.tabs_asked import ReadTab

PASSED = (
    *("order", "uri", "templateLocked", "templateRequired", "documentFields", "fileFormatHint"),
    *("includeInDownload", "display", "pages", "applyAnchorTabs", "documentTemplateId"),
    *("signerMustAcknowledgeUseAccountDefault", "docGenDocumentStatus", "docGenFormFields"),
    *("documentIdGuid", "pdfFormFieldOption"),
)
OFF = (
    *("authoritativeCopy", "encryptedWithKeyManager", "transformPdfFields", "remoteUrl"),
    *("htmlDefinition", "assignTabsToRecipientId", "matchBoxes", "isDocGenDocument", "password"),
)
SUPPLEMENTS = {
    "no_interaction": None,
    "view": "view",
    "accept": "accept",
    "view_accept": "accept",
}


@dataclass
class ReadDocument:
    """`id` is what the program calls it; `prefilled` are tabs that the sender fills in."""

    path: str
    id: str
    members: dict[str, Any]
    existing: UUID | None = None  # of a draft that is there already
    prefilled: list[ReadTab] = field(default_factory=list)


def read(documents: list[Asked]) -> list[ReadDocument]:
    """In their order. Raises InvalidRequest."""
    found = [_document(number, asked) for number, asked in enumerate(documents, 1)]
    taken: set[str] = set()
    for document in found:
        if document.id in taken:
            refuse(f"{document.path}.documentId", "Another document has this id.")
        taken.add(document.id)
    return found


def _document(number: int, asked: Asked) -> ReadDocument:
    id = asked.id("documentId") or str(number)
    name, ending = asked.text("name") or f"Document {id}", asked.text("fileExtension").lstrip(".")
    if asked.text("remoteUrl"):
        refuse(asked.place("remoteUrl"), "Give the file as documentBase64.")
    content = asked.need("documentBase64")
    if ending and not name.casefold().endswith(f".{ending.casefold()}"):
        name = f"{name}.{ending}"
    members: dict[str, Any] = {"name": name, "content": "".join(content.split())}
    acknowledged = asked.word("signerMustAcknowledge", *SUPPLEMENTS)
    if acknowledged and (supplement := SUPPLEMENTS[acknowledged]):
        members["supplement"] = supplement
    document = ReadDocument(asked.path, id, members)
    if tabs := asked.part("tabs"):
        document.prefilled = tabs_asked.read(tabs.part("prefillTabs"), id)
        tabs.done()
    asked.only_off(*OFF)
    asked.pass_over(*PASSED)
    asked.done()
    return document
