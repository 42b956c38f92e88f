"""
Patterns (regular expressions) that senders write, such as `[A-Z]{2}[0-9]{5}`.

The author of a pattern does not own the server that matches it, and a backtracking engine such as
Python's takes years for `(a+)+b`. So patterns become automata here (core.text.automaton).
"""

from collections.abc import Callable
from functools import lru_cache

from core.text.automaton import Automaton, AutomatonPart, Letter, UnreadablePattern

PATTERN_LIMIT = 200  # characters
DEPTH_LIMIT = 20
COUNT_LIMIT = 500

Node = Callable[[], AutomatonPart]  # builds its part anew each time: a count repeats it
CLASSES: dict[str, Letter] = {
    "d": str.isdecimal,
    "D": lambda c: not c.isdecimal(),
    "w": lambda c: c.isalnum() or c == "_",
    "W": lambda c: not (c.isalnum() or c == "_"),
    "s": str.isspace,
    "S": lambda c: not c.isspace(),
}
PLAIN = {"n": "\n", "t": "\t"}


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits the pattern. Raises UnreadablePattern."""
    return _compiled(pattern).matches(text)


@lru_cache(maxsize=10_000)
def is_readable(pattern: str) -> bool:
    """Whether `matches` reads it. Remembered longer: a draft's fields are read at each change."""
    try:
        _compiled(pattern)
    except UnreadablePattern:
        return False
    return True


