"""A store that is made when it is first asked for, and kept as long as the transaction."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from tenants.store.rows import Rows

Store = TypeVar("Store")


class LazyStore(Generic[Store]):
    """Like functools.cached_property, whose name in the instance it takes."""

    def __init__(self, make: Callable[[Rows], Store]) -> None:
        self.make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, stores: None, owner: type) -> Self: ...
    @overload
    def __get__(self, stores: Any, owner: type) -> Store: ...
    def __get__(self, stores: Any, owner: type) -> Self | Store:
        if stores is None:
            return self
        store = self.make(stores.rows)
        stores.__dict__[self.name] = store
        return store
