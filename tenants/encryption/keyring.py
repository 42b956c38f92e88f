"""The keys of organizations, unwrapped and kept in memory for as long as they are in use."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from tenants.encryption.keys import Destroyed, Key, unwrap

KEPT = 1_000


class Keyring:
    """
    `masters` wrap the keys of organizations; of several, the one that a wrapped key names is taken.

    `own` are keys that no row holds.
    """

    def __init__(self, masters: Sequence[Key], own: Mapping[UUID, Key]) -> None:
        self._masters = masters
        self._own = own
        self._kept: dict[UUID, Key] = {}

    def of(self, organization_id: UUID, wrapped: Callable[[], bytes]) -> Key:
        """`wrapped` is asked when the key is not known yet. Raises Destroyed, Undecryptable."""
        key = self._own.get(organization_id) or self._kept.get(organization_id)
        if key is None:
            key = self._unwrapped(organization_id, wrapped())
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[organization_id] = key
        return key

    def forget(self, organization_id: UUID) -> None:
        self._kept.pop(organization_id, None)

    def _unwrapped(self, organization_id: UUID, wrapped: bytes) -> Key:
        context = f"organization:{organization_id}"
        if not wrapped:
            raise Destroyed(context)
        return unwrap(self._masters, wrapped, context)
