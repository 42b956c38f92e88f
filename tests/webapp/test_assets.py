"""Static files on their way to the browser."""

import gzip

from flask import Flask

from webapp import assets


def place(path: str) -> str:
    return f"/static/{assets.digest()}/{path}"


def test_texts_are_packed_for_browsers_that_unpack_them(app: Flask) -> None:
    for path in ("style.css", "js/start.js"):
        plain = app.test_client().get(place(path))
        packed = app.test_client().get(place(path), headers={"Accept-Encoding": "gzip, br"})

        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) < 0.6 * len(plain.data)
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert "immutable" in packed.headers["Cache-Control"]
