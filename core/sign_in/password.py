"""Which passwords are good enough: long, and not what anyone would guess first."""

from collections.abc import Container, Iterator

from core.refusals import Invalid, sentence
from core.text.unicode_normalization import normalized

SHORTEST, LONGEST = 12, 256
# Fewer different characters than this are a pattern, however long it is.
FEWEST_DIFFERENT = 5
PRODUCT = "countersign"
# Without the person's name and address, so much must be left for others to guess.
OWN_REMAINDER = 6
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SPOKEN = str.maketrans("@4830157$!", "aaeboisisi")

TOO_SHORT = sentence(
    "Use at least 12 characters. Four or five words in a row are easy to remember."
)
TOO_LONG = sentence("Use up to 256 characters.")
TOO_COMMON = sentence("Many people use this password, so it is easy to guess. Choose another.")
TOO_PLAIN = sentence(
    "This has too many repeated or consecutive characters and is easy to guess. Use other words."
)
TOO_CLOSE = sentence(
    "This is mostly your name, your e-mail address or the name of this service. Use other words."
)


def normal(password: str) -> str:
    """The same characters however they were typed (NIST SP 800-63B, 3.1.1.2)."""
    return normalized("NFKC", password)


def check(password: str, email: str, name: str, common: Container[str]) -> None:
    """
    Raises Invalid(password=...).

    `common` holds lower-case passwords that are known to be used by many; digits and signs
    around one of them, or instead of its letters, make it no better.
    """
    for problem in _problems(normal(password), email, name, common):
        raise Invalid(password=problem)


def _problems(password: str, email: str, name: str, common: Container[str]) -> Iterator[str]:
    if len(password) < SHORTEST:
        yield TOO_SHORT
    if len(password) > LONGEST:
        yield TOO_LONG
    folded = password.casefold()
    if any(form in common for form in _forms(folded)):
        yield TOO_COMMON
    if len(set(folded)) < FEWEST_DIFFERENT or _mostly_runs(folded):
        yield TOO_PLAIN
    if _is_own(folded, email.casefold(), name.casefold()):
        yield TOO_CLOSE


def _forms(folded: str) -> Iterator[str]:
    """As it is, without what is put around a word, and as it is read."""
    for text in (folded, "".join(folded.split())):
        yield text
        yield _bare(text)
        yield _bare(text.translate(SPOKEN))
        yield _bare(text).translate(SPOKEN)


def _bare(text: str) -> str:
    letters = [i for i, c in enumerate(text) if c.isalpha()]
    return text[letters[0] : letters[-1] + 1] if letters else text


def _mostly_runs(folded: str) -> bool:
    """Whether it is put together from stretches of the alphabet, of numbers or of keys."""
    rest = "".join(folded.split())
    for run in RUNS:
        for stretch in (run, run[::-1]):
            rest = _without_stretches(rest, stretch)
    return len(rest) < OWN_REMAINDER and len(rest) < len(folded)


def _without_stretches(text: str, run: str, shortest: int = 4) -> str:
    for length in range(len(run), shortest - 1, -1):
        for start in range(len(run) - length + 1):
            text = text.replace(run[start : start + length], "")
    return text


def _is_own(folded: str, email: str, name: str) -> bool:
    local, _, domain = email.partition("@")
    own = {PRODUCT, email, local, domain, domain.partition(".")[0], name, *name.split()}
    for text in (folded, folded.translate(SPOKEN)):
        letters = rest = _letters(text)
        for part in sorted(map(_letters, own), key=len, reverse=True):
            rest = rest.replace(part, "") if len(part) > 2 else rest
        if rest != letters and len(rest) < OWN_REMAINDER:
            return True
    return False


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())
