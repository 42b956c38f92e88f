"""Fields of a document in its next version: by the words that they stand at."""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from core.documents.document import Page
from core.fields import kinds
from core.fields.anchoring import replacing
from core.fields.anchoring.anchor import DrawnLine
from core.fields.anchoring.replacing import Carried, Version
from core.fields.field import Field

CLAUSES = [
    "The landlord lets the flat to the tenant from the first of May",
    "The rent is due on the third day of each month and paid by transfer",
    "The deposit of two months is kept apart and given back at the end",
    "Small repairs up to one hundred euros are paid by the tenant",
]
SIGNED = ["Landlord", "Signature:", "Date:", "Tenant", "Signature:", "Date:"]


def version(texts: Iterable[str | None], pages: int = 1, size: float = 10.0) -> Version:
    """Lines below each other; None begins a page. The font is `size` high."""
    lines, number, y = [], 1, 72.0
    for text in texts:
        if text is None:
            number, y = number + 1, 72.0
            continue
        lines.append(DrawnLine(number, text, 72.0, y, len(text) * size / 2, size))
        y += 2 * size
    return Version([Page(595.0, 842.0)] * max(pages, number), lines)


def beside(document: Version, text: str, nth: int = 0) -> Field:
    line = [line for line in document.lines if line.text == text][nth]
    return field(line.page, line.x + line.width + 8, line.y + line.height - 20)


def field(page: int, x: float, y: float) -> Field:
    kind = kinds.named("text")
    return Field(uuid4(), uuid4(), (uuid4(),), kind, page, x, y, 120.0, 20.0, required=True)


def carried(
    old: Version, new: Version, *fields: Field
) -> tuple[Carried, Sequence[tuple[int, float, float]]]:
    found = replacing.carry(old, new, fields)
    there = {f.id: (f.page, f.x, f.y) for f in (*found.kept, *found.moved)}
    return found, [there[f.id] for f in fields if f.id in there]


def where(one: Field) -> tuple[int, float, float]:
    return one.page, one.x, one.y


def test_of_the_same_text_all_fields_stay() -> None:
    old = version([*CLAUSES, *SIGNED])
    fields = [beside(old, "Signature:", n) for n in (0, 1)] + [beside(old, "Date:", 1)]

    found, places = carried(old, old, *fields)

    assert found == Carried(tuple(fields), (), ())
    assert places == [where(f) for f in fields]


def test_a_paragraph_inserted_above_moves_fields_down() -> None:
    old, new = (
        version([*CLAUSES, *SIGNED]),
        version([CLAUSES[0], "Pets are welcome", *CLAUSES[1:], *SIGNED]),
    )
    first, second = beside(old, "Signature:", 0), beside(old, "Signature:", 1)

    found, places = carried(old, new, first, second)

    assert places == [where(beside(new, "Signature:", 0)), where(beside(new, "Signature:", 1))]
    assert (len(found.moved), found.lost) == (2, ())


def test_fields_follow_their_text_to_the_next_page() -> None:
    old, new = version([*CLAUSES, *SIGNED]), version([*CLAUSES, "Annex", None, *SIGNED])
    fields = [beside(old, text, n) for text in ("Signature:", "Date:") for n in (0, 1)]

    found, places = carried(old, new, *fields)

    assert places == [
        where(beside(new, text, n)) for text in ("Signature:", "Date:") for n in (0, 1)
    ]
    assert {f.page for f in found.moved} == {2}


def test_a_clause_that_is_removed_moves_fields_up() -> None:
    old, new = version([*CLAUSES, *SIGNED]), version([*CLAUSES[:1], *CLAUSES[2:], *SIGNED])

    _, places = carried(old, new, beside(old, "Date:", 0))

    assert places == [where(beside(new, "Date:", 0))]


def test_another_font_keeps_fields_at_the_end_of_their_words() -> None:
    old, new = version([*CLAUSES, *SIGNED]), version([*CLAUSES, *SIGNED], size=12.0)

    _, places = carried(old, new, beside(old, "Signature:", 1), beside(old, "Date:", 1))

    assert places == [where(beside(new, "Signature:", 1)), where(beside(new, "Date:", 1))]


def test_pages_added_before_it_take_a_field_along() -> None:
    old, new = (
        version([*CLAUSES, *SIGNED]),
        version(["A cover", None, "Contents", None, *CLAUSES, *SIGNED]),
    )

    _, places = carried(old, new, beside(old, "Signature:", 1))

    assert places == [where(beside(new, "Signature:", 1))]
    assert places[0][0] == 3


def test_a_field_whose_text_is_gone_has_no_place() -> None:
    old, new = version([*CLAUSES, *SIGNED]), version([*CLAUSES, *SIGNED[:3]])
    tenant, landlord = beside(old, "Signature:", 1), beside(old, "Signature:", 0)

    found, places = carried(old, new, tenant, landlord)

    assert found.lost == (tenant,)
    assert places == [where(landlord)]


def test_of_two_equal_blocks_the_one_that_is_gone_is_not_taken_for_the_other() -> None:
    old, new = version([*CLAUSES, *SIGNED]), version([*CLAUSES, *SIGNED[:3]])

    found, _ = carried(old, new, beside(old, "Signature:", 1))

    assert len(found.lost) == 1


def test_a_label_that_is_gone_does_not_make_the_next_line_its_own() -> None:
    old, new = version(["Name:", "Date:", "Town:"]), version(["Name:", "Town:"])
    fields = [beside(old, text) for text in ("Name:", "Date:", "Town:")]

    found, places = carried(old, new, *fields)

    assert found.lost == (fields[1],)
    assert places == [where(beside(new, "Name:")), where(beside(new, "Town:"))]


def test_a_field_below_its_words_goes_with_them() -> None:
    old, new = version(CLAUSES), version(["A title", *CLAUSES])
    line = old.lines[3]

    _, places = carried(old, new, field(1, 300.0, line.y + 30))

    assert places == [(1, 300.0, line.y + 50)]


def test_where_no_word_is_near_a_field_stays_on_a_page_that_is_nearly_the_same() -> None:
    old = version([*CLAUSES, *SIGNED], 2)
    corner = field(1, 450.0, 800.0)

    stays, _ = carried(old, version([*CLAUSES, *SIGNED, "Initials"], 2), corner)
    lost, _ = carried(old, version(["Another text altogether"], 2), corner)

    assert (stays.kept, lost.lost) == ((corner,), (corner,))


def test_a_text_typed_in_capitals_or_with_more_space_is_the_same() -> None:
    old, new = version(["Please sign", "Name of the tenant"]), version(["NAME OF  THE TENANT :"])

    found, _ = carried(old, new, beside(old, "Name of the tenant"))

    assert len(found.moved) == 1


def test_what_lies_beyond_the_last_page_has_no_place() -> None:
    old, new = version(["One"], 3), version(["One"], 2)

    found, _ = carried(old, new, field(3, 100.0, 100.0))

    assert len(found.lost) == 1


def test_a_long_document_is_searched_with_bounded_work() -> None:
    texts = [f"{n} {CLAUSES[n % 4]}" if n % 40 else None for n in range(1, 8000)]
    old, new = version(texts), version(["New", *texts])
    fields = [beside(old, t, 0) for t in texts[10:7000:10] if t is not None]

    found, _ = carried(old, new, *fields)

    assert (len(found.kept) + len(found.moved), found.lost) == (len(fields), ())
