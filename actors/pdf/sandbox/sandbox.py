"""Runs a function on untrusted bytes in a child process that can do nothing but compute.

`start()` makes one fork server per worker, from an emptied environment, with the PDF modules
loaded and warm; `run()` forks a child per call. The fork server is our own: the children of
multiprocessing's import the worker's main module again, with its settings and keys, and hold
descriptors of the resource tracker and of the server's own life.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from actors.pdf.sandbox import answers, memory_files, own_folder
from actors.pdf.sandbox.answers import (
    ChildFailed,
    ChildKilled,
    Crashed,
    Interrupted,
    OutOfMemory,
    OutOfSpace,
    OutOfTime,
    OverLimit,
    SetUpFault,
)
from actors.pdf.sandbox.client import ForkServer, NotStarted
from core.documents.refusals import DamagedPdf, TooComplex

__all__ = [
    "ChildFailed",
    "ChildKilled",
    "Crashed",
    "Interrupted",
    "NotStarted",
    "OutOfMemory",
    "OutOfSpace",
    "OutOfTime",
    "SetUpFault",
    "blaming",
    "run",
    "run_once",
    "run_untrusted",
    "start",
    "stop",
]

PRELOADED = ("actors.pdf.sandbox.warm_up",)

OUR_FAULTS = (ChildFailed, Interrupted, SetUpFault, NotStarted)
"""What says nothing about the arguments: a later call may well go through."""

Result = TypeVar("Result")

_server = ForkServer(PRELOADED)


def start(preload: Iterable[str] = ()) -> None:
    """Start the fork server with these modules, besides our own, imported.

    A module that has a function `warm()` is warmed by it. Blocks until the server is ready; a
    server that dies or hangs later is replaced by the next call of run().
    """
    own_folder.clear()
    _server.start((*PRELOADED, *preload))


def stop() -> None:
    """End the fork server and with it every child."""
    _server.stop()


def run(
    function: Callable[..., Result], *arguments: object, seconds: float, in_folder: bool = False
) -> Result:
    """The result of `function(*arguments)`, computed in a new child.

    The function must stand in a preloaded module; arguments are anything that pickles; the result
    is plain data, or dataclasses, enumerations and times made of it. A Refusal comes through as
    it is. The child may take `seconds` of the processor, and some more on the wall. One that
    dies is followed by a second: only what ends both in the same way is the arguments' fault and
    raises ChildKilled. Interrupted says nothing about them, and that a later call may well go
    through. ChildFailed: the function raised anything else. For several threads at once.

    `in_folder`: the function gets, as its last argument, the path of an empty folder in which it
    may write files. No other child sees it, and it is deleted when this one has ended, or has
    written more than it may. Raises SetUpFault when there is no place for such a folder.
    """
    try:
        return _once(function, arguments, seconds, in_folder)
    except (ChildKilled, Interrupted) as first:
        return _again(first, function, arguments, seconds, in_folder)


def run_once(
    function: Callable[..., Result], *arguments: object, seconds: float, in_folder: bool = False
) -> Result:
    """As run(), with one child: how that ends says nothing about the arguments for good."""
    return _once(function, arguments, seconds, in_folder)


def run_untrusted(
    function: Callable[..., Result], *arguments: object, seconds: float, in_folder: bool = False
) -> Result:
    """As run(), where the document is at fault if its child dies: TooComplex or DamagedPdf."""
    with blaming():
        return run(function, *arguments, seconds=seconds, in_folder=in_folder)


@contextmanager
def blaming() -> Iterator[None]:
    """Here the document is at fault when a child dies: TooComplex or DamagedPdf."""
    try:
        yield
    except Crashed as crashed:
        raise DamagedPdf from crashed
    except ChildKilled as killed:
        raise TooComplex from killed


def _once(
    function: Callable[..., Result], arguments: tuple[object, ...], seconds: float, in_folder: bool
) -> Result:
    if not in_folder:
        return _answer(function, arguments, seconds)
    with own_folder.made() as folder:
        return _answer(function, (*arguments, folder), seconds, folder)


def _answer(
    function: Callable[..., Result], arguments: tuple[object, ...], seconds: float, folder: str = ""
) -> Result:
    with memory_files.written((function, arguments)) as request, memory_files.empty() as answer:
        end = _server.outcome(request.fileno(), answer.fileno(), seconds, folder)
        return cast(Result, answers.judged(answer, end))


def _again(
    first: Exception,
    function: Callable[..., Result],
    arguments: tuple[object, ...],
    seconds: float,
    in_folder: bool,
) -> Result:
    try:
        return _once(function, arguments, seconds, in_folder)
    except ChildKilled as second:
        if _kind(first) is _kind(second):
            raise
        raise Interrupted(f"once {type(first).__name__}, once {type(second).__name__}") from second


def _kind(end: Exception) -> type[Exception]:
    """What an end stands for: which limit is met first may vary."""
    return OverLimit if isinstance(end, OverLimit) else type(end)
