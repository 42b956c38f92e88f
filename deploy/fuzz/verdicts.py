"""What came of each attempt, counted: only ready, stamped and refusals in words may be there."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

from actors.pdf.sandbox import sandbox
from core.documents.refusals import UnusableFile
from core.refusals import Invalid
from deploy.bench import seal_memory

EVERY = 0.5  # seconds between two looks at the memory


@dataclass
class Verdicts:
    """`wrong` says of each attempt that ended otherwise which it was and how it ended."""

    counts: Counter[str] = field(default_factory=Counter)
    children_ended: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    _lock: Lock = field(default_factory=Lock)

    def attempt(self, name: str, work: Callable[[], str]) -> None:
        began = time.monotonic()
        try:
            said = work()
        except UnusableFile as refusal:
            said = refusal.code
            if isinstance(refusal.__cause__, sandbox.ChildKilled):
                self._count(self.children_ended, type(refusal.__cause__).__name__)
            if not refusal.message.endswith("."):
                self.wrong[name] = f"{said} is no sentence"
        except Invalid as invalid:
            said = "refused where it is placed or typed"
            if not all(str(why).endswith(".") for why in invalid.errors.values()):
                self.wrong[name] = f"{invalid.errors} is no sentence"
        except Exception as error:  # whatever it is, it is what we look for
            said = "wrong"
            cause = f" from {error.__cause__!r}" if error.__cause__ else ""
            self.wrong[name] = f"{type(error).__name__}: {error}{cause}"
        took = time.monotonic() - began
        self._count(self.counts, said)
        self.slowest = max(self.slowest, (round(took, 1), f"{name}: {said}"))

    def _count(self, counts: Counter[str], what: str) -> None:
        with self._lock:
            counts[what] += 1

    def told(self) -> dict[str, Any]:
        return {
            "attempts": self.counts.total(),
            "verdicts": dict(self.counts.most_common()),
            "children_ended": dict(self.children_ended),
            "slowest": {"seconds": self.slowest[0], "which": self.slowest[1]},
            "wrong": self.wrong,
        }


@contextmanager
def memory_watched(into: dict[str, Any]) -> Iterator[None]:
    """Megabytes of this process and all below it: before, and at the most."""
    sizes, over = [seal_memory.held()], Event()

    def watch() -> None:
        while not over.wait(EVERY):
            sizes.append(seal_memory.held())

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        into["memory"] = {"idle_mb": sizes[0], "peak_mb": max(sizes)}
