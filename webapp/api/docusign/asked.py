"""
The members of a body as they are asked for. What no one has asked for at the end is not
understood, and refused by its name: nothing that a program wants is passed over in silence.
"""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from core.api.refusals import InvalidRequest
from core.request_errors import JsonTooLarge

JSON_LIMIT = 35_000_000
DEPTH = 40
ID_LIMIT = 100
LONG = 1_000_000  # files in base64, whose letters are looked at elsewhere
NOT_SUPPORTED = "This member is not supported."
YES, NO = ("true", "yes", "1"), ("false", "no", "0", "")


def _is_storable(text: str) -> bool:
    """Without NUL and halves of characters, which no text in the database holds."""
    if "\0" in text:
        return False
    return len(text) > LONG or not any("\ud800" <= c <= "\udfff" for c in text)


def refuse(path: str, why: str, code: str = "value_error") -> NoReturn:
    """`code`: in capitals one that programs look for. Raises InvalidRequest."""
    raise InvalidRequest([{"pointer": path, "code": code, "detail": why}])


def body() -> "Asked":
    """The JSON of this request; an empty one asks for nothing. Raises InvalidRequest."""
    request.max_content_length = JSON_LIMIT
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise JsonTooLarge from None
    if not data.strip():
        return Asked({})
    try:
        given = json.loads(data, object_pairs_hook=_members)
    except (ValueError, RecursionError):
        raise BadRequest from None
    return Asked(given)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1)
        refuse(twice, "This member is there twice.")
    return found


class Asked:
    """
    One object of the body, and where it stands. A member that says nothing (null, "", [] or {}) is
    as one that is not there.
    """

    def __init__(self, given: Any, path: str = "") -> None:
        if not isinstance(given, dict):
            refuse(path, "Give an object.")
        if path.count(".") > DEPTH:
            refuse(path, "This is nested too deeply.")
        self.path = path
        self._left = {n: v for n, v in given.items() if v not in (None, "", [], {})}

    @property
    def members(self) -> dict[str, Any]:
        """What no one has asked for yet."""
        return dict(self._left)

    def __bool__(self) -> bool:
        """Whether anything is left that no one has asked for."""
        return bool(self._left)

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def place(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str, default: str = "") -> str:
        """Numbers count as texts, as their SDKs send both."""
        given = self._left.pop(name, default)
        if isinstance(given, bool):
            return "true" if given else "false"
        if isinstance(given, int | float):
            return str(given)
        if not isinstance(given, str) or not _is_storable(given):
            refuse(self.place(name), "Give a text.")
        return given

    def id(self, name: str) -> str:
        """What a program calls something: one short line."""
        found = self.text(name).strip()
        if len(found) > ID_LIMIT or not found.isprintable():
            refuse(self.place(name), "Give an id of up to 100 characters.")
        return found

    def need(self, name: str) -> str:
        found = self.text(name)
        if not found:
            refuse(self.place(name), "This member is missing.")
        return found

    def flag(self, name: str) -> bool | None:
        """True or false, also as a word; None where nothing is said."""
        if name not in self._left:
            return None
        word = self.text(name).strip().casefold()
        if word not in (*YES, *NO):
            refuse(self.place(name), "Give true or false.")
        return word in YES

    def number(self, name: str) -> float | None:
        if name not in self._left:
            return None
        text = self.text(name).strip()
        try:
            number = float(text)
        except ValueError:
            refuse(self.place(name), "Give a number.")
        if not -1e6 < number < 1e6:
            refuse(self.place(name), "Give a number.")
        return number

    def whole(self, name: str) -> int | None:
        number = self.number(name)
        if number is not None and number != int(number):
            refuse(self.place(name), "Give a whole number.")
        return None if number is None else int(number)

    def word(self, name: str, *known: str) -> str:
        """One of these words, in small letters; "" where nothing is said."""
        said = self.text(name).strip()
        if said and said.casefold() not in {word.casefold() for word in known}:
            refuse(self.place(name), f"“{said}” is not supported, only {', '.join(known)}.")
        return said.casefold()

    def part(self, name: str) -> "Asked":
        return Asked(self._left.pop(name, {}), self.place(name))

    def each(self, name: str) -> list["Asked"]:
        return [Asked(one, path) for one, path in self._elements(name)]

    def texts(self, name: str) -> list[str]:
        found = []
        for one, path in self._elements(name):
            if not isinstance(one, str | int) or not _is_storable(str(one)):
                refuse(path, "Give a text.")
            found.append(str(one))
        return found

    def either(self, name: str) -> list[tuple[Any, str]]:
        """The elements of a list, whatever they are, each with its place."""
        return self._elements(name)

    def names(self) -> Iterator[str]:
        """Of the members that no one has asked for yet."""
        return iter(list(self._left))

    def pass_over(self, *names: str) -> None:
        """What is without effect here, whatever it says."""
        for name in names:
            self._left.pop(name, None)

    def only_off(self, *names: str) -> None:
        """What cannot be done: it may say so, and nothing else."""
        for name in names:
            if name in self._left and self._left[name] not in (False, *NO, "False", "none"):
                refuse(self.place(name), NOT_SUPPORTED)
            self._left.pop(name, None)

    def done(self) -> None:
        """Raises InvalidRequest with all that was not understood; what only answers have is."""
        strangers = [n for n in self._left if not n.endswith("Metadata")]
        if strangers:
            wrong = [(self.place(n), NOT_SUPPORTED) for n in strangers]
            raise InvalidRequest(
                [{"pointer": p, "code": "unknown_member", "detail": why} for p, why in wrong]
            )

    def _elements(self, name: str) -> list[tuple[Any, str]]:
        given = self._left.pop(name, [])
        if not isinstance(given, list):
            refuse(self.place(name), "Give a list.")
        return [(one, f"{self.place(name)}[{n}]") for n, one in enumerate(given)]
