"""Where the fields of a document belong in its next version, by the words that they stand at."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.documents.document import Page
from core.fields.anchoring import text_words
from core.fields.anchoring.anchor import DrawnLine
from core.fields.anchoring.text_words import TextWord
from core.fields.anchoring.word_matching import SameWords
from core.fields.field import Field

BESIDE, ABOVE = 250.0, 60.0  # points from a field to its words: on its line, above or below
WORDS = 8  # of a field
STAYED = 1.0  # a point
ALIKE = 0.8  # of the words of a page


@dataclass(frozen=True, slots=True)
class Version:
    """A document with its pages and the lines of their text."""

    pages: Sequence[Page]
    lines: Sequence[DrawnLine]


@dataclass(frozen=True, slots=True)
class Carried:
    """`kept` where they were, `moved` with their words, `lost`: no one knows where."""

    kept: tuple[Field, ...]
    moved: tuple[Field, ...]
    lost: tuple[Field, ...]


def carry(old: Version, new: Version, fields: Sequence[Field], same_file: bool = False) -> Carried:
    """
    `same_file`: nothing but filled-in values differs, so that words farther from a field tell its
    place as well, where those next to it are a value.
    """
    before, after = text_words.of(old.lines), text_words.of(new.lines)
    by_page: defaultdict[int, list[int]] = defaultdict(list)
    for place, word in enumerate(before):
        by_page[word.page].append(place)
    words = {f.id: _words_of(f, before, by_page[f.page], same_file) for f in fields}
    same = SameWords([w.text for w in before], [w.text for w in after]).of(
        place for places in words.values() for place in places
    )
    kept, moved, lost = [], [], []
    for field in fields:
        at: Field | None = None
        if told := [p for p in words[field.id] if p in same]:
            at = _with_word(field, before[told[0]], after[same[told[0]]])
        elif (same_file or not words[field.id]) and _is_alike(field.page, old, new, before, after):
            at = field
        at = _on_page(at, new.pages) if at else None
        if at is None:
            lost.append(field)
        elif _has_moved(field, at):
            moved.append(at)
        else:
            kept.append(at)
    return Carried(tuple(kept), tuple(moved), tuple(lost))


def _words_of(
    field: Field, words: Sequence[TextWord], on_page: Iterable[int], farther: bool
) -> list[int]:
    """
    Those of the nearest line, the nearest first: beside it, or else above or below. `farther`: of
    other lines as well.
    """
    beside: list[tuple[float, int]] = []
    near: list[tuple[float, int]] = []
    for place in on_page:
        word = words[place]
        across = max(word.x - field.x - field.width, field.x - word.x - word.width, 0.0)
        down = max(word.y - field.y - field.height, field.y - word.foot, 0.0)
        if field.y < word.y + word.height / 2 < field.y + field.height or not down:
            if across <= BESIDE:
                beside.append((across + abs(word.foot - field.y - field.height), place))
        elif down <= ABOVE:
            near.append((down + across / 4, place))
    # A word below or above is told by its line, whose first word says where it stands.
    nearest = sorted(beside) or sorted(near)
    if not nearest:
        return []
    if farther:
        return [place for _, place in [*sorted(beside), *sorted(near)]]
    line = words[nearest[0][1]].line
    return [place for _, place in nearest if words[place].line == line][:WORDS]


def _with_word(field: Field, old: TextWord, new: TextWord) -> Field:
    """Beside its word it keeps its distance from it; else it keeps its column."""
    beside = old.y < field.y + field.height and field.y < old.foot
    if beside and field.x >= old.x + old.width / 2:
        right = new.x + new.width - old.x - old.width
    elif beside or (old.opens and new.opens):
        right = new.x - old.x
    else:
        right = 0.0
    down = new.foot - old.foot
    return replace(field, page=new.page, x=field.x + right, y=field.y + down)


def _on_page(field: Field, pages: Sequence[Page]) -> Field | None:
    """A little beyond the edge it ends at it; else it is not there."""
    if field.page > len(pages):
        return None
    page = pages[field.page - 1]
    x = min(max(field.x, 0.0), page.width - field.width)
    y = min(max(field.y, 0.0), page.height - field.height)
    if min(x, y) < 0 or abs(x - field.x) > field.width or abs(y - field.y) > field.height:
        return None
    return replace(field, x=round(x, 2), y=round(y, 2)) if (x, y) != (field.x, field.y) else field


def _has_moved(old: Field, new: Field) -> bool:
    far = max(abs(old.x - new.x), abs(old.y - new.y)) > STAYED
    return old.page != new.page or far


def _is_alike(
    page: int, old: Version, new: Version, before: Iterable[TextWord], after: Iterable[TextWord]
) -> bool:
    """Whether the page is nearly the same: for a field that no word is near."""
    if page > len(new.pages) or page > len(old.pages):
        return False
    was, now = old.pages[page - 1], new.pages[page - 1]
    if max(abs(was.width - now.width), abs(was.height - now.height)) > STAYED:
        return False
    there = Counter(word.text for word in before if word.page == page)
    here = Counter(word.text for word in after if word.page == page)
    return (there & here).total() >= ALIKE * max(there.total(), here.total())
