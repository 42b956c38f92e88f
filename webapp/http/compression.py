"""Pages are sent compressed, where no one can probe what stands in them (docs/decisions/0028)."""

import zlib

from flask import Flask, Response, g, request

SMALLEST = 1_400  # bytes: what fits a packet gains nothing
# A page of 30 kB becomes one of 5 kB in a sixth of a millisecond. More takes longer for nothing.
LEVEL = 4
GZIP = 16 + zlib.MAX_WBITS
KINDS = frozenset({"text/html", "text/css"})  # the places of the fields of a page are a style sheet
# What is chosen from a few words, and refused when it is another one, is no way to probe.
CHOSEN = frozenset({"box"})


def register(app: Flask) -> None:
    """Registered early, so that it sees an answer when everything else has."""
    app.after_request(_compress)


def keep_plain() -> None:
    """The page that is made now shows a secret that is the same each time."""
    g.keep_plain = True


def _compress(response: Response) -> Response:
    if not _may_be(response):
        return response
    page = response.get_data()
    if len(page) < SMALLEST:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        response.set_data(zlib.compress(page, LEVEL, GZIP))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _may_be(response: Response) -> bool:
    """
    Only what a visitor asked for without words of their own.

    Whoever can have such words sent would learn from the size of the answer whether they stand
    in it. A form that was sent brought the secret already.
    """
    return (
        response.mimetype in KINDS
        and "Content-Encoding" not in response.headers
        and request.method in ("GET", "HEAD")
        and request.args.keys() <= CHOSEN
        and not response.is_streamed
        and "keep_plain" not in g
    )
