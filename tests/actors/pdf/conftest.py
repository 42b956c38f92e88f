"""The sandbox, started anew for each module that asks for it: others preload other things."""

import os
from collections.abc import Iterator

import pytest

from actors.pdf.sandbox import sandbox

SECRET = "a secret of the worker's environment"


@pytest.fixture(scope="module")
def child() -> Iterator[None]:
    """A running fork server; the worker's environment held a secret when it was started."""
    os.environ["SANDBOX_TEST_SECRET"] = SECRET
    sandbox.start(("tests.actors.pdf.sandbox.probes", "actors.pdf.conversion.office"))
    del os.environ["SANDBOX_TEST_SECRET"]
    yield
    sandbox.stop()
