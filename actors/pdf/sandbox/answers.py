"""How a child's answer travels: as plain data, so that a captured child cannot make the worker
run anything by what it sends back."""

import dataclasses
import enum
import io
import pickle
import signal
import sys
import traceback
from datetime import date, datetime
from typing import IO, Any

from actors.pdf.sandbox.child_end import End
from core import error_table
from core.refusals import Refusal

TRUSTED = ("actors.pdf.", "core.")
"""Where the classes of an answer may come from; they are never imported for it."""

ENDED_ITSELF, NOT_RUN, ANSWER_TOO_LARGE, FOLDER_CLOSED = 1, 2, 3, 4
"""Exit codes of a child: a library has ended it, its rights or files were not to be had, its
answer could not be written, or it cannot write in its own folder."""

FAULTS = {
    signal.SIGABRT,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
    signal.SIGSEGV,
    signal.SIGSYS,
    signal.SIGTRAP,
}
"""Signals that a process gets from its own doing."""


class ChildKilled(Exception):
    """The child ended without an answer, by a limit or a fault of its own."""


class OverLimit(ChildKilled):
    """It met one of its limits; which it meets first may vary."""


class OutOfTime(OverLimit):
    """It took more of the processor than the call allowed."""


class OutOfMemory(OverLimit):
    """It asked for more memory than a child may have, or gave a larger answer."""


class OutOfSpace(OverLimit):
    """It wrote more into its folder, or more files, than a child may."""


class Crashed(ChildKilled):
    """It died of a fault, such as a memory address that is none, or answered what is no answer."""


class Interrupted(RuntimeError):
    """It was ended from outside, or was not heard of in time: nothing is known of its arguments."""


class SetUpFault(RuntimeError):
    """The machine does not give what a child needs; says what an operator can do."""


class ChildFailed(RuntimeError):
    """The function raised something that is no Refusal: a bug. Says where, but quotes no value."""


def result(value: object) -> bytes:
    return _packed(("result", value))


def failure(error: BaseException) -> bytes:
    if isinstance(error, Refusal):
        return _packed(("refusal", error.code))
    if isinstance(error, MemoryError):
        return _packed(("memory",))
    frames = "".join(traceback.format_tb(error.__traceback__))
    return _packed(("bug", f"{type(error).__name__} in the child:\n{frames}"))


def judged(answer: IO[bytes], end: End) -> object:
    """The value the child sent, or the exception that its answer or its end stands for."""
    if end.exit_code != 0:
        raise _cause_of_death(end)
    try:
        answer.seek(0)
        kind, *rest = _Unpickler(answer).load()
        refusal = _refusal(rest[0]) if kind == "refusal" else None
    except Exception as error:  # a captured child may answer anything
        raise Crashed("no readable answer") from error
    if refusal:
        raise refusal()
    if kind == "result":
        return rest[0]
    raise OutOfMemory if kind == "memory" else ChildFailed(*rest)


def _cause_of_death(end: End) -> Exception:
    """Only what the child met by itself; a signal that others send as well proves nothing."""
    if end.over_limit:
        return OutOfSpace()
    if end.exit_code == ANSWER_TOO_LARGE:
        return OutOfMemory()
    if end.exit_code == FOLDER_CLOSED:
        return SetUpFault(
            "A document could not be converted: the process that does it cannot write into its"
            " folder. Check TMPDIR of the worker, and whether its disk is full."
        )
    if end.spent >= end.seconds or -end.exit_code in (signal.SIGPROF, signal.SIGXCPU):
        return OutOfTime()
    if end.exit_code == ENDED_ITSELF:
        return Crashed("a library has ended it")
    if -end.exit_code in FAULTS:
        return Crashed(f"exit code {end.exit_code}")
    return Interrupted(f"exit code {end.exit_code}")


def _packed(value: object) -> bytes:
    output = io.BytesIO()
    _Pickler(output, protocol=5).dump(value)
    return output.getvalue()


class _Pickler(pickle.Pickler):
    def persistent_id(self, value: Any) -> object:
        kind = type(value)
        name = (kind.__module__, kind.__qualname__)
        if isinstance(value, enum.Enum):
            return (*name, value.name)
        if isinstance(value, date):
            return ("datetime", kind.__qualname__, value.isoformat())
        if dataclasses.is_dataclass(kind):
            names = [field.name for field in dataclasses.fields(value)]
            return (*name, {name: getattr(value, name) for name in names})
        return None


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} has no place in an answer")

    def persistent_load(self, reference: Any) -> object:
        module, name, content = reference
        if module == "datetime":
            return (datetime if name == "datetime" else date).fromisoformat(content)
        kind = _class(module, name)
        if issubclass(kind, enum.Enum):
            return kind[content]
        return kind(**content)


def _refusal(code: str) -> type[Refusal]:
    found = error_table.errors()[code]
    if not issubclass(found, Refusal):
        raise pickle.UnpicklingError(f"{code} has no place in an answer")
    return found


def _class(module: str, name: str) -> Any:
    found = getattr(sys.modules.get(module), name, None) if module.startswith(TRUSTED) else None
    answerable = isinstance(found, type) and (
        dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)
    )
    if not answerable:
        raise pickle.UnpicklingError(f"{module}.{name} has no place in an answer")
    return found
