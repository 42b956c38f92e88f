"""Every error by its code: found by walking the package, so that none is left out."""

from functools import cache

from core import registry
from core.refusals import Problem, Refusal


@cache
def errors() -> dict[str, type[Problem]]:
    """Each class that declares a code of its own, by that code, in alphabetical order."""
    coded = (error for error in registry.declared(Problem) if "code" in vars(error))
    return dict(sorted((error.code, error) for error in coded))


def by_code(code: str) -> type[Problem]:
    """The error that a stored code stands for; a general one when it is not known any more."""
    return errors().get(code, Refusal)
