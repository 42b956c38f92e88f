from dataclasses import replace

from core.document import DocumentStatus
from tests.core.builders import ready_document


def test_a_document_is_readable_when_all_its_pages_are_there() -> None:
    document = ready_document(pages=3)

    assert document.readable
    assert not replace(document, pages_rendered=2).readable
    assert not replace(document, status=DocumentStatus.PROCESSING).readable
