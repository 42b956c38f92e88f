"""How an organization looks and speaks to its recipients: logo, colours, its own words."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.events.event import AdminEvent
from core.organizations import colour, mail_text
from core.organizations.colour import DARK, ENOUGH, LIGHT
from core.organizations.mail_text import OwnWords
from core.organizations.organization import changes
from core.refusals import FilledSentence, Invalid, sentence
from core.text.printable import is_line

SENDER_NAME_LIMIT = 80
OURS = OwnWords()


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG of our own writing; its size in pixels."""

    sha256: str
    width: int
    height: int

    def __str__(self) -> str:
        return self.sha256


@dataclass(frozen=True, slots=True)
class Branding:
    """
    "" and None leave what everyone has.

    `colour` is that of buttons and links on light ground, `dark_colour` on dark ground: no
    colour can be read on both. `reply_to` was proved to be theirs.
    """

    colour: str = ""
    dark_colour: str = ""
    sender_name: str = ""
    reply_to: str = ""
    logo: Logo | None = None
    invitation: OwnWords = OURS
    reminder: OwnWords = OURS
    completion: OwnWords = OURS
    ending: OwnWords = OURS

    def words(self, kind: str) -> OwnWords:
        """The organization's own words in mails of a kind."""
        return getattr(self, kind) if kind in mail_text.KINDS else OURS


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the primary button with that of its text, on light and on dark ground."""

    colour: str
    text: str
    dark_colour: str
    dark_text: str


STANDARD = Palette("#27407f", "#ffffff", "#a9bff5", "#141a2e")


def palette(branding: Branding) -> Palette:
    """What to draw with; what was not chosen is computed, so that all of it can be read."""
    if not branding.colour and not branding.dark_colour:
        return STANDARD
    light = branding.colour or colour.nearest(branding.dark_colour, LIGHT)
    dark = branding.dark_colour or colour.nearest(light, DARK)
    return Palette(light, colour.text_on(light), dark, colour.text_on(dark))


def change(old: Branding, new: Branding) -> tuple[AdminEvent, ...]:
    """What is recorded when `old` becomes `new`. Raises Invalid with errors by field."""
    errors = dict(_errors(new))
    if errors:
        raise Invalid(**errors)
    return changes("branding", old, new)


def _errors(new: Branding) -> Iterator[tuple[str, str]]:
    yield from _colour_errors("colour", new.colour, LIGHT)
    yield from _colour_errors("dark_colour", new.dark_colour, DARK)
    if len(new.sender_name) > SENDER_NAME_LIMIT or not is_line(new.sender_name):
        yield "sender_name", sentence("Enter a name of up to 80 characters.")
    for kind in mail_text.KINDS:
        yield from mail_text.errors(kind, new.words(kind))


def _colour_errors(name: str, chosen: str, ground: str) -> Iterator[tuple[str, str]]:
    if chosen and not colour.is_colour(chosen):
        yield (
            name,
            sentence("Enter a color as # followed by six hexadecimal digits, for example #27407f."),
        )
    elif chosen and colour.contrast(chosen, ground) < ENOUGH:
        yield (
            name,
            FilledSentence(
                _TOO_LIGHT if ground == LIGHT else _TOO_DARK,
                ratio=f"{colour.contrast(chosen, ground):.1f}",
                nearest=colour.nearest(chosen, ground),
            ),
        )


_TOO_LIGHT = sentence(
    "On a light background this has a contrast of %(ratio)s to 1. It needs 4.5 to"
    " be easy to read. The nearest color that has it is %(nearest)s."
)
_TOO_DARK = sentence(
    "On a dark background this has a contrast of %(ratio)s to 1. It needs 4.5 to"
    " be easy to read. The nearest color that has it is %(nearest)s."
)
