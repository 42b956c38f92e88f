"""A folder for one child, in which it may write: made for it and deleted after it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from actors.pdf.sandbox.limits import NOBODY


@contextmanager
def made() -> Iterator[str]:
    """An empty folder that no one but its child, and we, can look into."""
    folder = tempfile.mkdtemp(prefix="countersign-")
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
