from dataclasses import replace

from core.documents.document import DocumentStatus
from tests.core.builders import ready_document


def test_a_short_document_is_readable_when_all_its_pages_are_there() -> None:
    document = ready_document(pages=3)

    assert document.readable and document.drawn
    assert not replace(document, pages_rendered=2).readable
    assert not replace(document, status=DocumentStatus.PROCESSING).readable


def test_a_long_document_is_readable_when_its_first_pages_are_there() -> None:
    document = replace(ready_document(pages=520), pages_rendered=25)

    assert document.readable and not document.drawn
    assert document.can_show(25) and not document.can_show(26)
    assert not replace(document, pages_rendered=24).readable