# Each takes up to half a megabyte.
@lru_cache(maxsize=100)
def _compiled(pattern: str) -> Automaton:
    if len(pattern) > PATTERN_LIMIT:
        raise UnreadablePattern("too long")
    automaton = Automaton()
    automaton.whole = _Reader(pattern, automaton).read()()
    return automaton


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str, automaton: Automaton) -> None:
        # It is about the whole text anyway.
        self._text = pattern.removeprefix("^")
        if self._text.endswith("$") and not self._text.endswith("\\$"):
            self._text = self._text[:-1]
        self._at = 0
        self._depth = 0
        self._made = automaton

    def read(self) -> Node:
        node = self._alternatives()
        if self._at < len(self._text):
            raise UnreadablePattern("a bracket is closed that was not opened")
        return node

    def _alternatives(self) -> Node:
        nodes = [self._sequence()]
        while self._take("|"):
            nodes.append(self._sequence())
        return lambda: self._joined(nodes, self._made.either)

    def _sequence(self) -> Node:
        nodes: list[Node] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            nodes.append(self._counted(self._one()))
        return lambda: self._joined(nodes, self._made.both)

    def _joined(
        self, nodes: list[Node], join: Callable[[AutomatonPart, AutomatonPart], AutomatonPart]
    ) -> AutomatonPart:
        return self._folded([node() for node in nodes], join)

    def _folded(
        self,
        parts: list[AutomatonPart],
        join: Callable[[AutomatonPart, AutomatonPart], AutomatonPart],
    ) -> AutomatonPart:
        """From the end on, so that each join steps through the ends of one part only."""
        whole = parts.pop() if parts else AutomatonPart(True)
        while parts:
            whole = join(parts.pop(), whole)
        return whole

    def _counted(self, node: Node) -> Node:
        if self._take("*"):
            counted = self._repeated(node, 0, None)
        elif self._take("+"):
            counted = self._repeated(node, 1, None)
        elif self._take("?"):
            counted = self._repeated(node, 0, 1)
        elif self._text[self._at : self._at + 1] == "{":
            counted = self._repeated(node, *self._count())
        else:
            return node
        self._take("?")  # as few as possible: the same, where the whole text has to fit
        if self._text[self._at : self._at + 1] in ("*", "+", "?", "{"):
            raise UnreadablePattern("one count follows another")
        return counted

    def _count(self) -> tuple[int, int | None]:
        """{2}, {2,} or {2,5}."""
        words, closed, _ = self._text[self._at + 1 :].partition("}")
        least, comma, most = words.partition(",")
        numbers = [least] if not comma else [least, most or least]
        if not closed or not all(n.isascii() and n.isdigit() and len(n) < 4 for n in numbers):
            raise UnreadablePattern("a count is not written like {2,5}")
        self._at += len(words) + 2
        low, high = int(least), int(most or least)
        if low > high or high > COUNT_LIMIT:
            raise UnreadablePattern("a count is too large")
        return low, None if comma and not most else high

    def _repeated(self, node: Node, least: int, most: int | None) -> Node:
        def build() -> AutomatonPart:
            made = self._made
            parts = [made.copy(node) for _ in range(least if most is None else most)]
            whole = AutomatonPart(True)
            if most is None:
                whole = made.optional(made.again(node()))
            while len(parts) > least:
                whole = made.optional(made.both(parts.pop(), whole))
            return self._folded([*parts, whole], made.both)

        return build

    def _one(self) -> Node:
        c = self._next()
        if c == "(":
            return self._group()
        if c == "[":
            return self._letter(self._class())
        if c == ".":
            return self._letter(_any)
        if c == "\\":
            return self._letter(self._escaped())
        if c in "*+?{^$":
            raise UnreadablePattern(f"{c} stands where it counts nothing")
        return self._letter(_equal(c))

    def _letter(self, takes: Letter) -> Node:
        return lambda: self._made.letter(takes)

    def _group(self) -> Node:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise UnreadablePattern("too many brackets in each other")
        if self._take("?") and not self._take(":"):
            raise UnreadablePattern("only (?: is known of the groups that begin with (?")
        node = self._alternatives()
        if not self._take(")"):
            raise UnreadablePattern("a bracket is not closed")
        self._depth -= 1
        return node

    def _escaped(self) -> Letter:
        c = self._next()
        if c in CLASSES:
            return CLASSES[c]
        if c in PLAIN:
            return _equal(PLAIN[c])
        if c.isalnum():
            raise UnreadablePattern(f"\\{c} is not known")
        return _equal(c)

    def _class(self) -> Letter:
        """What stands in square brackets."""
        is_negated = self._take("^")
        singles: set[str] = set()
        takes: list[Letter] = []
        while not self._take("]") or not (singles or takes):
            if not (singles or takes) and self._text[self._at - 1 : self._at] == "]":
                raise UnreadablePattern("square brackets are empty")
            part = self._range()
            if isinstance(part, str):
                singles.add(part)
            else:
                takes.append(part)
        found = (frozenset(singles).__contains__, *takes)
        if is_negated:
            return lambda c: not any(one(c) for one in found)
        return lambda c: any(one(c) for one in found)

    def _range(self) -> Letter | str:
        """A letter, or a test for several."""
        begin = self._next()
        if begin == "\\" and self._text[self._at : self._at + 1] in CLASSES:
            return self._escaped()
        low = self._plain(begin)
        if self._text[self._at : self._at + 1] != "-" or self._text[self._at + 1 :][:1] in (
            "]",
            "",
        ):
            return low
        self._at += 1
        high = self._plain(self._next())
        if low > high:
            raise UnreadablePattern("a range runs backwards")
        return lambda c: low <= c <= high

    def _plain(self, c: str) -> str:
        """The letter itself, where a range begins or ends."""
        if c != "\\":
            return c
        c = self._next()
        if c.isalnum() and c not in PLAIN:
            raise UnreadablePattern(f"\\{c} begins or ends no range")
        return PLAIN.get(c, c)

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise UnreadablePattern("the end is missing")
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, c: str) -> bool:
        if self._text[self._at : self._at + 1] != c:
            return False
        self._at += 1
        return True


def _any(letter: str) -> bool:
    return letter != "\n"


@lru_cache(maxsize=1_000)
def _equal(letter: str) -> Letter:
    """The same test for the same letter: each is asked once."""
    return lambda c: c == letter
