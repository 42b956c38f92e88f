"""What JSON allows and programs do not mean: RFC 8259 leaves open what is made of it."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

# Beyond this, JSON's numbers are not the same for all who read them: RFC 8259, section 6.
LARGEST = 2**53
Path = tuple[str | int, ...]
REPEATED = "repeated_member", "This name stands here twice."
TOO_LARGE = "number_too_large", "Give a number of up to 9007199254740992."
NUL = "nul_character", "A text cannot hold a NUL character."
TOO_DEEP = "too_deep", "This is nested too deeply."


class _Members(dict[str, Any]):
    repeated: tuple[str, ...] = ()


def problems(text: str) -> Iterator[tuple[Path, str, str]]:
    """
    Where, code and detail of each: names that stand twice, numbers that not all can read, NUL.

    What is no JSON at all is found by whoever reads it.
    """
    found = _Reading()
    try:
        whole = found.decoder.decode(text)
    except RecursionError:
        yield ((), *TOO_DEEP)
        return
    except ValueError:
        return
    if found.odd or "\\u0000" in text:
        yield from _problems(whole)


class _Reading:
    """Notes whether there is anything to look for: most of the time there is not."""

    def __init__(self) -> None:
        self.odd = False
        self.decoder = json.JSONDecoder(
            object_pairs_hook=self._members,
            parse_int=self._whole,
            parse_float=self._float,
            parse_constant=self._constant,
        )

    def _members(self, pairs: list[tuple[str, Any]]) -> _Members:
        found = _Members(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            found.repeated = tuple(name for name in found if names.count(name) > 1)
            self.odd = True
        return found

    def _whole(self, digits: str) -> float | int:
        number = int(digits) if len(digits) < 20 else float("inf")
        self.odd = self.odd or abs(number) > LARGEST
        return number

    def _float(self, digits: str) -> float:
        number = float(digits)
        self.odd = self.odd or abs(number) > LARGEST
        return number

    def _constant(self, name: str) -> NoReturn:
        """NaN and Infinity are no JSON."""
        raise ValueError(name)


def _problems(whole: Any) -> Iterator[tuple[Path, str, str]]:
    todo: list[tuple[Path, Any]] = [((), whole)]
    while todo:
        path, value = todo.pop()
        match value:
            case _Members():
                yield from (((*path, name), *REPEATED) for name in value.repeated)
                yield from (((*path, name), *NUL) for name in value if "\0" in name)
                todo.extend(((*path, name), each) for name, each in value.items())
            case list():
                todo.extend(((*path, place), each) for place, each in enumerate(value))
            case str() if "\0" in value:
                yield (path, *NUL)
            case int() | float() if abs(value) > LARGEST:
                yield (path, *TOO_LARGE)
