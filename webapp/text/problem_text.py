"""What an error says, in the reader's language and with its values filled in."""

from collections.abc import Mapping

from core.refusals import Problem
from webapp.text import quantities
from webapp.text.translation import gettext, translated


def message(problem: Problem) -> str:
    return gettext(problem.message, **quantities.told(problem.values))


def errors(problem: Problem) -> dict[str, str]:
    """What is wrong with single fields of a form, by their names."""
    found: Mapping[str, str] = getattr(problem, "errors", {})
    return {name: translated(sentence) for name, sentence in found.items()}
