"""Finds what core declares of a kind of thing, wherever it lies: nothing has to be listed."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import TypeVar

import core

Kind = TypeVar("Kind")


def declared(kind: type[Kind]) -> Iterator[type[Kind]]:
    """`kind` and every class below it, each from the module of core that it stands in."""
    for module in _modules():
        for found in vars(module).values():
            here = isinstance(found, type) and found.__module__ == module.__name__
            if here and issubclass(found, kind):
                yield found


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(found.name) for found in walk_packages(core.__path__, "core."))
