"""Which column is meant for what, by how people and programs head them in several languages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.bulk_sends.target import Target, TargetKind
from core.people import contact
from core.people.contact_import import HEADINGS

SAMPLE = 20
# Beside those that lists of contacts have.
MORE: Mapping[str, tuple[str, ...]] = {
    "name": ("signer", "recipient", "naam", "nome completo", "nombre completo", "imie i nazwisko",
             "empfanger", "unterzeichner", "nome e cognome", "customer", "client", "kunde"),
    "first": ("voornaam", "nome", "forenames"),
    "last": ("achternaam", "sobrenome", "lastname", "cognome"),
    "email": ("mail address", "email adresse", "e mail", "courriel", "e post", "correio",
              "indirizzo e mail", "adres e mail"),
}  # fmt: skip
WORDS = re.compile(r"[^\W_]+")


def guess(
    targets: Sequence[Target], headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[str, int]:
    """The place of a column by the key of its target. `rows` are some of those below the names."""
    exact = _exact(targets, headings)
    plain = ["" if n in exact.values() else _plain(text) for n, text in enumerate(headings)]
    free = dict(reversed([(name, n) for n, name in reversed(list(enumerate(plain))) if name]))
    found = dict(exact)
    open_roles = _open_roles(targets)
    for target in targets:
        if target.key in exact:
            continue
        alone = target.id in open_roles and len(open_roles) == 1
        place = next((free[w] for w in _words(target, alone) if w in free), None)
        if place is not None:
            found[target.key] = place
            free.pop(plain[place])
    _one_column_for_both_names(found, targets)
    _by_addresses(found, [t for t in targets if t.id in open_roles], rows, len(headings))
    return found


def _exact(targets: Iterable[Target], headings: Sequence[str]) -> dict[str, int]:
    """A merge field by its very name: “client.name” is not the name of the role Client."""
    names = [heading.strip() for heading in headings]
    merged = (t for t in targets if t.kind is TargetKind.MERGE and t.name in names)
    return {target.key: names.index(target.name) for target in merged}


def _open_roles(targets: Iterable[Target]) -> list[object]:
    people = (t for t in targets if t.kind is TargetKind.EMAIL and t.required)
    return [target.id for target in people]


def _words(target: Target, alone: bool) -> Iterator[str]:
    """What its column may be called, the most certain first."""
    if target.kind in (TargetKind.FIELD, TargetKind.MERGE, TargetKind.DETAIL):
        yield from filter(None, (_plain(target.word), _plain(target.name)))
        if target.group and target.word:
            yield _plain(f"{target.group} {target.word}")
        return
    role = _plain(target.group)
    kinds = {TargetKind.NAME: ("name", "first"), TargetKind.LAST_NAME: ("last",)}
    words = [
        _plain(word)
        for kind in kinds.get(target.kind, ("email",))
        for word in (*HEADINGS[kind], *MORE.get(kind, ()))
    ]
    for word in words:
        yield f"{role} {word}"
        yield f"{word} {role}"
    if target.kind is TargetKind.NAME:
        yield role
    if alone:
        yield from words


def _one_column_for_both_names(found: dict[str, int], targets: Iterable[Target]) -> None:
    """A column that heads last names in one language heads whole names in another."""
    for target in targets:
        if target.kind is TargetKind.LAST_NAME and target.key in found:
            whole = f"{TargetKind.NAME}-{target.id}"
            if whole not in found:
                found[whole] = found.pop(target.key)


def _by_addresses(
    found: dict[str, int], targets: Iterable[Target], rows: Sequence[Sequence[str]], width: int
) -> None:
    """Who has no column yet gets the next one in which addresses stand."""
    some = [row for row in rows[:SAMPLE] if any(row)]
    columns = [
        n
        for n in range(width)
        if n not in found.values() and some and sum("@" in row[n] for row in some) > len(some) / 2
    ]
    for target in targets:
        if target.kind is TargetKind.EMAIL and target.key not in found and columns:
            found[target.key] = columns.pop(0)


def _plain(text: str) -> str:
    """Words without accents, case and separators: “Buyer_E-Mail” → “buyer e mail”."""
    return " ".join(WORDS.findall(contact.fold(text)))
