"""The rows of the recipients' form: read as they were typed, kept however wrong they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from core.addresses.email_address import fold
from core.envelopes.drafts import draft_marks
from core.envelopes.drafts.draft_merge import Row
from core.envelopes.recipient import Recipient
from core.envelopes.roles import registry as roles
from core.envelopes.roles.signer import SIGNER

LIMIT = 200


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """
    `together`: at the same time as the row above. `order` is only there when it was typed.

    `was` is the mark of what is stored of it, as core/envelopes/drafts/draft_marks.py makes them.
    `group_id` and `group`: one of a group of that name, whose members are one row of the page.
    """

    id: UUID
    name: str = ""
    email: str = ""
    role: str = SIGNER.name
    role_name: str = ""
    together: bool = False
    order: str = ""
    was: str | None = ""
    group_id: str = ""
    group: str = ""

    @property
    def part(self) -> tuple[object, ...]:
        """What is one row of the page: someone alone, or all of a group in one role."""
        return (self.group_id, self.role) if self.group_id else (self.id,)

    @property
    def blank(self) -> bool:
        return not any(text.strip() for text in (self.name, self.email, self.role_name))


def of(recipients: Sequence[Recipient]) -> list[RecipientRow]:
    """What is stored, as rows; one blank row where there is no one yet."""
    together = [False, *(a.routing_order == b.routing_order for a, b in pairwise(recipients))]
    rows = [
        RecipientRow(
            *(r.id, r.name, r.email, r.role.name, r.role_name, same),
            was=draft_marks.of_recipient(r),
            group_id=r.options.group_id,
            group=r.options.group,
        )
        for r, same in zip(recipients, together, strict=False)
    ]
    return rows or [RecipientRow(uuid4())]


def read(form: MultiDict[str, str]) -> list[RecipientRow]:
    """
    In the order of the inputs named `row`, whose values are the numbers of the others. Of a group
    only its first member has a role and a place in the order.
    """
    rows: list[RecipientRow] = []
    for number in form.getlist("row")[:LIMIT]:
        row = _read(form, number)
        first = next((r for r in reversed(rows) if r.group_id == row.group_id), None)
        if row.group_id and first and f"role-{number}" not in form:
            row = replace(row, role=first.role, together=True)
        rows.append(row)
    return rows


def parts(rows: Iterable[RecipientRow]) -> list[list[tuple[int, RecipientRow]]]:
    """What the page shows as one row each, with the numbers of their inputs."""
    found: dict[object, list[tuple[int, RecipientRow]]] = {}
    for number, row in enumerate(rows):
        found.setdefault(row.part, []).append((number, row))
    return list(found.values())


def change(rows: list[RecipientRow], action: str) -> list[RecipientRow]:
    """The rows after a button was pressed: add, remove-ID, up-ID, down-ID, recent-ADDRESS NAME."""
    verb, _, row_id = action.partition("-")
    if verb == "recent":
        return _with(rows, *row_id.partition(" ")[::2])
    if verb == "add":
        return [*rows, RecipientRow(uuid4())]
    each = [[row for _, row in part] for part in parts(rows)]
    place = next((i for i, part in enumerate(each) if str(part[0].id) == row_id), None)
    if place is None:
        return rows
    if verb == "remove":
        left = [*each[:place], *each[place + 1 :]]
    else:
        left = _moved(each, place, place + {"up": -1, "down": 1}.get(verb, 0))
    return [row for part in left for row in part]


def removed(rows: Iterable[RecipientRow], action: str) -> frozenset[UUID]:
    """Who is taken out by a button: a group as a whole."""
    for part in parts(rows):
        if action == f"remove-{part[0][1].id}":
            return frozenset(row.id for _, row in part)
    return frozenset()


def focus(rows: Sequence[RecipientRow], action: str) -> str:
    """Where one types next, after the button was pressed in these rows: the name of an input."""
    if action == "add":
        return f"name-{len(rows)}"
    gone = [n for n, row in enumerate(rows) if action == f"remove-{row.id}"]
    return f"name-{max(0, min(gone[0], len(rows) - 2))}" if gone else ""


def steps(rows: Iterable[RecipientRow]) -> list[int]:
    """Each row's routing order: one step later than the row above, unless together with it."""
    found: list[int] = []
    for row in rows:
        if row.order.isdecimal():
            found.append(int(row.order[:9]))
        elif row.together and found:
            found.append(found[-1])
        else:
            found.append(max(found, default=0) + 1)
    return found


def typed(rows: Sequence[RecipientRow]) -> tuple[Row, ...]:
    """
    As recipients, with the mark of what each row was. New rows with nothing in them are left out.
    """
    named = [row for row in rows if row.was or not row.blank]
    return tuple(
        Row(_recipient(row, step), row.was) for row, step in zip(named, steps(named), strict=True)
    )


def _recipient(row: RecipientRow, step: int) -> Recipient:
    return Recipient(
        *(row.id, row.name, row.email, roles.named(row.role), step), role_name=row.role_name
    )


def _read(form: MultiDict[str, str], number: str) -> RecipientRow:
    role = form.get(f"role-{number}", "")
    return RecipientRow(
        id=_id(form.get(f"id-{number}", "")),
        name=form.get(f"name-{number}", ""),
        email=form.get(f"email-{number}", ""),
        role=role if role in roles.BY_NAME else SIGNER.name,
        role_name=form.get(f"role_name-{number}", ""),
        together=f"together-{number}" in form,
        order=form.get(f"order-{number}", "").strip(),
        was=form.get(f"was-{number}"),
        group_id=form.get(f"group-{number}", "")[:40],
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _with(rows: list[RecipientRow], email: str, name: str) -> list[RecipientRow]:
    """This person in the first blank row, or in one more; someone who is there already, once."""
    if any(fold(row.email) == fold(email) and row.name == name for row in rows):
        return rows
    place = next((n for n, row in enumerate(rows) if row.blank), len(rows))
    row = rows[place] if place < len(rows) else RecipientRow(uuid4())
    return [*rows[:place], replace(row, name=name, email=email), *rows[place + 1 :]]


def _moved(rows: list[list[RecipientRow]], place: int, target: int) -> list[list[RecipientRow]]:
    if not 0 <= target < len(rows):
        return rows
    moved = list(rows)
    moved.insert(target, moved.pop(place))
    return moved
