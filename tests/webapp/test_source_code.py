import io
import tarfile

from flask import Flask


def test_everybody_may_have_the_source_of_what_is_running_and_nothing_else(app: Flask) -> None:
    answer = app.test_client().get("/source.tar.gz")

    with tarfile.open(fileobj=io.BytesIO(answer.data)) as archive:
        names = archive.getnames()
    assert "countersign/core/envelopes/envelope.py" in names
    assert "countersign/LICENSE" in names
    assert "countersign/requirements.txt" in names
    assert not [n for n in names if "/." in n or "vendor" in n or "__pycache__" in n]
    assert len(answer.data) < 7_000_000  # a fifth of it are the catalogs of 21 languages


def test_the_pages_that_strangers_see_offer_it(app: Flask) -> None:
    for address in ("/sign-in", "/verify"):
        assert "/source.tar.gz" in app.test_client().get(address).text, address
