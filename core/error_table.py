"""Every error by its code: found by walking the package, so that none is left out."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import core
from core.refusals import Problem, Refusal


@cache
def errors() -> dict[str, type[Problem]]:
    """Each class that declares a code of its own, by that code, in alphabetical order."""
    for module in walk_packages(core.__path__, "core."):
        import_module(module.name)
    return dict(sorted((error.code, error) for error in _below(Problem) if "code" in vars(error)))


def by_code(code: str) -> type[Problem]:
    """The error that a stored code stands for; a general one when it is not known any more."""
    return errors().get(code, Refusal)


def _below(error: type[Problem]) -> list[type[Problem]]:
    below = error.__subclasses__()
    return [*below, *(further for one in below for further in _below(one))]
