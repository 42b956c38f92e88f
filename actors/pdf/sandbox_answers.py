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
from typing import Any

from core.refusals import Refusal

TRUSTED = ("actors.pdf.", "core.")
"""Where the classes of an answer may come from; they are never imported for it."""


class ChildKilled(Exception):
    """The child ended without an answer."""


class OutOfTime(ChildKilled):
    """It took longer than the call allowed."""


class OutOfMemory(ChildKilled):
    """It asked for more memory than a child may have."""


class Crashed(ChildKilled):
    """It died of a signal that is neither."""


class ChildFailed(RuntimeError):
    """The function raised something that is no Refusal: a bug. Says where, but quotes no value."""


def result(value: object) -> bytes:
    return _packed(("result", value))


def failure(error: BaseException) -> bytes:
    if isinstance(error, Refusal):
        return _packed(("refusal", type(error).__module__, type(error).__qualname__))
    if isinstance(error, MemoryError):
        return _packed(("memory",))
    frames = "".join(traceback.format_tb(error.__traceback__))
    return _packed(("bug", f"{type(error).__name__} in the child:\n{frames}"))


def judged(answer: bytes, exit_code: int) -> object:
    """The value the child sent, or the exception that its answer or its exit code stands for."""
    if exit_code != 0 or not answer:
        raise _cause_of_death(exit_code)
    try:
        kind, *rest = _Unpickler(io.BytesIO(answer)).load()
        refusal = _class(*rest) if kind == "refusal" else None
    except Exception as error:  # a captured child may answer anything
        raise Crashed("no readable answer") from error
    if refusal:
        raise refusal()
    if kind == "result":
        return rest[0]
    raise OutOfMemory if kind == "memory" else ChildFailed(*rest)


def _cause_of_death(exit_code: int) -> ChildKilled:
    if -exit_code in (signal.SIGALRM, signal.SIGXCPU):
        return OutOfTime()
    if -exit_code == signal.SIGKILL:  # by the kernel: nobody else kills a child still listened to
        return OutOfMemory()
    return Crashed(f"exit code {exit_code}")


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


def _class(module: str, name: str) -> Any:
    found = getattr(sys.modules.get(module), name, None) if module.startswith(TRUSTED) else None
    answerable = isinstance(found, type) and (
        dataclasses.is_dataclass(found) or issubclass(found, enum.Enum | Refusal)
    )
    if not answerable:
        raise pickle.UnpicklingError(f"{module}.{name} has no place in an answer")
    return found
