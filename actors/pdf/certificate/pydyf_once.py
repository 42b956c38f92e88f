"""Makes pydyf write and compress each object of a file once.

It asks for all of them a second time when the file has an identifier.
"""

import pydyf  # type: ignore[import-untyped]


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object as it will stand in the file."""

    data, compressible = b"", True

    def __init__(self, content: pydyf.Object) -> None:
        super().__init__()
        self.number = content.number
        self.data, self.compressible = content.data, content.compressible


def finish(_document: object, pdf: pydyf.PDF) -> None:
    """Write every object, for WeasyPrint's `finisher`: nothing may be changed after it."""
    pdf.objects[:] = [each if each.free == "f" else _Written(each) for each in pdf.objects]
