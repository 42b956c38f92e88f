"""The life of one child: give up all rights, read the request, compute, answer, end."""

import errno
import gc
import os
import pickle
from typing import NoReturn

from actors.pdf.sandbox import answers, landlock, limits, seccomp


def live(request: int, answer: int, seconds: float, server: int, folder: str = "") -> NoReturn:
    """Answer one request within `seconds`; never returns to the server's code.

    In `folder`, if there is one, files can be written: only where the kernel keeps it to that.
    """
    code = answers.NOT_RUN
    gc.disable()  # what a child leaves behind goes with it
    try:
        _close_all_but(request, answer)
        limits.limit(seconds)
        kept_to_folder = landlock.restrict(folder)
        limits.give_up_root()
        limits.die_with(server)
        if folder and not _can_write(folder):
            os._exit(answers.FOLDER_CLOSED)
        seccomp.restrict(writes_files=bool(folder) and kept_to_folder)
        _write(answer, _answer(request))
        code = 0
    except OSError as error:
        code = answers.ANSWER_TOO_LARGE if error.errno == errno.EFBIG else answers.NOT_RUN
    finally:
        os._exit(code)


def _answer(request: int) -> bytes:
    try:
        with os.fdopen(request, "rb") as stream:
            function, arguments = pickle.load(stream)  # noqa: S301 - it comes from our own worker
        return answers.result(function(*arguments))
    except Exception as error:
        return answers.failure(error)


def _can_write(folder: str) -> bool:
    place = f"{folder}/tried"
    try:
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        os.unlink(place)  # noqa: PTH108 - no more is needed
    except OSError:
        return False
    return True


def _close_all_but(request: int, answer: int) -> None:
    """Leave the two files and, as the first three descriptors, the null device."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    kept = sorted((request, answer))
    for low, high in zip((2, *kept), (*kept, os.sysconf("SC_OPEN_MAX")), strict=True):
        os.closerange(low + 1, high)


def _write(descriptor: int, answer: bytes) -> None:
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(answer)
