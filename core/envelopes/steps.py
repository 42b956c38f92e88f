"""The steps of an envelope: what is chosen for all recipients of one routing order together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.envelopes import groups
from core.envelopes.recipient import Recipient


@dataclass(frozen=True, slots=True)
class RoutingStep:
    """
    `order` is the routing order of its recipients. `needed`: how many of those who act have to
    finish (k of n), a group counting as one; 0: all of them. `delay`: the hours between the end of
    the step before and the moment when they are asked.
    """

    order: int
    needed: int = 0
    delay: int = 0

    @property
    def plain(self) -> bool:
        """Nothing was chosen for it."""
        return self == RoutingStep(self.order)


UNREADABLE = RoutingStep(-1, -1)


def at(steps: Iterable[RoutingStep], order: int) -> RoutingStep:
    return next((step for step in steps if step.order == order), RoutingStep(order))


def as_json(steps: Iterable[RoutingStep]) -> list[dict[str, Any]]:
    """Of those for which something was chosen, by order."""
    return [asdict(step) for step in _chosen(steps)]


def read(stored: Iterable[dict[str, Any]]) -> tuple[RoutingStep, ...]:
    """As `as_json` wrote them; a row that was changed into something else shows that it was."""
    try:
        return tuple(RoutingStep(**step) for step in stored)
    except TypeError:
        return (UNREADABLE,)


def moved(
    steps: Sequence[RoutingStep], before: Iterable[Recipient], after: Sequence[Recipient]
) -> tuple[RoutingStep, ...]:
    """
    The steps when recipients were added, removed or put in another order.

    A step goes where its recipients go, as long as they stay together.
    """
    members = _members(before)
    found: dict[int, RoutingStep] = {}
    for step in _chosen(steps):
        ids = members.get(step.order, set())
        orders = {r.routing_order for r in after if r.id in ids}
        if len(orders) == 1:
            order = orders.pop()
            found[order] = replace(step, order=order)
    return fitting(found.values(), after)


def fitting(
    steps: Iterable[RoutingStep], recipients: Sequence[Recipient]
) -> tuple[RoutingStep, ...]:
    """Without what makes no difference, such as two of two, or a delay of the first step."""
    acting = Counter(p[0].routing_order for p in groups.parts(r for r in recipients if r.role.acts))
    first = min(acting, default=0)
    return _chosen(
        replace(
            step,
            needed=step.needed if 0 < step.needed < acting[step.order] else 0,
            delay=step.delay if acting[step.order] and step.order > first else 0,
        )
        for step in steps
    )


def _chosen(steps: Iterable[RoutingStep]) -> tuple[RoutingStep, ...]:
    return tuple(sorted((s for s in steps if not s.plain), key=lambda step: step.order))


def _members(recipients: Iterable[Recipient]) -> dict[int, set[Any]]:
    members: dict[int, set[Any]] = {}
    for recipient in recipients:
        members.setdefault(recipient.routing_order, set()).add(recipient.id)
    return members
