"""Runs a function on untrusted bytes in a child process that can do nothing but compute.

`start()` makes one fork server per worker, from an emptied environment, with the PDF modules
loaded and warm; `run()` forks a child per call. The fork server is our own: the children of
multiprocessing's import the worker's main module again, with its settings and keys, and hold
descriptors of the resource tracker and of the server's own life.
"""

import pickle
import time
from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from actors.pdf import sandbox_answers
from actors.pdf.sandbox_answers import ChildFailed, ChildKilled, Crashed, OutOfMemory, OutOfTime
from actors.pdf.sandbox_client import ForkServer, NotStarted
from actors.pdf.sandbox_conversation import converse
from core.refusals import DamagedPdf, TooComplex

__all__ = [
    "ChildFailed",
    "ChildKilled",
    "Crashed",
    "NotStarted",
    "OutOfMemory",
    "OutOfTime",
    "run",
    "run_untrusted",
    "start",
    "stop",
]

PRELOADED = ("actors.pdf.sandbox_warmth",)

Result = TypeVar("Result")

_server = ForkServer(PRELOADED)


def start(preload: Iterable[str] = ()) -> None:
    """Start the fork server with these modules, besides our own, imported.

    A module that has a function `warm()` is warmed by it. Blocks until the server is ready; a
    server that dies later is started again by the next call of run().
    """
    _server.start((*PRELOADED, *preload))


def stop() -> None:
    """End the fork server and with it every child."""
    _server.stop()


def run(function: Callable[..., Result], *arguments: object, seconds: float) -> Result:
    """The result of `function(*arguments)`, computed in a new child within `seconds`.

    The function must stand in a preloaded module; arguments are anything that pickles; the result
    is plain data, or dataclasses, enumerations and times made of it. A Refusal comes through as
    it is. Raises ChildKilled when the child ran out of time or memory or crashed, and ChildFailed
    when the function raised anything else. May be called from several threads at once.
    """
    deadline = time.monotonic() + seconds
    request = pickle.dumps((function, arguments))
    answer, exit_code = converse(_server.child(seconds), request, deadline)
    return cast(Result, sandbox_answers.judged(answer, exit_code))


def run_untrusted(function: Callable[..., Result], *arguments: object, seconds: float) -> Result:
    """As run(), where the document is at fault if its child dies: TooComplex or DamagedPdf."""
    try:
        return run(function, *arguments, seconds=seconds)
    except Crashed as crashed:
        raise DamagedPdf from crashed
    except ChildKilled as killed:
        raise TooComplex from killed
