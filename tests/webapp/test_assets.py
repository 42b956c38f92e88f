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


def test_scripts_go_out_without_comments_and_indentation(app: Flask) -> None:
    answer = app.test_client().get(place("js/drop_zone.js"))

    assert answer.mimetype == "text/javascript"
    assert "// A file dropped" not in answer.text
    assert "\nconst input = zone.querySelector" in answer.text
    assert app.test_client().get(place("js/none.js")).status_code == 404
    assert app.test_client().get(place("js/../../assets.py")).status_code == 404


def test_no_script_has_a_text_over_several_lines_or_a_comment_that_is_no_line() -> None:
    """What goes out without indentation means the same."""
    lines = [
        (path.name, line)
        for path in (assets.FOLDER / "js").rglob("*.js")
        for line in path.read_text().splitlines()
    ]

    assert [found for found in lines if found[1].count("`") % 2 or "/*" in found[1]] == []
    assert len(lines) > 500
