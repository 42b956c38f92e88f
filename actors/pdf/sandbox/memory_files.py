"""What passes between worker and child: files in memory, handed over as descriptors.

So a document is written once and read once, however large it is, and never goes through a pipe.
"""

import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

LARGEST_ANSWER = 512 * 1024 * 1024


@contextmanager
def empty() -> Iterator[IO[bytes]]:
    """A file that has no name and is gone when it is closed."""
    with _new() as file:
        yield file


@contextmanager
def written(value: object) -> Iterator[IO[bytes]]:
    """A file with a pickled value, ready to be read from its beginning."""
    with _new() as file:
        pickle.dump(value, file, protocol=5)
        file.flush()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        yield file


def _new() -> IO[bytes]:
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("sandbox"), "w+b")
    return tempfile.TemporaryFile()
