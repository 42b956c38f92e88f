"""The token of a form, looked for at its beginning alone: before it is known, nothing is parsed."""

from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

# Every form of ours begins with its token (templates/_ui.html: csrf).
BEGINNING = 64_000
FIELDS = 1_000


def sent(name: str) -> str:
    """
    The value of this field in a form that was sent; "" where it does not stand at the beginning.

    Raises RequestEntityTooLarge for what no page takes, whatever token it brings.
    """
    most = request.max_content_length
    if most is not None and (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    body = request.environ["wsgi.input"]
    if not body.seekable():
        return request.form.get(name, "")
    beginning = body.read(BEGINNING)
    body.seek(0)
    if request.mimetype == "multipart/form-data":
        return _in_parts(beginning, request.mimetype_params.get("boundary", ""), name)
    if request.mimetype == "application/x-www-form-urlencoded":
        return _in_pairs(beginning, name)
    return ""


def _in_pairs(beginning: bytes, name: str) -> str:
    pairs = beginning.decode("utf-8", "replace").split("&", FIELDS)[:FIELDS]
    return dict(parse_qsl("&".join(reversed(pairs)))).get(name, "")


def _in_parts(beginning: bytes, boundary: str, name: str) -> str:
    parser = MultipartDecoder(boundary.encode(), max_parts=FIELDS)
    try:
        parser.receive_data(beginning)
        return _value(parser, name)
    except ValueError:
        return ""


def _value(parser: MultipartDecoder, name: str) -> str:
    """Of the first field of that name; a file before it ends the search."""
    collected, found = bytearray(), False
    while True:
        event = parser.next_event()
        if isinstance(event, NeedData | Epilogue | File):
            return ""
        if isinstance(event, Field):
            found = event.name == name
        elif isinstance(event, Data) and found:
            collected += event.data
            if not event.more_data:
                return collected.decode("utf-8", "replace")
