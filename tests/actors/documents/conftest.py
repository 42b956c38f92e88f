"""Documents are taken in by children of the sandbox, as in the worker."""

from collections.abc import Iterator

import pytest

from actors import worker
from actors.pdf.sandbox import sandbox


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()
