"""Forms are read up to a limit, in whichever way they are written."""

from io import BytesIO
from typing import IO

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from core.request_errors import FormTooLarge

PAIRS = "application/x-www-form-urlencoded"
# Twice what a signer of 2,000 fields sends, with room for what stands beside them.
MOST_PAIRS = 10_000
Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class FormParser(FormDataParser):
    """
    Werkzeug's, which has limits for forms in parts (multipart/form-data) alone: of pairs it would
    take as many bytes as the largest upload has.
    """

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Parsed:
        """Raises FormTooLarge. The stream itself refuses what is larger than any upload."""
        if mimetype == PAIRS and self.max_form_memory_size is not None:
            stream = BytesIO(_read(stream, self.max_form_memory_size))
        try:
            return super().parse(stream, mimetype, content_length, options)
        except RequestEntityTooLarge:
            raise FormTooLarge from None


def _read(stream: IO[bytes], most: int) -> bytes:
    data = bytearray()
    while len(data) <= most and (part := stream.read(most + 1 - len(data))):
        data += part
    if len(data) > most or data.count(b"&") >= MOST_PAIRS:
        raise FormTooLarge
    return bytes(data)
