"""Unicode's normal forms of any text, in a time that grows with its length alone."""

import unicodedata
from typing import Literal

Form = Literal["NFC", "NFKC", "NFKD"]
# Marks in a row that text of any language keeps far below (Unicode's annex 15, Stream-Safe Text).
MARKS_LIMIT = 30
# So long a text is put in order at once, whatever is in it.
SHORT = 1_000


def normalized(form: Form, text: str) -> str:
    """
    Long text with endless marks upon one letter stays as it is: to put those in their order takes
    a time that grows with the square of their number, in which no other thread does anything.
    """
    if len(text) > SHORT and not text.isascii() and _has_endless_marks(text):
        return text
    return unicodedata.normalize(form, text)


def _has_endless_marks(text: str) -> bool:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MARKS_LIMIT:
            return True
    return False
