"""Two things at once, on real connections: started together, or one while another is under way."""

import time
from collections.abc import Callable
from threading import Barrier, Thread

from core.refusals import Forbidden, Invalid, NotFound, Refusal
from tenants.installation import Installation

PATIENCE = 10.0
Act = Callable[[], object]


class Begun(Thread):
    """What is done in a thread of its own; `said` is "done", or the name of what refused it."""

    def __init__(self, act: Act, start: Barrier | None = None) -> None:
        super().__init__(daemon=True)
        self._act, self._start_line = act, start
        self.said = ""
        self.start()

    def run(self) -> None:
        if self._start_line:
            self._start_line.wait(PATIENCE)
        try:
            self._act()
            self.said = "done"
        except (Refusal, Invalid, NotFound, Forbidden) as refused:
            self.said = type(refused).__name__
        except Exception as error:
            self.said = f"broke: {error!r}"

    def came_to(self) -> str:
        self.join(PATIENCE)
        return self.said


def at_once(*acts: Act) -> list[str]:
    """What each of them came to."""
    start = Barrier(len(acts))
    begun = [Begun(act, start) for act in acts]
    return [each.came_to() for each in begun]


def until_it_waits(installation: Installation) -> None:
    """Until somebody waits for a lock that another transaction holds."""
    until = time.monotonic() + PATIENCE
    with installation.pool.connection() as connection:
        while time.monotonic() < until:
            row = connection.execute("select from pg_locks where not granted limit 1").fetchone()
            if row is not None:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")
